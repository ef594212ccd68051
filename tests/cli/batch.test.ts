import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, expect, test } from "vitest";

import { readCsv, readCsvRecords } from "../../src/cli/csv-rows.ts";
import { readBatchLine, runBatch } from "../../src/cli/json-lines.ts";

const folder = mkdtempSync(path.join(tmpdir(), "docent-batch-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a line of a batch needs an id and a question", () => {
  expect(readBatchLine('{"id":"a","question":"q","folder":"f","path":"p","other":1}', 1)).toEqual({
    id: "a",
    question: "q",
    folder: "f",
    path: "p",
  });
  expect(readBatchLine('{"id":7,"question":"q"}', 1)).toEqual({ id: "7", question: "q" });
  expect(() => readBatchLine("{", 3)).toThrow("Line 3 is not JSON");
  expect(() => readBatchLine("[1]", 3)).toThrow("has no id");
  expect(() => readBatchLine('{"id":"a"}', 4)).toThrow("Line 4 has no question");
  expect(() => readBatchLine('{"id":"a","question":42}', 5)).toThrow("The question of line 5 is not text");
  expect(() => readBatchLine('{"id":"a","question":" "}', 6)).toThrow("The question of line 6 is empty");
});

const run = (file: string, out: string) =>
  runBatch({
    file,
    out,
    signal: new AbortController().signal,
    answer: () => Promise.resolve({}),
    describeError: (error) => ({ message: (error as Error).message }),
    progress: () => undefined,
  });

test("a line that is wrong keeps its id, where it has one", async () => {
  const file = path.join(folder, "ids.jsonl");
  const out = path.join(folder, "ids-out.jsonl");
  writeFileSync(file, '{"id":"3"}\n{"question":"q"}\n');
  expect(await run(file, out)).toEqual({ done: 0, failed: 2 });
  const rows = readFileSync(out, "utf8").trimEnd().split("\n");
  expect(rows.map((row) => (JSON.parse(row) as { id: string | null }).id)).toEqual(["3", null]);
});

test("results never overwrite the questions, by whatever name", async () => {
  const file = path.join(folder, "same.jsonl");
  const link = path.join(folder, "link.jsonl");
  const text = '{"id":"a","question":"one"}\n';
  writeFileSync(file, text);
  symlinkSync(file, link);
  for (const out of [file, path.join(folder, ".", "same.jsonl"), link]) {
    await expect(run(file, out)).rejects.toThrow("the questions would be lost");
  }
  expect(readFileSync(file, "utf8")).toBe(text);
});

test("a folder in the place of a file is named as one", async () => {
  const file = path.join(folder, "questions.jsonl");
  writeFileSync(file, '{"id":"a","question":"one"}\n');
  await expect(run(folder, path.join(folder, "o.jsonl"))).rejects.toThrow("is a folder, not a file with questions");
  await expect(run(file, folder)).rejects.toThrow("cannot be written: it is a folder");
});

test("every line gets its row; one that fails does not stop the rest", async () => {
  const file = path.join(folder, "in.jsonl");
  const out = path.join(folder, "out.jsonl");
  writeFileSync(
    file,
    '{"id":"a","question":"one"}\r\nnot json\n\n{"id":"b","question":"bad"}\n{"id":"c","question":"two"}',
  );
  const counts = await runBatch({
    file,
    out,
    signal: new AbortController().signal,
    answer: (line) =>
      line.question === "bad" ? Promise.reject(new Error("no")) : Promise.resolve({ answer: line.question }),
    describeError: (error) => ({ message: (error as Error).message }),
    progress: () => undefined,
  });
  expect(counts).toEqual({ done: 2, failed: 2 });
  const rows = readFileSync(out, "utf8").trimEnd().split("\n");
  expect(rows.map((row) => JSON.parse(row) as object)).toEqual([
    { id: "a", answer: "one" },
    { id: null, error: { message: "Line 2 is not JSON." } },
    { id: "b", error: { message: "no" } },
    { id: "c", answer: "two" },
  ]);
});

test("a batch file that is not there is an error with its name", async () => {
  const running = runBatch({
    file: path.join(folder, "missing.jsonl"),
    out: path.join(folder, "never.jsonl"),
    signal: new AbortController().signal,
    answer: () => Promise.resolve({}),
    describeError: () => ({}),
    progress: () => undefined,
  });
  await expect(running).rejects.toThrow(/missing\.jsonl cannot be read/);
});

test("CSV with quotes, commas and line ends inside fields", () => {
  expect(readCsv('a,"b ""c"", d",\r\n"line\nend",2,3\n')).toEqual([
    ["a", 'b "c", d', ""],
    ["line\nend", "2", "3"],
  ]);
  expect(readCsv("")).toEqual([]);
  expect(readCsvRecords('path,outcome\n"a,b.txt",indexed\n')).toEqual([{ path: "a,b.txt", outcome: "indexed" }]);
});
