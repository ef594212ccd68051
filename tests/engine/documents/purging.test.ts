import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";

import Database from "better-sqlite3";
import { describe, expect, it } from "vitest";

import { systemClock } from "../../../src/engine/platform/clock.ts";
import { eventually, openLibrary, writeFiles } from "../../support/library.ts";
import { createPlainParser } from "../../support/plain-parser.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const canary = "zebracanaryqx";

function bytesOf(data: string): Buffer {
  const files = readdirSync(data).filter((name) => name.startsWith("index.db"));
  return Buffer.concat(files.map((name) => readFileSync(path.join(data, name))));
}

describe("a purge that did not come to its end", () => {
  it("is made up for at the next start", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "keep.txt": "This one stays here.", "secret.txt": `The word is ${canary}.` });
    const plain = createPlainParser();
    let holding = false;
    const first = openLibrary({
      parser: {
        ...plain,
        extract: (file, options) =>
          holding
            ? new Promise((_, reject) => {
                // It may have been stopped already, when reading comes to the file after the close has begun.
                if (options?.signal?.aborted === true) reject(options.signal.reason);
                options?.signal?.addEventListener("abort", () => reject(options.signal?.reason));
              })
            : plain.extract(file, options),
      },
    });
    await first.library.grantFolder(root);
    await first.library.settled();
    const passages = first.store.index.prepare("SELECT count(*) FROM passage").pluck();
    // Nothing is purged while reading is on.
    holding = true;
    writeFiles(root, { "long.txt": "It takes its time." });
    rmSync(path.join(root, "secret.txt"));
    first.library.rescan();
    await eventually(
      () => passages.get() === 1,
      () => String(passages.get()),
    );
    await first.close();
    expect(bytesOf(first.data).includes(canary)).toBe(true);
    const second = openLibrary({ data: first.data });
    await second.library.settled();
    expect(bytesOf(second.data).includes(canary)).toBe(false);
    expect(existsSync(path.join(second.data, "index-purge"))).toBe(false);
  });

  it("is tried again while the program runs", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "keep.txt": "This one stays here.", "secret.txt": `The word is ${canary}.` });
    const one = openLibrary({
      clock: { ...systemClock, after: (milliseconds, task) => systemClock.after(milliseconds / 50, task) },
    });
    await one.library.grantFolder(root);
    await one.library.settled();
    one.store.index.pragma("busy_timeout = 10");
    const other = new Database(path.join(one.data, "index.db"), { readonly: true });
    other.exec("BEGIN");
    other.prepare("SELECT count(*) FROM folder").get();
    rmSync(path.join(root, "secret.txt"));
    one.library.rescan();
    await one.library.settled();
    expect(existsSync(path.join(one.data, "index-purge"))).toBe(true);
    other.close();
    await eventually(
      () => !existsSync(path.join(one.data, "index-purge")),
      () => one.errors.join(),
    );
    expect(bytesOf(one.data).includes(canary)).toBe(false);
  });
});
