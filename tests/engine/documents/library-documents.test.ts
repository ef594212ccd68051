import { rmSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { extractPlain } from "../../support/extraction.ts";
import { found, openLibrary, outcomes, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const lease = "# Rent\n\nThe rent of the flat is 900 euro.\n\n# Notice\n\nNotice is given three months before.";

describe("single documents", () => {
  it("are left out and taken back at the user's wish, also against a rule", async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      "a.txt": "The walrus sleeps.",
      "passwords.txt": "The badger wakes.",
      ".notes/b.txt": "An otter.",
    });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    const id = (name: string): number =>
      one.library.documents({}).documents.find((document) => document.name === name)?.id as number;
    one.library.exclude([id("a.txt")], true);
    one.library.exclude([id("passwords.txt"), id(".notes")], false);
    await one.library.settled();
    expect([found(one, "walrus"), found(one, "badger"), found(one, "otter")]).toEqual([0, 1, 1]);
    one.library.rescan();
    await one.library.settled();
    expect(outcomes(one)).toEqual({
      "a.txt": "excluded",
      "passwords.txt": "indexed",
      ".notes": "excluded",
      ".notes/b.txt": "indexed",
    });
    one.library.exclude([id("a.txt")], false);
    await one.library.settled();
    expect(found(one, "walrus")).toBe(1);
  });

  it("are tried again", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "DAMAGED" });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    one.library.retry([one.library.documents({}).documents[0]?.id as number, 999]);
    await one.library.settled();
    expect(one.parser.seen).toEqual(["a.txt", "a.txt"]);
  });

  it("that were being read when the engine died twice are damaged, until they are retried", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "killer.txt": "The walrus sleeps.", "good.txt": "Fine." });
    const first = openLibrary();
    first.library.pause(true);
    await first.library.grantFolder(root);
    await first.library.settled();
    first.store.index.prepare("UPDATE document SET attempts = 2 WHERE name = 'killer.txt'").run();
    await first.close();
    const second = openLibrary({ data: first.data });
    await second.library.settled();
    expect(outcomes(second)).toEqual({ "killer.txt": "damaged", "good.txt": "indexed" });
    second.library.retry(second.library.documents({ group: "failed" }).documents.map((document) => document.id));
    await second.library.settled();
    expect(outcomes(second)).toEqual({ "killer.txt": "indexed", "good.txt": "indexed" });
  });

  it("become damaged when what was read can't be taken in, and nothing else is touched", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "bad", "b.txt": "The walrus sleeps." });
    const one = openLibrary({
      parser: {
        extract: async ({ name }) =>
          name === "a.txt"
            ? extractPlain("text", { blocks: null as unknown as [] })
            : extractPlain("The walrus sleeps."),
        pagePicture: async () => new Uint8Array(),
      },
    });
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(outcomes(one)).toEqual({ "a.txt": "damaged", "b.txt": "indexed" });
    expect(one.errors.join()).toMatch(/bug/);
  });

  it("show their text, pages, rectangles, path and starters", async () => {
    const root = temporaryFolder();
    const text = `${"x ".repeat(9_000)}😀 end`;
    writeFiles(root, { "long.txt": text, "lease.md": lease, "paged.txt": "Page one.\fPage two here." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    const byName = (name: string) => one.library.documents({ nameContains: name }).documents[0] as { id: number };
    const long = byName("long.txt").id;
    expect(one.library.view(long)).toMatchObject({ kind: "text", characters: 18_005, pages: [] });
    expect(one.library.text(long, 17_998, 99_999)).toEqual({ start: 17_998, end: 18_005, text: "x 😀 end" });
    expect(one.library.text(long, 8_190, 8_194).text).toBe("x x ");
    const paged = byName("paged.txt").id;
    expect(one.library.view(paged)).toMatchObject({ kind: "pages", pages: [{ number: 1 }, { number: 2, start: 10 }] });
    expect(one.library.pageText(paged, 2)).toEqual({ width: 595, height: 842, items: [] });
    expect(() => one.library.pageText(paged, 3)).toThrow(/no page 3/);
    expect(await one.library.pagePicture(paged, 2, 100)).toHaveLength(4);
    await expect(one.library.pagePicture(paged, 9, 100)).rejects.toMatchObject({ code: "page-not-drawn" });
    rmSync(path.join(root, "paged.txt"));
    await expect(one.library.pagePicture(paged, 2, 100)).rejects.toMatchObject({ code: "file-unreadable" });
    expect(one.library.documentPath(paged)).toEqual({ path: path.join(root, "paged.txt"), safeToOpen: true });
    expect(() => one.library.view(9_999)).toThrow(expect.objectContaining({ code: "not-found" }));
    expect(one.library.starters()).toEqual([
      { text: "What does “Rent” in lease.md say?", documentId: byName("lease.md").id, documentName: "lease.md" },
    ]);
    expect(one.library.searched({ folderIds: [], documentIds: [long] })).toEqual({
      files: 1,
      partly: 0,
      failed: 0,
      waiting: 0,
    });
  });
});

describe("a list of documents", () => {
  it("is narrowed by folders, files and ending, with its total", async () => {
    const [root, other] = [temporaryFolder(), temporaryFolder()];
    writeFiles(root, { "a.txt": "One.", "B.TXT": "Two.", "c.md": "Three." });
    writeFiles(other, { "d.txt": "Four.", txt: "No ending." });
    const one = openLibrary();
    const first = await one.library.grantFolder(root);
    const second = await one.library.grantFolder(other);
    await one.library.settled();
    const names = (query: Parameters<typeof one.library.documents>[0]) => {
      const { total, documents } = one.library.documents(query);
      return [total, ...documents.map(({ name }) => name)];
    };
    expect(names({ extension: "txt" })).toEqual([3, "a.txt", "B.TXT", "d.txt"]);
    expect(names({ extension: "txt", folderIds: [first.id] })).toEqual([2, "a.txt", "B.TXT"]);
    expect(names({ extension: "txt", folderIds: [first.id, second.id], limit: 1 })).toEqual([3, "a.txt"]);
    expect(names({ extension: "txt", limit: 0 })).toEqual([3]);
    const only = one.library.documents({ nameContains: "c.md" }).documents.map(({ id }) => id);
    expect(names({ documentIds: only })).toEqual([1, "c.md"]);
    expect(names({ documentIds: only, folderIds: [second.id] })).toEqual([0]);
    expect(names({ documentIds: [], folderIds: [] })[0]).toBe(5);
  });
});
