import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it, onTestFinished, vi } from "vitest";

import { createShellLog } from "../../src/main/shell-log.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

it("writes one line a fact and keeps one older file", () => {
  const folder = temporaryFolder();
  const file = path.join(folder, "shell.log");
  writeFileSync(file, "x".repeat(2_000_001));
  const log = createShellLog(folder);
  log("refused", { kind: "popup" });
  log("refused", { kind: "download" });
  expect(statSync(`${file}.old`).size).toBe(2_000_001);
  expect(
    readFileSync(file, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as object),
  ).toMatchObject([
    { event: "refused", kind: "popup" },
    { event: "refused", kind: "download" },
  ]);
});

it("does not throw when nothing can be written, and says the line on stderr", () => {
  const folder = temporaryFolder();
  const log = createShellLog(folder);
  const told = vi.spyOn(process.stderr, "write").mockImplementation(() => true);
  onTestFinished(() => told.mockRestore());
  rmSync(path.join(folder, "shell.log"), { force: true });
  mkdirSync(path.join(folder, "shell.log"));
  log("refused", { kind: "popup" });
  expect(told.mock.calls.join()).toContain("popup");
});
