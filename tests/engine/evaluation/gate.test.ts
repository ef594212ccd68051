import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { baselineOf, readBaseline, updateBaseline, writeBaseline } from "../../../src/engine/evaluation/baseline.ts";
import { judge } from "../../../src/engine/evaluation/gate.ts";
import { makeRow, makeRun } from "./make-run.ts";

const rows = (hits: number, of: number, more = {}) =>
  Array.from({ length: of }, (_, index) =>
    makeRow(`${JSON.stringify(more)}${index}`, { hit: index < hits ? 1 : 0 }, more),
  );

describe("gate", () => {
  it("lets a drop of 0.005 pass and no more", () => {
    const baseline = baselineOf(makeRun(rows(180, 200)));
    expect(judge(makeRun(rows(180, 200)), baseline)).toEqual({ set: "set", ok: true, failures: [] });
    expect(judge(makeRun(rows(179, 200)), baseline).ok).toBe(true);
    const failed = judge(makeRun(rows(178, 200)), baseline);
    expect(failed.failures).toEqual(["hit went from 0.9000 to 0.8900"]);
    expect(judge(makeRun(rows(200, 200)), baseline).ok).toBe(true);
  });

  it("watches each language although the whole is as good as before", () => {
    const before = makeRun([...rows(90, 100, { slice: "de" }), ...rows(80, 100, { slice: "zh" })]);
    const after = makeRun([...rows(80, 100, { slice: "de" }), ...rows(90, 100, { slice: "zh" })]);
    expect(judge(after, baselineOf(before)).failures).toEqual(["de: hit went from 0.9000 to 0.8000"]);
    const lost = makeRun(rows(90, 100, { slice: "de" }));
    expect(judge(lost, baselineOf(before)).failures).toContain("zh: hit is missing, was 0.8000");
  });

  it("a metric where lower is better fails upwards", () => {
    const gated = [{ metric: "hit", better: "lower" as const }];
    const baseline = baselineOf(makeRun(rows(10, 100), {}, { gated }));
    expect(judge(makeRun(rows(12, 100), {}, { gated }), baseline).ok).toBe(false);
    expect(judge(makeRun(rows(5, 100), {}, { gated }), baseline).ok).toBe(true);
  });

  it("markers must always resolve, whatever the baseline", () => {
    const run = makeRun([
      makeRow("1", { hit: 1, "markers resolve": 1 }),
      makeRow("2", { hit: 1, "markers resolve": 0.5 }),
    ]);
    expect(judge(run, baselineOf(run)).failures).toEqual(["markers resolve is 0.7500, must be 1"]);
  });

  it("watches each extracted file", () => {
    const run = (values: number[]) =>
      makeRun(
        values.map((value, index) => makeRow(`file-${index}`, { "token f1": value })),
        {},
        { gated: [{ metric: "token f1", better: "higher" }] },
      );
    const baseline = baselineOf(run([0.9, 0.95, 1]));
    expect(judge(run([0.92, 0.93, 1]), baseline).ok).toBe(true);
    expect(judge(run([0.95, 0.92, 1]), baseline).failures).toEqual(["file-1: token F1 went from 0.950 to 0.920"]);
    expect(judge(run([0.95, 0.95]), baseline).failures).toContain("file-2 is missing");
  });

  it("on a whole set, words and meaning must not lose to words alone", () => {
    const run = (both: number, slice: string) =>
      makeRun([makeRow("1", { hit: both, "lexical hit": 0.5 })], {}, { slice });
    expect(judge(run(0.49, "full"), baselineOf(run(0.49, "full"))).ok).toBe(true);
    expect(judge(run(0.48, "full"), baselineOf(run(0.48, "full"))).failures).toEqual([
      "hit is 0.4800, by words alone 0.5000",
    ]);
    // A slice is too small to say so.
    expect(judge(run(0.48, "slice"), baselineOf(run(0.48, "slice"))).ok).toBe(true);
  });

  it("fails without a baseline, with one of other questions, and without its metric", () => {
    const run = makeRun(rows(1, 2));
    expect(judge(run, undefined).ok).toBe(false);
    expect(judge({ ...run, setHash: "other" }, baselineOf(run)).failures[0]).toContain("other questions");
    expect(judge({ ...run, slice: "other" }, baselineOf(run)).ok).toBe(false);
    const other = makeRun([makeRow("1", { quote: 1 })]);
    expect(judge(other, baselineOf(run)).failures).toContain("hit was not measured");
  });
});

describe("baseline file", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "docent-baseline-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("keeps what it was given, reasons newest first, other sets untouched", async () => {
    const file = path.join(directory, "slices.json");
    const empty = await readBaseline(file);
    const first = updateBaseline(empty, [makeRun(rows(1, 2), {}, { set: "b" })], "the first figures", "2026-01-01");
    const second = updateBaseline(first, [makeRun(rows(2, 2), {}, { set: "a" })], "a second set came", "2026-01-02");
    await writeBaseline(file, second);
    const read = await readBaseline(file);
    expect(read).toEqual(second);
    expect(Object.keys(read.sets)).toEqual(["a", "b"]);
    expect(read.reasons.map((item) => item.reason)).toEqual(["a second set came", "the first figures"]);
  });

  it("needs a reason, and refuses a broken file", async () => {
    expect(() => updateBaseline({ reasons: [], sets: {} }, [makeRun(rows(1, 2))], "", "2026-01-01")).toThrow("reason");
    const file = path.join(directory, "broken.json");
    await writeFile(file, '{"sets": 3}');
    await expect(readBaseline(file)).rejects.toMatchObject({ code: "invalid-input" });
  });
});
