import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { eventually, found, type LibraryUnderTest, openLibrary, outcomes, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function watched(files: Record<string, string>): Promise<{ root: string; one: LibraryUnderTest }> {
  const root = temporaryFolder();
  writeFiles(root, files);
  const one = openLibrary({ watch: true });
  await one.library.grantFolder(root);
  await one.library.settled();
  expect(one.library.folders()[0]?.state).toBe("live");
  return { root, one };
}

const seen = (one: LibraryUnderTest) => () => JSON.stringify([outcomes(one), one.errors]);

it("reads what is new, changed and deleted without being asked", async () => {
  const { root, one } = await watched({ "a.txt": "The walrus sleeps." });
  writeFileSync(path.join(root, "b.txt"), "The badger wakes.");
  const saved = performance.now();
  await eventually(() => found(one, "badger") === 1, seen(one));
  process.stdout.write(`a saved file is found by its words after ${(performance.now() - saved).toFixed()} ms\n`);
  appendFileSync(path.join(root, "a.txt"), " An otter swims.");
  await eventually(() => found(one, "otter") === 1, seen(one));
  rmSync(path.join(root, "b.txt"));
  await eventually(() => found(one, "badger") === 0, seen(one));
  mkdirSync(path.join(root, "new/deep"), { recursive: true });
  writeFileSync(path.join(root, "new/deep/c.txt"), "A heron stands.");
  await eventually(() => found(one, "heron") === 1, seen(one));
  await one.library.settled();
  expect(outcomes(one)).toEqual({ "a.txt": "indexed", "new/deep/c.txt": "indexed" });
  expect(one.errors).toEqual([]);
});

it("embeds nothing for a renamed file or folder, and keeps the document", async () => {
  const { root, one } = await watched({ "a.txt": "The walrus sleeps.", "in/b.txt": "The badger wakes." });
  const ids = one.library.documents({}).documents.map((document) => document.id);
  renameSync(path.join(root, "a.txt"), path.join(root, "z.txt"));
  renameSync(path.join(root, "in"), path.join(root, "out"));
  await eventually(() => {
    const names = Object.keys(outcomes(one)).sort();
    return names.join() === "out/b.txt,z.txt";
  }, seen(one));
  await one.library.settled();
  expect(new Set(one.library.documents({}).documents.map((document) => document.id))).toEqual(new Set(ids));
  expect(one.library.work()).toMatchObject({ filesRead: 2, passagesEmbedded: 2 });
});

it("survives a file that is saved by renaming over it, and one that is gone at once", async () => {
  const { root, one } = await watched({ "a.txt": "The walrus sleeps." });
  writeFileSync(path.join(root, "a.txt.new"), "The badger wakes.");
  renameSync(path.join(root, "a.txt.new"), path.join(root, "a.txt"));
  for (let count = 0; count < 20; count += 1) {
    writeFileSync(path.join(root, `short-${count}.txt`), "Here and gone.");
    rmSync(path.join(root, `short-${count}.txt`));
  }
  await eventually(() => found(one, "badger") === 1, seen(one));
  await one.library.settled();
  expect(outcomes(one)).toEqual({ "a.txt": "indexed" });
  expect(found(one, "walrus")).toBe(0);
});

it("enters no folder that a walk would leave out", async () => {
  const { root, one } = await watched({ "a.txt": "The walrus sleeps." });
  writeFiles(root, { ".secret/b.txt": "The badger wakes.", "c.txt": "An otter swims." });
  await eventually(() => found(one, "otter") === 1, seen(one));
  await one.library.settled();
  expect(found(one, "badger")).toBe(0);
  expect(outcomes(one)[".secret/b.txt"]).toBeUndefined();
});
