import { execFileSync } from "node:child_process";
import { linkSync, lstatSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { entryOf, walk, type WalkEntry, type WalkOptions } from "../../../src/engine/documents/walker.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

async function walked(root: string, options: Partial<WalkOptions> = {}): Promise<Map<string, WalkEntry>> {
  const entries = new Map<string, WalkEntry>();
  const all = { root, dataDirectory: "/nowhere", included: new Set<string>(), signal: new AbortController().signal };
  for await (const batch of walk({ ...all, ...options })) {
    for (const entry of batch) {
      expect(entries.has(entry.relativePath)).toBe(false);
      entries.set(entry.relativePath, entry);
    }
  }
  return entries;
}

function write(root: string, ...files: string[]): void {
  for (const file of files) {
    const full = path.join(root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, `text of ${file}`);
  }
}

const outcomeOf = (entries: Map<string, WalkEntry>, name: string) => entries.get(name)?.fixed?.outcome ?? null;

describe("walk", () => {
  it("finds every file, however deep, with its size and state", async () => {
    const root = temporaryFolder();
    const deep = `${"d/".repeat(50)}end.txt`;
    write(root, "a.txt", "b/c.md", "b/e/f.pdf", deep);
    const entries = await walked(root);
    expect([...entries.keys()].sort()).toEqual(["a.txt", "b/c.md", "b/e/f.pdf", deep].sort());
    expect(entries.get("a.txt")).toMatchObject({ name: "a.txt", size: 13, fixed: null });
    expect(entries.get("a.txt")?.fileKey).toBe(String(lstatSync(path.join(root, "a.txt")).ino));
  });

  it("names links and never follows them: loops end, nothing outside is listed", async () => {
    const outside = temporaryFolder();
    write(outside, "secret.txt");
    const root = temporaryFolder();
    write(root, "in/a.txt");
    symlinkSync(root, path.join(root, "in", "loop"));
    symlinkSync("..", path.join(root, "in", "up"));
    symlinkSync(outside, path.join(root, "out"));
    symlinkSync(path.join(outside, "secret.txt"), path.join(root, "out.txt"));
    symlinkSync("nothing", path.join(root, "broken"));
    symlinkSync("self", path.join(root, "self"));
    const entries = await walked(root);
    expect([...entries.keys()].sort()).toEqual(["broken", "in/a.txt", "in/loop", "in/up", "out", "out.txt", "self"]);
    for (const name of ["broken", "in/loop", "in/up", "out", "out.txt", "self"]) {
      expect(outcomeOf(entries, name)).toBe("link");
    }
  });

  it("keeps odd names exactly, and reports one that is not text", async () => {
    const root = temporaryFolder();
    const names = [
      "ü.txt",
      "u\u0308.txt",
      "a\nb.txt",
      "  spaces .txt",
      "😀.md",
      `${"n".repeat(251)}.txt`,
      "-rf.txt",
      "%41.txt",
    ];
    write(root, ...names);
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad`), Buffer.from([0xff, 0xfe]), Buffer.from(".txt")]), "x");
    const entries = await walked(root);
    for (const name of names) expect(entries.get(name)?.name).toBe(name);
    expect(entries.size).toBe(names.length + 1);
    expect(entries.get("bad%FF%FE.txt")?.fixed).toMatchObject({ outcome: "unreadable" });
  });

  it("leaves out key stores, browser profiles, tools' folders and its own data, each named once", async () => {
    const root = temporaryFolder();
    write(
      root,
      ".git/config",
      "node_modules/x/readme.md",
      ".ssh/id_rsa",
      "old/id_ed25519",
      "vault.kdbx",
      "passwords.txt",
      ".env",
      "Google/Chrome/Default/notes.txt",
      "~$lease.docx",
      "docent-data/user.txt",
      "kept.txt",
    );
    const entries = await walked(root, { dataDirectory: path.join(root, "docent-data") });
    expect([...entries].filter(([, entry]) => entry.fixed === null).map(([name]) => name)).toEqual(["kept.txt"]);
    for (const name of [".git", "node_modules", ".ssh", "old/id_ed25519", "vault.kdbx", "passwords.txt", ".env"]) {
      expect(outcomeOf(entries, name)).toBe("excluded");
      expect(entries.get(name)?.fixed?.reason).toMatch(/^Left out because/);
    }
    expect(outcomeOf(entries, "Google/Chrome")).toBe("excluded");
    expect([...entries.keys()].some((name) => name.startsWith("docent-data"))).toBe(false);
    const asked = await walked(root, { included: new Set(["node_modules", "passwords.txt"]) });
    expect(asked.get("node_modules/x/readme.md")?.fixed).toBeNull();
    expect(asked.get("passwords.txt")?.fixed).toBeNull();
  });

  it("does not wait on a pipe and does not open pictures or archives", async () => {
    const root = temporaryFolder();
    write(root, "photo.JPG", "old.zip", "note.txt");
    execFileSync("mkfifo", [path.join(root, "pipe.txt")]);
    const entries = await walked(root);
    expect(outcomeOf(entries, "pipe.txt")).toBe("unsupported");
    expect(outcomeOf(entries, "photo.JPG")).toBe("unsupported");
    expect(outcomeOf(entries, "old.zip")).toBe("unsupported");
    expect(outcomeOf(entries, "note.txt")).toBeNull();
  });

  it("lists a hard link as a file of its own with the same key", async () => {
    const root = temporaryFolder();
    write(root, "a.txt");
    linkSync(path.join(root, "a.txt"), path.join(root, "b.txt"));
    const entries = await walked(root);
    expect(entries.get("a.txt")?.fileKey).toBe(entries.get("b.txt")?.fileKey);
  });

  it("walks a part of a folder, and a folder that is gone yields nothing", async () => {
    const root = temporaryFolder();
    write(root, "a.txt", "b/c.txt", "b/d/e.txt");
    expect([...(await walked(root, { from: path.join(root, "b") })).keys()].sort()).toEqual(["b/c.txt", "b/d/e.txt"]);
    expect((await walked(path.join(root, "missing"))).size).toBe(0);
  });

  it("stops on abort", async () => {
    const root = temporaryFolder();
    write(root, "a/b.txt");
    const controller = new AbortController();
    controller.abort();
    await expect(walked(root, { signal: controller.signal })).rejects.toThrow(/abort/i);
  });
});

describe("entryOf", () => {
  it("sees a file that is only in the cloud", () => {
    const root = temporaryFolder();
    write(root, "a.txt", ".b.txt.icloud");
    const stats = lstatSync(path.join(root, "a.txt"), { bigint: true });
    const away = Object.assign(Object.create(stats) as typeof stats, { blocks: 0n });
    expect(entryOf(root, path.join(root, "a.txt"), away, new Set(), "darwin").fixed?.outcome).toBe("online-only");
    expect(entryOf(root, path.join(root, "a.txt"), stats, new Set(), "darwin").fixed).toBeNull();
    const icloud = lstatSync(path.join(root, ".b.txt.icloud"), { bigint: true });
    expect(entryOf(root, path.join(root, ".b.txt.icloud"), icloud, new Set(), "darwin").fixed?.outcome).toBe(
      "online-only",
    );
  });
});
