import { spawnSync } from "node:child_process";
import { readdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { temporaryFolder } from "../support/temporary-folder.ts";

const docent = path.resolve(import.meta.dirname, "..", "..", "bin", "docent");

/** Runs the command line as a script would; an end within the time is part of what is tested. */
function run(folder: string, ...words: string[]): { code: number | null; error: { code: string; message: string } } {
  const { status, stdout, stderr } = spawnSync(docent, words, { cwd: folder, encoding: "utf8", timeout: 60_000 });
  expect(stderr).not.toMatch(/^\s+at /m);
  return { code: status, error: (JSON.parse(stdout) as { error: { code: string; message: string } }).error };
}

describe("wrong uses of the command line", () => {
  it.each([
    ["a number out of range", ["search", "deposit", "--k", "0"], /--k/],
    ["a command that does not exist", ["nonsense"], /no command “nonsense”/],
    ["no command at all", [], /No command is named/],
    ["a question without a word", ["ask", " "], /The text is empty/],
    ["a batch without a place for its results", ["ask", "--batch", "q.jsonl"], /--batch and --out go together/],
    ["an empty folder, as an unset variable gives it", ["index", ""], /The path is empty/],
    ["an empty data folder", ["status", "--data", ""], /The path is empty/],
    ["an empty file", ["extract", ""], /The path is empty/],
    ["a word too many", ["extract", "one.pdf", "two.pdf"], /too many arguments/],
  ])("%s is told on stdout as JSON, with exit code 2, and leaves nothing behind", (_, words, message) => {
    const folder = temporaryFolder();
    const { code, error } = run(folder, "--json", ...words);
    expect(code).toBe(2);
    expect(error.code).toBe("invalid-input");
    expect(error.message).toMatch(message);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a data folder that can't be made is named at once", () => {
    const folder = temporaryFolder();
    const file = path.join(folder, "lease.md");
    writeFileSync(file, "# Lease\n");
    const places = process.platform === "linux" ? [file, "/proc/nodir"] : [file];
    for (const data of places) {
      const { code, error } = run(folder, "--json", "status", "--data", data);
      expect(code).toBe(1);
      expect(error).toMatchObject({ code: "folder-unreadable" });
      expect(error.message).toContain(data);
    }
  });
});
