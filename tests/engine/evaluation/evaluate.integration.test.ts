import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { hashFolders } from "../../../src/engine/evaluation/cases.ts";
import type { CheckQuestion } from "../../../src/engine/evaluation/set-schema.ts";
import { evaluate, type EvaluationRun } from "../../../src/engine/index.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const resourcesDirectory = path.join(root, "resources");

let work: string;
beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), "docent-evaluate-"));
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** Writes a set below a folder of its own, with the hash of its files. */
async function writeSet(name: string, files: Record<string, string>, set: object): Promise<string> {
  const directory = path.join(work, name);
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(directory, file)), { recursive: true });
    await writeFile(path.join(directory, file), text);
  }
  const whole = {
    name,
    title: `Set ${name}`,
    licence: "Apache-2.0",
    source: "this test",
    slice: { seed: "s", questions: 100, characters: 1_000_000 },
    ...set,
    hash: await hashFolders([directory]),
  };
  await writeFile(path.join(directory, "set.json"), JSON.stringify(whole));
  return directory;
}

const run = (set: string, more: object = {}) =>
  evaluate({
    set,
    evalsDirectory: path.join(root, "evals"),
    resourcesDirectory,
    outputDirectory: path.join(work, "reports"),
    embeddingCacheFile: path.join(work, "vectors.db"),
    ...more,
  });

describe("a small set through the real engine", () => {
  const facts = [
    ["lighthouse", "The lighthouse of Skarne was built in 1874. Its lamp can be seen for nineteen sea miles."],
    ["bakery", "The bakery in Mill Lane opens at six. On Sundays it stays closed, and the flour comes from Odrany."],
    ["bees", "A colony of bees needs about twenty kilograms of honey for the winter. The keeper is Tamsin Oduya."],
    ["bridge", "The old bridge carries carts of up to three tons. Lorries must use the ford near Brenholt."],
    ["choir", "The choir meets every Thursday in the school hall. New voices are welcome after Easter."],
    ["clock", "The tower clock was repaired by Leo Prandt in 1932. Since then it is wound once a week."],
  ] as const;
  const line = (id: string, question: string, file: string, text: string): string => {
    const body = facts.find(([name]) => name === file)?.[1] ?? "";
    const start = body.indexOf(text);
    const evidence = [{ file: `files/${file}.txt`, start, end: start + text.length, text }];
    return JSON.stringify({ id, question, answers: [text], answerable: true, doc: `files/${file}.txt`, evidence });
  };
  const questions = [
    line("built", "When was the lighthouse of Skarne built?", "lighthouse", "1874"),
    line("honey", "How much honey does a colony of bees need for the winter?", "bees", "twenty kilograms"),
    line("wound", "How often is the tower clock wound?", "clock", "once a week"),
    JSON.stringify({
      id: "no",
      question: "Who invented the quantum flux inverter?",
      answerable: false,
      doc: "files/bees.txt",
    }),
  ];

  let first: Awaited<ReturnType<typeof run>>;
  let directory: string;
  beforeAll(async () => {
    const files = Object.fromEntries(facts.map(([name, text]) => [`files/${name}.txt`, text]));
    directory = await writeSet(
      "small",
      { ...files, "qa.jsonl": questions.join("\n") },
      {
        gated: [{ metric: "hit@5", better: "higher" }],
        collections: [
          { name: "all", documents: { kind: "folder", path: "files" }, questions: { kind: "jsonl", path: "qa.jsonl" } },
        ],
        tasks: [
          {
            kind: "retrieval",
            relevance: "span",
            metrics: ["hit@1", "hit@5", "evidence@6000"],
            modes: ["hybrid", "lexical"],
          },
          { kind: "quote", judge: "span", share: 1 },
          { kind: "abstention", refusedWrongly: "false abstention", refusedRightly: "near misses caught" },
          { kind: "off-library", folds: 2 },
          { kind: "support" },
        ],
      },
    );
    first = await run(directory);
  });

  it("finds what is plainly there, quotes it word for word, refuses what is not", () => {
    const { metrics } = first.run;
    for (const name of [
      "hit@5",
      "lexical hit@5",
      "evidence@6000",
      "three quotes",
      "word for word",
      "near misses caught",
    ]) {
      expect({ name, value: metrics[name]?.value }).toEqual({ name, value: 1 });
    }
    expect(metrics["hit@5"]?.n).toBe(3);
    expect(metrics["false abstention"]?.value).toBe(0);
    // Each of the three was asked once where its file was missing.
    expect(metrics["off-library caught"]?.n).toBe(3);
    // Answers of two words are no sentences; the third is one of three words.
    expect(metrics["human sentences kept"]?.n).toBe(2);
  });

  it("is tied to its setup and keeps what was found", async () => {
    expect(first.run.setupId).not.toBe("");
    expect(Object.keys(first.run.setup).length).toBeGreaterThan(10);
    const stored = JSON.parse(await readFile(first.files.json, "utf8")) as EvaluationRun;
    expect(stored.rows.map((row) => row.id)).toContain("all/built");
    expect(stored.rows.find((row) => row.id === "all/built")?.found.some((item) => item.right)).toBe(true);
    const html = await readFile(first.files.html, "utf8");
    expect(html).toContain("When was the lighthouse of Skarne built?");
  });

  it("gives the same values again, and says so when compared", async () => {
    const second = await run(directory, { compareWith: first.run.run });
    expect(second.run.rows.map((row) => row.values)).toEqual(first.run.rows.map((row) => row.values));
    expect(second.comparison?.label).toBe("same setup");
    for (const metric of second.comparison?.metrics ?? []) expect(metric.verdict).toBe("same");
  });
});

describe("scripted models", () => {
  it("get exactly the value that their fault must have", async () => {
    const all = JSON.parse(
      await readFile(path.join(root, "evals", "sets", "qualification", "questions.json"), "utf8"),
    ) as CheckQuestion[];
    // Questions whose passages share no sentence, so that a citation of another one is always wrong.
    const wanted = ["the gym membership", "emergency valve", "Pellworth cup in 2029", "dose of Veltarin should adults"];
    const questions = wanted.map((words) => all.find((item) => item.q.includes(words)) as CheckQuestion);
    const directory = await writeSet(
      "scripted",
      { "questions.json": JSON.stringify(questions) },
      {
        gated: [{ metric: "faults flagged", better: "higher" }],
        collections: [],
        tasks: [
          {
            kind: "scripted",
            questions: "questions.json",
            scripts: ["answers-well", "cites-wrongly", "invents-number", "ignores-not-in-files", "broken-markers"],
          },
        ],
      },
    );
    const { slices } = (await run(directory)).run;
    const valuesOf = (script: string): Record<string, number> =>
      Object.fromEntries(Object.entries(slices[script] ?? {}).map(([name, item]) => [name, item.value]));

    // Two true sentences with right markers.
    expect(valuesOf("answers-well")).toEqual({
      "markers resolve": 1,
      "sentences supported": 1,
      "citations right": 1,
      "right answer": 1,
    });
    // The same true sentence twice: once under a wrong source, once under a number that no source has, which Docent
    // replaces by the source that says it.
    expect(valuesOf("cites-wrongly")).toEqual({
      "markers resolve": 1,
      "sentences supported": 0.5,
      "citations right": 0.5,
      "right answer": 1,
      "faults flagged": 1,
    });
    // Nothing of it stands in a source.
    expect(valuesOf("ignores-not-in-files")).toEqual({
      "markers resolve": 1,
      "sentences supported": 0,
      "citations right": 0,
      "made up shown as supported": 0,
      "right answer": 0,
      "faults flagged": 1,
    });
    expect(valuesOf("broken-markers")).toMatchObject({
      "markers resolve": 1,
      "made up shown as supported": 0,
      "right answer": 1,
      "faults flagged": 1,
    });
    // One true sentence, one with its number changed where it has one, one invented.
    expect(valuesOf("invents-number")).toMatchObject({
      "markers resolve": 1,
      "made up shown as supported": 0,
      "right answer": 1,
      "faults flagged": 1,
    });
  });
});

it("refuses a set that was changed and one that is not there", async () => {
  await cp(path.join(root, "evals", "sets", "bipia"), path.join(work, "changed"), { recursive: true });
  await writeFile(path.join(work, "changed", "extra.txt"), "x");
  await expect(run(path.join(work, "changed"))).rejects.toMatchObject({ code: "invalid-input" });
  await expect(run("no-such-set")).rejects.toMatchObject({ code: "not-found" });
});
