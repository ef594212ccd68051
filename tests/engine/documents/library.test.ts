import {
  cpSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { found, type LibraryUnderTest, openLibrary, outcomes, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function count({ store }: LibraryUnderTest, table: string): number {
  return store.index.prepare(`SELECT count(*) FROM ${table}`).pluck().get() as number;
}

const lease = "# Rent\n\nThe rent of the flat is 900 euro.\n\n# Notice\n\nNotice is given three months before.";

describe("reading a folder", () => {
  it("gives every path exactly one outcome with a reason, and finds what it read", async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      "lease.md": lease,
      "empty.txt": "",
      "deep/notes.txt": "A walrus lives here.",
      "broken.txt": "DAMAGED",
      "photo.jpg": "x",
      "what.xyz": "y",
      "vault.kdbx": "z",
    });
    symlinkSync("lease.md", path.join(root, "link.md"));
    const one = openLibrary();
    const folder = await one.library.grantFolder(root);
    expect(folder).toMatchObject({ name: path.basename(root), path: root, state: "live" });
    await one.library.settled();
    expect(outcomes(one)).toEqual({
      "lease.md": "indexed",
      "empty.txt": "no-text",
      "deep/notes.txt": "indexed",
      "broken.txt": "damaged",
      "photo.jpg": "unsupported",
      "what.xyz": "unsupported",
      "vault.kdbx": "excluded",
      "link.md": "link",
    });
    const { documents } = one.library.documents({});
    for (const document of documents) expect(document.reason === null).toBe(document.outcome === "indexed");
    expect(one.library.summary()).toMatchObject({
      files: 8,
      ready: 2,
      partly: 0,
      failed: 2,
      waiting: 0,
      skipped: 4,
      passages: 3,
      passagesWithVectors: 3,
    });
    expect(found(one, "walrus")).toBe(1);
    expect(one.library.folders()[0]).toMatchObject({ files: 8, ready: 2, waiting: 0 });
    expect(one.library.progress()).toMatchObject({ state: "idle", filesDone: 8, filesTotal: 8, secondsLeft: 0 });
    expect(one.errors).toEqual([]);
  });

  it("reads nothing again after a restart with nothing changed", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.md": lease, "b.txt": "Something else.", "c.xyz": "no" });
    const first = openLibrary();
    await first.library.grantFolder(root);
    await first.library.settled();
    expect(first.library.work().filesRead).toBe(3);
    await first.close();
    const second = openLibrary({ data: first.data });
    await second.library.settled();
    expect(second.library.work()).toEqual({ filesRead: 0, bytesRead: 0, passagesEmbedded: 0 });
    expect(second.parser.seen).toEqual([]);
    expect(second.library.summary().ready).toBe(2);
  });

  it("embeds nothing for a rename, a move or a copy, and names the copy's twin", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.md": lease, "b/c.txt": "The walrus sleeps." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    const ids = new Set(one.library.documents({}).documents.map((document) => document.id));
    const embedded = one.embedding.seen.length;
    renameSync(path.join(root, "a.md"), path.join(root, "lease of 2024.md"));
    renameSync(path.join(root, "b"), path.join(root, "moved"));
    cpSync(path.join(root, "lease of 2024.md"), path.join(root, "copy.md"));
    one.library.rescan();
    await one.library.settled();
    expect(Object.keys(outcomes(one)).sort()).toEqual(["copy.md", "lease of 2024.md", "moved/c.txt"]);
    expect(one.embedding.seen).toHaveLength(embedded);
    expect(one.parser.seen).toHaveLength(2);
    // Only the copy was opened, for its hash.
    expect(one.library.work().filesRead).toBe(3);
    expect(count(one, "content")).toBe(2);
    const { documents } = one.library.documents({});
    const copy = documents.find((document) => document.name === "copy.md");
    const original = documents.find((document) => document.name === "lease of 2024.md");
    expect(ids.has(original?.id as number)).toBe(true);
    expect(copy?.sameAs).toEqual({ id: original?.id, name: "lease of 2024.md" });
    expect(original?.sameAs).toBeNull();
    expect(one.library.summary().duplicates).toBe(1);
  });

  it("reads a changed file again and forgets its old words", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps.", "b.txt": "Unchanged." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    writeFileSync(path.join(root, "a.txt"), "The badger wakes.");
    one.library.rescan();
    await one.library.settled();
    expect([found(one, "walrus"), found(one, "badger")]).toEqual([0, 1]);
    expect(count(one, "passage")).toBe(2);
    expect(one.library.work().filesRead).toBe(3);
  });

  it("reads a file whose time alone changed, and keeps everything of it", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    utimesSync(path.join(root, "a.txt"), new Date(), new Date(Date.now() - 86_400_000));
    one.library.rescan();
    await one.library.settled();
    expect(one.library.work().filesRead).toBe(2);
    expect(one.embedding.seen).toHaveLength(1);
    expect(found(one, "walrus")).toBe(1);
  });

  it("keeps a hard link as a second place of one text", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    linkSync(path.join(root, "a.txt"), path.join(root, "b.txt"));
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(outcomes(one)).toEqual({ "a.txt": "indexed", "b.txt": "indexed" });
    expect(count(one, "content")).toBe(1);
  });
});

describe("deleting", () => {
  const canary = "zebracanaryqx";

  function bytesOf(data: string): Buffer {
    const files = readdirSync(data).filter((name) => name.startsWith("index.db"));
    return Buffer.concat(files.map((name) => readFileSync(path.join(data, name))));
  }

  it("takes a deleted file's text out of the database and its log, word for word", async () => {
    const root = temporaryFolder();
    writeFiles(root, {
      "keep.txt": "This one stays here.",
      "secret.txt": `The word is ${canary} and ${"filler ".repeat(900)}`,
    });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(bytesOf(one.data).includes(canary)).toBe(true);
    rmSync(path.join(root, "secret.txt"));
    one.library.rescan();
    await one.library.settled();
    expect(bytesOf(one.data).includes(canary)).toBe(false);
    expect(bytesOf(one.data).includes(canary.slice(1))).toBe(false);
    expect(count(one, "passage")).toBe(1);
    expect(count(one, "passage_vector")).toBe(1);
    expect(count(one, "content_text")).toBe(1);
    expect(bytesOf(one.data).includes("This one stays")).toBe(true);
  });

  it("keeps a text while one of its copies is left", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": `Here is ${canary}.`, "b.txt": `Here is ${canary}.` });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    rmSync(path.join(root, "a.txt"));
    one.library.rescan();
    await one.library.settled();
    expect(found(one, canary)).toBe(1);
    expect(one.library.documents({}).documents[0]?.sameAs).toBeNull();
  });

  it("purges a removed folder and counts what is left of it", async () => {
    const root = temporaryFolder();
    const other = temporaryFolder();
    writeFiles(root, { "a.txt": `Here is ${canary}.`, "b.md": lease });
    writeFiles(other, { "c.txt": "Another folder." });
    const one = openLibrary();
    const folder = await one.library.grantFolder(root);
    await one.library.grantFolder(other);
    await one.library.settled();
    expect(await one.library.removeFolder(folder.id)).toEqual({ documents: 2, passages: 3, passagesLeft: 0 });
    expect(bytesOf(one.data).includes(canary)).toBe(false);
    expect(one.library.folders().map((left) => left.path)).toEqual([other]);
    expect(count(one, "passage_terms")).toBe(1);
    await expect(one.library.removeFolder(folder.id)).rejects.toMatchObject({ code: "not-found" });
  });

  it("keeps the files of a folder that is away, and finds them again unread when it is back", async () => {
    const root = path.join(temporaryFolder(), "drive");
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    renameSync(root, `${root}-away`);
    one.library.rescan();
    await one.library.settled();
    expect(one.library.folders()[0]?.state).toBe("missing");
    expect(found(one, "walrus")).toBe(1);
    renameSync(`${root}-away`, root);
    one.library.rescan();
    await one.library.settled();
    expect(one.library.folders()[0]?.state).toBe("live");
    expect(one.library.work().filesRead).toBe(1);
  });

  it("takes the empty mount point of an unplugged drive for missing, not for deleted", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary();
    await one.library.grantFolder(root);
    await one.library.settled();
    one.store.index.prepare("UPDATE folder SET device = 'another'").run();
    rmSync(path.join(root, "a.txt"));
    one.library.rescan();
    await one.library.settled();
    expect(one.library.folders()[0]?.state).toBe("missing");
    expect(found(one, "walrus")).toBe(1);
  });
});

describe("folders", () => {
  it("gives back one that is there already, and refuses overlap, files, nothing and its own data", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "in/a.txt": "Text." });
    const one = openLibrary();
    const folder = await one.library.grantFolder(path.join(root, "in"));
    symlinkSync(path.join(root, "in"), path.join(root, "again"));
    expect((await one.library.grantFolder(path.join(root, "again"))).id).toBe(folder.id);
    await expect(one.library.grantFolder(root)).rejects.toMatchObject({ code: "invalid-input" });
    mkdirSync(path.join(root, "in/deeper"));
    await expect(one.library.grantFolder(path.join(root, "in/deeper"))).rejects.toThrow(/already in the library/);
    await expect(one.library.grantFolder(path.join(root, "none"))).rejects.toMatchObject({ code: "folder-missing" });
    await expect(one.library.grantFolder(path.join(root, "in/a.txt"))).rejects.toThrow(/is a file/);
    await expect(one.library.grantFolder(one.data)).rejects.toMatchObject({ code: "folder-inside-data" });
  });

  it("reads nothing while paused and goes on afterwards", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "Text.", "b.txt": "More." });
    const one = openLibrary();
    one.library.pause(true);
    const folder = await one.library.grantFolder(root);
    await one.library.settled();
    expect(one.library.progress()).toMatchObject({ state: "paused", filesDone: 0, filesTotal: 2 });
    one.library.pause(true, folder.id);
    one.library.pause(false);
    await one.library.settled();
    expect(one.library.folders()[0]?.state).toBe("paused");
    expect(one.library.summary().waiting).toBe(2);
    one.library.pause(false, folder.id);
    await one.library.settled();
    expect(one.library.summary().ready).toBe(2);
  });

  it("works by words alone without an embedding model", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const one = openLibrary({ embedding: () => Promise.reject(new Error("no model")) });
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(found(one, "walrus")).toBe(1);
    expect(one.library.summary()).toMatchObject({ ready: 1, passages: 1, passagesWithVectors: 0 });
  });

  it("is not stopped by a listener that throws", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "Text." });
    const one = openLibrary();
    one.library.onChange(() => {
      throw new Error("mine");
    });
    one.library.onIndexed(() => {
      throw new Error("mine too");
    });
    const events: number[][] = [];
    one.library.onIndexed((event) => events.push(event.passageIds));
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(one.library.summary().ready).toBe(1);
    expect(events).toEqual([[1]]);
    expect(one.errors.some((line) => line.startsWith("listener-failed"))).toBe(true);
  });
});
