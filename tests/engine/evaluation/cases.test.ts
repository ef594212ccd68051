import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import {
  documentText,
  fileNameFor,
  hashFolders,
  loadSet,
  parseJsonLines,
  parseJudgements,
} from "../../../src/engine/evaluation/cases.ts";
import { corpusLineSchema } from "../../../src/engine/evaluation/set-schema.ts";

describe("lines", () => {
  it("names file and line of what is wrong", () => {
    const good = '{"id":"1","title":"t","text":"x"}';
    expect(parseJsonLines("f", `${good}\n\n${good}\n`, corpusLineSchema)).toHaveLength(2);
    expect(() => parseJsonLines("f.jsonl", `${good}\n{`, corpusLineSchema)).toThrow("f.jsonl: line 2 is no JSON");
    expect(() => parseJsonLines("f.jsonl", '{"id":"1"}', corpusLineSchema)).toThrow(/f\.jsonl: line 1:[\s\S]*title/);
  });

  it("reads judgements, leaves out grade 0, refuses other forms", () => {
    const read = parseJudgements("q", "query-id\tcorpus-id\tscore\n1\ta\t1\n1\tb\t2\n2\tc\t0\n");
    expect([...read]).toEqual([["1", ["a", "b"]]]);
    expect(() => parseJudgements("q.tsv", "1 a 1\n")).toThrow("line 1");
  });
});

describe("documents from lines", () => {
  it("get names that systems take and that differ", () => {
    expect(fileNameFor(7, "What's new? (2026) / Über uns", ".md")).toBe("00007-What-s-new-2026-Über-uns.md");
    expect(fileNameFor(7, "???", ".md")).toBe("00007.md");
    expect(fileNameFor(1, "a".repeat(200), ".txt").length).toBe(70);
    expect(fileNameFor(1, "会社 概要", ".txt")).toBe("00001-会社-概要.txt");
  });

  it("write the title once", () => {
    expect(documentText({ title: "Start", text: "Start\n\n\nGo on." }, "heading")).toBe("# Start\n\nGo on.");
    expect(documentText({ title: "Start", text: "Go on." }, "heading")).toBe("# Start\n\nGo on.");
    expect(documentText({ title: "", text: "Go on." }, "heading")).toBe("Go on.");
    expect(documentText({ title: "Start", text: "Go on." }, "none")).toBe("Go on.");
  });
});

describe("sets", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "docent-set-"));
    await mkdir(path.join(directory, "files"));
    await writeFile(path.join(directory, "files", "a.txt"), "One two three.");
  });
  afterEach(() => rm(directory, { recursive: true }));

  const question = {
    id: "1",
    question: "Two?",
    answerable: true,
    evidence: [{ file: "files/a.txt", start: 4, end: 7 }],
  };

  async function write(line: object, change: object = {}): Promise<void> {
    await writeFile(path.join(directory, "qa.jsonl"), JSON.stringify(line));
    const set = {
      name: "tiny",
      title: "Tiny",
      licence: "x",
      source: "x",
      hash: await hashFolders([directory]),
      gated: [{ metric: "hit@5", better: "higher" }],
      collections: [
        { name: "all", documents: { kind: "folder", path: "files" }, questions: { kind: "jsonl", path: "qa.jsonl" } },
      ],
      tasks: [{ kind: "retrieval", relevance: "span", metrics: ["hit@5"], modes: ["hybrid"] }],
      slice: { seed: "s", questions: 1, characters: 10 },
      ...change,
    };
    await writeFile(path.join(directory, "set.json"), JSON.stringify(set));
  }

  it("load with documents named by their path in the set", async () => {
    await write(question);
    const { collections } = await loadSet(directory, "/nowhere");
    expect(collections[0]?.documents).toEqual([
      {
        key: "files/a.txt",
        fileName: "a.txt",
        content: { copy: path.join(directory, "files", "a.txt") },
        characters: 14,
      },
    ]);
    expect(collections[0]?.cases[0]).toMatchObject({ relevant: ["files/a.txt"], about: "files/a.txt", language: "en" });
  });

  it("take a question's own document where no evidence is marked", async () => {
    await write({ id: "1", question: "Two?", answerable: true, doc: "files/a.txt" });
    expect((await loadSet(directory, "/nowhere")).collections[0]?.cases[0]?.relevant).toEqual(["files/a.txt"]);
    await write({ id: "1", question: "Two?", answerable: false, doc: "files/a.txt" });
    expect((await loadSet(directory, "/nowhere")).collections[0]?.cases[0]?.relevant).toEqual([]);
  });

  it("refuse a changed file", async () => {
    await write(question);
    await writeFile(path.join(directory, "files", "a.txt"), "One two three!");
    await expect(loadSet(directory, "/nowhere")).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("refuse questions about documents that are not there, and empty spans", async () => {
    await write({ ...question, evidence: [{ file: "files/b.txt" }] });
    await expect(loadSet(directory, "/nowhere")).rejects.toThrow("names files/b.txt, which is missing");
    await write({ ...question, evidence: [{ file: "files/a.txt", start: 4, end: 4 }] });
    await expect(loadSet(directory, "/nowhere")).rejects.toThrow("empty span");
  });

  it("refuse paths that leave the set, and metrics that nobody knows", async () => {
    await write(question, {
      collections: [
        { name: "all", documents: { kind: "folder", path: "../x" }, questions: { kind: "jsonl", path: "qa.jsonl" } },
      ],
    });
    await expect(loadSet(directory, "/nowhere")).rejects.toThrow("must stay inside");
    await write(question, {
      tasks: [{ kind: "retrieval", relevance: "span", metrics: ["precision@5"], modes: ["hybrid"] }],
    });
    await expect(loadSet(directory, "/nowhere")).rejects.toMatchObject({ code: "invalid-input" });
  });

  it("say when there is no set", async () => {
    await expect(loadSet(path.join(directory, "none"), "/nowhere")).rejects.toMatchObject({ code: "not-found" });
  });
});

it("every committed set loads: forms, documents, hashes", async () => {
  const root = path.resolve(import.meta.dirname, "../../..");
  const { readdirSync, existsSync } = await import("node:fs");
  const sets = path.join(root, "evals", "sets");
  const names = readdirSync(sets).filter((name) => existsSync(path.join(sets, name, "set.json")));
  expect(names.length).toBeGreaterThanOrEqual(8);
  for (const name of names) {
    const { set } = await loadSet(path.join(sets, name), path.join(root, "resources", "sample-library"));
    expect(set.name).toBe(name);
    for (const file of set.licenceFiles) expect(existsSync(path.join(sets, name, file))).toBe(true);
  }
});
