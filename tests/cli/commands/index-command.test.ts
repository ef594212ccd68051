import { expect, it } from "vitest";

import { describeEnd } from "../../../src/cli/commands/index-command.ts";

const summary = {
  files: 4,
  ready: 4,
  partly: 0,
  failed: 0,
  waiting: 0,
  skipped: 0,
  passages: 9,
  passagesWithVectors: 9,
} as Parameters<typeof describeEnd>[0]["summary"];
const end = { summary, refusedFolders: 0, stopped: false, withoutVectors: null };

it("ends with 0 and says nothing when all was read", () => {
  expect(describeEnd(end)).toEqual({ exitCode: 0, notes: [] });
});

it("ends with 3 when it was stopped and says how many files wait", () => {
  const { exitCode, notes } = describeEnd({ ...end, stopped: true, summary: { ...summary, waiting: 3 } });
  expect(exitCode).toBe(3);
  expect(notes.join()).toMatch(/3 files wait/);
  expect(describeEnd({ ...end, stopped: true, summary: { ...summary, waiting: 1 } }).notes.join()).toMatch(
    /1 file waits/,
  );
});

it("ends with 3 when a folder was refused or a file failed", () => {
  expect(describeEnd({ ...end, refusedFolders: 1 }).exitCode).toBe(3);
  expect(describeEnd({ ...end, summary: { ...summary, failed: 1 } }).exitCode).toBe(3);
});

it("says why passages have no vector; words work without them, so it is no failure", () => {
  const without = { ...summary, passagesWithVectors: 2 };
  const { exitCode, notes } = describeEnd({ ...end, summary: without, withoutVectors: "The model is missing." });
  expect(exitCode).toBe(0);
  expect(notes.join()).toMatch(/^7 passages have no vector.* words\. The model is missing\.$/);
});
