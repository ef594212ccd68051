import { appendFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/engine/platform/clock.ts";
import { createQueueTable } from "../../../src/engine/documents/queue-table.ts";
import { DocentError } from "../../../src/engine/platform/docent-error.ts";
import { extractPlain } from "../../support/extraction.ts";
import { eventually, found, openLibrary, outcomes, writeFiles } from "../../support/library.ts";
import { createPlainParser } from "../../support/plain-parser.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Waits of the engine pass fifty times as fast. */
const hasty = {
  ...systemClock,
  after: (milliseconds: number, task: () => void) => systemClock.after(Math.max(2, milliseconds / 50), task),
};

describe("the queue", () => {
  it("takes small and recent files first, and those that were tried before last", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "big.txt": "big ".repeat(100_000), "old.txt": "old", "new.txt": "new", "tried.txt": "tried" });
    const first = openLibrary();
    first.library.pause(true);
    await first.library.grantFolder(root);
    await first.library.settled();
    const set = first.store.index.prepare("UPDATE document SET modified_at = ?, attempts = ? WHERE name = ?");
    set.run(1_000, 0, "old.txt");
    set.run(2_000, 0, "new.txt");
    set.run(9_000, 0, "big.txt");
    set.run(9_000, 1, "tried.txt");
    // Two are read at a time, so the order in which they end says nothing; the queue itself does.
    expect(
      createQueueTable(first.store.index)
        .next(10)
        .map(({ name }) => name),
    ).toEqual(["new.txt", "old.txt", "big.txt", "tried.txt"]);
    first.library.pause(false);
    await first.library.settled();
    expect(first.parser.seen.toSorted()).toEqual(["big.txt", "new.txt", "old.txt", "tried.txt"]);
  });

  it("is kept by a stop in the middle, which counts against no document", async () => {
    const root = temporaryFolder();
    writeFiles(
      root,
      Object.fromEntries(Array.from({ length: 30 }, (_, number) => [`${number}.txt`, `Text ${number}.`])),
    );
    let begun = 0;
    const first = openLibrary({
      parser: {
        extract: (_, options) =>
          new Promise((resolve, reject) => {
            begun += 1;
            if (begun <= 5) resolve(extractPlain(`Text ${begun}.`));
            else options?.signal?.addEventListener("abort", () => reject(options.signal?.reason as Error));
          }),
        pagePicture: async () => new Uint8Array(),
      },
    });
    await first.library.grantFolder(root);
    await eventually(
      () => begun >= 7,
      () => String(begun),
    );
    await first.close();
    expect(first.errors).toEqual([]);
    const second = openLibrary({ data: first.data });
    expect(second.store.index.prepare("SELECT sum(attempts) FROM document").pluck().get()).toBeLessThanOrEqual(2);
    await second.library.settled();
    expect(second.library.summary()).toMatchObject({ ready: 30, waiting: 0 });
    expect(second.parser.seen).toHaveLength(25);
  });
});

describe("a file that changes while it is read", () => {
  it("is read again when it has come to rest", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary({ clock: hasty });
    const file = path.join(root, "a.txt");
    let writes = 0;
    const busy = setInterval(() => {
      writes += 1;
      appendFileSync(file, " more");
      if (writes === 20) {
        clearInterval(busy);
        writeFileSync(file, "The badger wakes.");
      }
    }, 3);
    await one.library.grantFolder(root);
    await eventually(
      () => writes >= 20,
      () => String(writes),
    );
    one.library.rescan();
    await one.library.settled();
    expect(found(one, "badger")).toBe(1);
    expect(found(one, "walrus")).toBe(0);
    expect(one.errors).toEqual([]);
  });
});

describe("a file that is gone when its turn comes", () => {
  it("leaves the list", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "Stays.", "b.txt": "Goes." });
    const one = openLibrary({ clock: hasty });
    one.library.pause(true);
    await one.library.grantFolder(root);
    await one.library.settled();
    const { rmSync } = await import("node:fs");
    rmSync(path.join(root, "b.txt"));
    one.library.pause(false);
    await one.library.settled();
    expect(outcomes(one)).toEqual({ "a.txt": "indexed" });
  });
});

/** A parser whose files wait until the test lets them through. */
function heldParser() {
  const plain = createPlainParser();
  const held: (() => void)[] = [];
  let holding = true;
  return {
    ...plain,
    began: () => held.length,
    release() {
      holding = false;
      for (const go of held.splice(0)) go();
    },
    async extract(file: { name: string; bytes: Uint8Array }, options?: { signal?: AbortSignal }) {
      if (holding) await new Promise<void>((resolve) => held.push(resolve));
      return plain.extract(file, options);
    },
  };
}

describe("a file that is left out", () => {
  it("stays left out when it was waiting or being parsed", async () => {
    const root = temporaryFolder();
    writeFiles(root, Object.fromEntries(["a", "b", "c", "d"].map((name) => [`${name}.txt`, `The walrus ${name}.`])));
    const parser = heldParser();
    const one = openLibrary({ parser });
    await one.library.grantFolder(root);
    await eventually(
      () => parser.began() === 2,
      () => String(parser.began()),
    );
    one.library.exclude(
      one.library.documents({}).documents.map(({ id }) => id),
      true,
    );
    parser.release();
    await one.library.settled();
    expect(new Set(Object.values(outcomes(one)))).toEqual(new Set(["excluded"]));
    expect(found(one, "walrus")).toBe(0);
    expect(parser.seen).toHaveLength(2);
  });

  it("stays left out when its twin has been read, and when it can't be read", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    writeFiles(root, { "copy.txt": "The walrus sleeps." });
    one.library.pause(true);
    one.library.rescan();
    await one.library.settled();
    const copy = one.library.documents({ nameContains: "copy" }).documents[0]?.id as number;
    one.library.pause(false);
    // Both loops are at the file by now, but its bytes are still being read.
    one.library.exclude([copy], true);
    await one.library.settled();
    expect(outcomes(one)).toEqual({ "a.txt": "indexed", "copy.txt": "excluded" });
  });
});

describe("a file that is saved while the parser is at its old bytes", () => {
  it("is read again", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const parser = heldParser();
    const one = openLibrary({ parser });
    await one.library.grantFolder(root);
    await eventually(
      () => parser.began() === 1,
      () => String(parser.began()),
    );
    writeFileSync(path.join(root, "a.txt"), "The badger wakes up.");
    const stamp = one.store.index.prepare("SELECT stamp FROM document").pluck();
    const before = stamp.get();
    one.library.rescan();
    await eventually(
      () => stamp.get() !== before,
      () => String(stamp.get()),
    );
    parser.release();
    await one.library.settled();
    expect([found(one, "walrus"), found(one, "badger")]).toEqual([0, 1]);
    expect(outcomes(one)).toEqual({ "a.txt": "indexed" });
  });
});

describe("a parser that can't be started", () => {
  function failing(times: number) {
    const plain = createPlainParser();
    let left = times;
    return {
      ...plain,
      async extract(file: { name: string; bytes: Uint8Array }) {
        left -= 1;
        if (left >= 0) throw new DocentError("not-available", "No process now.");
        return plain.extract(file);
      },
    };
  }

  it("is tried again for a while, and no file pays for it", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary({ clock: hasty, parser: failing(2) });
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(outcomes(one)).toEqual({ "a.txt": "indexed" });
    expect(one.errors).toEqual([]);
  });

  it("is told when it stays so, and reading goes on when it can", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps.", "b.txt": "The badger wakes." });
    const one = openLibrary({ clock: hasty, parser: failing(8) });
    await one.library.grantFolder(root);
    await expect(one.library.settled()).rejects.toMatchObject({ code: "not-available" });
    expect(outcomes(one)).toEqual({ "a.txt": null, "b.txt": null });
    await eventually(
      () => one.library.summary().ready === 2,
      () => JSON.stringify(outcomes(one)),
    );
  });
});

describe("a full disk that does not even let a failure be recorded", () => {
  it("stops reading only until there is space again", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const plain = createPlainParser();
    let broken = false;
    let full = false;
    const one = openLibrary({
      clock: hasty,
      parser: {
        ...plain,
        async extract(file) {
          if (broken) throw new Error("a mistake");
          return plain.extract(file);
        },
      },
      wrapIndex: (inner) => ({
        ...inner,
        remove(ids) {
          if (full) throw Object.assign(new Error("database or disk is full"), { code: "ENOSPC" });
          inner.remove(ids);
        },
      }),
    });
    await one.library.grantFolder(root);
    await one.library.settled();
    broken = true;
    full = true;
    writeFileSync(path.join(root, "a.txt"), "The badger wakes.");
    one.library.rescan();
    await expect(one.library.settled()).rejects.toMatchObject({ code: "disk-full" });
    broken = false;
    full = false;
    await eventually(
      () => found(one, "badger") === 1,
      () => JSON.stringify(outcomes(one)),
    );
  });
});
