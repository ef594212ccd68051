import { expect, it } from "vitest";

import { openLibrary } from "../../support/library.ts";

const files = 10_000;
/** Targets are for a quiet machine; a shared one may be this much slower. */
const slowMachineFactor = 5;

it("lists, filters and counts ten thousand files at once", () => {
  const one = openLibrary();
  const { index } = one.store;
  index.transaction(() => {
    index.exec("INSERT INTO folder (id, path, name) VALUES (1, '/a', 'A'), (2, '/b', 'B')");
    const content = index.prepare(
      "INSERT INTO content (id, hash, title, text_format, characters, pages, blocks, pipeline_version) VALUES (?, ?, '', 'plain', 9, '[]', x'', 1)",
    );
    const passage = index.prepare(
      `INSERT INTO passage (content_id, ordinal, start, "end", headings) VALUES (?, ?, 0, 9, '[]')`,
    );
    const document = index.prepare(
      `INSERT INTO document (folder_id, path, relative_path, name, size, modified_at, outcome, content_id, pipeline_version)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1001)`,
    );
    for (let id = 1; id <= files; id += 1) {
      const name = `file ${id % 977} of ${id}.txt`;
      content.run(id, `hash ${id}`);
      for (let ordinal = 0; ordinal < 5; ordinal += 1) passage.run(id, ordinal);
      const outcome = id % 50 === 0 ? "damaged" : "indexed";
      // Every tenth is a copy of the one before.
      const twin = id % 10 === 1 && id > 1 ? id - 1 : id;
      document.run(
        1 + (id % 2),
        `/x/${id}`,
        `sub/${name}`,
        name,
        id * 7,
        id,
        outcome,
        outcome === "damaged" ? null : twin,
      );
    }
  })();
  const timed = <Result>(name: string, targetMs: number, work: () => Result): Result => {
    const began = performance.now();
    const result = work();
    const took = performance.now() - began;
    process.stdout.write(`${name}: ${took.toFixed(1)} ms\n`);
    expect({ name, slow: took > targetMs * slowMachineFactor }).toEqual({ name, slow: false });
    return result;
  };
  const first = timed("first rows", 100, () => one.library.documents({ limit: 200 }));
  expect([first.total, first.documents.length]).toEqual([files, 200]);
  const filtered = timed("name contains", 100, () => one.library.documents({ nameContains: "E 12", limit: 200 }));
  expect(filtered.total).toBeGreaterThan(100);
  expect(filtered.documents.every((document) => document.name.includes("e 12"))).toBe(true);
  const failed = timed("failed by size", 100, () =>
    one.library.documents({ group: "failed", sort: "size", descending: true, limit: 5 }),
  );
  expect(failed.total).toBe(200);
  expect(failed.documents[0]).toMatchObject({ size: 70_000, outcome: "damaged" });
  const last = timed("last page of a folder", 100, () =>
    one.library.documents({ folderId: 2, sort: "modified", offset: 4_990, limit: 200 }),
  );
  expect(last.documents).toHaveLength(10);
  const summary = timed("summary", 100, () => one.library.summary());
  expect(summary).toMatchObject({ files, ready: 9_800, failed: 200, passages: 50_000 });
  expect(summary.duplicates).toBe(800);
  timed("folders", 100, () => one.library.folders());
  // A percent sign or an underscore is looked for as itself.
  expect(one.library.documents({ nameContains: "%" }).total).toBe(0);
  expect(one.library.documents({ nameContains: "e_1" }).total).toBe(0);
});
