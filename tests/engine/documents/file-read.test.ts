import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { open } from "node:fs/promises";
import path from "node:path";

import { expect, it, vi } from "vitest";

import { readWhole } from "../../../src/engine/documents/file-read.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("gives the bytes with their hash and state", async () => {
  const file = path.join(temporaryFolder(), "a.txt");
  writeFileSync(file, "hello");
  const read = await readWhole(file);
  expect(read).toMatchObject({
    kind: "bytes",
    size: 5,
    hash: createHash("sha256").update("hello").digest("hex"),
  });
  writeFileSync(file, "");
  expect(await readWhole(file)).toMatchObject({ kind: "bytes", size: 0 });
});

it("refuses what is too big without reading it", async () => {
  const file = path.join(temporaryFolder(), "sparse.txt");
  writeFileSync(file, "");
  truncateSync(file, 10 * 1_024 ** 3);
  expect(await readWhole(file)).toMatchObject({
    kind: "fixed",
    outcome: "too-big",
    reason: expect.stringMatching(/10240 MB/),
  });
});

it("says what is gone, a link, a folder or a pipe", async () => {
  const folder = temporaryFolder();
  symlinkSync("/etc/hostname", path.join(folder, "link.txt"));
  mkdirSync(path.join(folder, "dir.txt"));
  execFileSync("mkfifo", [path.join(folder, "pipe.txt")]);
  expect(await readWhole(path.join(folder, "none.txt"))).toEqual({ kind: "gone" });
  expect(await readWhole(path.join(folder, "link.txt"))).toMatchObject({ outcome: "link" });
  expect(await readWhole(path.join(folder, "dir.txt"))).toMatchObject({ outcome: "unsupported" });
  expect(await readWhole(path.join(folder, "pipe.txt"))).toMatchObject({ outcome: "unsupported" });
});

it("gives no bytes of a file that grew while it was read", async () => {
  const file = path.join(temporaryFolder(), "log.txt");
  writeFileSync(file, "one");
  const handle = await open(file);
  const prototype = Object.getPrototypeOf(handle) as { read: (...values: unknown[]) => Promise<unknown> };
  await handle.close();
  const original = prototype.read;
  const spy = vi.spyOn(prototype, "read").mockImplementationOnce(async function (this: unknown, ...values) {
    const result = await original.apply(this, values);
    appendFileSync(file, "two");
    return result;
  });
  expect(await readWhole(file)).toEqual({ kind: "torn" });
  spy.mockRestore();
  expect(await readWhole(file)).toMatchObject({ kind: "bytes", size: 6 });
});
