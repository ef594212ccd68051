import { describe, expect, it } from "vitest";

import { aggregate, mergeRows } from "../../../src/engine/evaluation/aggregate.ts";
import { compareMetric, compareRuns, incomparable } from "../../../src/engine/evaluation/compare.ts";
import { flatten } from "../../../src/engine/evaluation/run-record.ts";
import { makeRow, makeRun } from "./make-run.ts";

const setup = { "model.hash": "a", chunk: 1_000 };

describe("aggregate", () => {
  it("means over the rows that have the metric, by part when there are several", () => {
    const rows = [
      makeRow("1", { hit: 1 }, { slice: "de" }),
      makeRow("2", { hit: 0, quote: 1 }, { slice: "de" }),
      makeRow("3", { hit: 1 }, { slice: "zh" }),
    ];
    const result = aggregate(rows);
    expect(result.metrics["hit"]).toMatchObject({ value: 2 / 3, n: 3 });
    expect(result.metrics["quote"]).toMatchObject({ value: 1, n: 1 });
    expect(result.slices["de"]?.["hit"]).toMatchObject({ value: 0.5, n: 2 });
    expect(result.slices["zh"]?.["quote"]).toBeUndefined();
    expect(aggregate(rows.slice(0, 2)).slices).toEqual({});
    expect(aggregate([])).toEqual({ metrics: {}, slices: {} });
  });

  it("merges the tasks of one question, never the same metric twice", () => {
    const merged = mergeRows([makeRow("1", { hit: 1 }), makeRow("2", { hit: 0 }), makeRow("1", { quote: 0 })]);
    expect(merged.map((row) => row.values)).toEqual([{ hit: 1, quote: 0 }, { hit: 0 }]);
    expect(() => mergeRows([makeRow("1", { hit: 1 }), makeRow("1", { hit: 1 })])).toThrow("twice");
  });
});

describe("compare", () => {
  const before = makeRun(
    [0, 0, 1, 1, 0.5].map((hit, index) => makeRow(String(index), { hit })),
    setup,
  );

  it("counts wins, losses and ties", () => {
    const after = makeRun(
      [1, 0, 1, 0, 0.5].map((hit, index) => makeRow(String(index), { hit })),
      setup,
    );
    const result = compareMetric("hit", before, after);
    expect(result).toMatchObject({ wins: 1, losses: 1, ties: 3, difference: 0, verdict: "undecided" });
    expect(result?.sentence).toMatch(
      /^Not enough questions to tell: 5 questions show a difference of 0\.\d{3} or more/,
    );
  });

  it("says higher only when the whole interval is above 0", () => {
    const rows = (value: number) => Array.from({ length: 60 }, (_, index) => makeRow(String(index), { hit: value }));
    const result = compareMetric("hit", makeRun(rows(0), setup), makeRun(rows(1), setup));
    expect(result).toMatchObject({ verdict: "higher", low: 1, high: 1, wins: 60 });
    expect(compareMetric("hit", makeRun(rows(1), setup), makeRun(rows(0), setup))?.verdict).toBe("lower");
    expect(compareMetric("hit", makeRun(rows(1), setup), makeRun(rows(1), setup))).toMatchObject({
      verdict: "same",
      sentence: "No question changed (60).",
    });
  });

  it("many questions about one document decide nothing", () => {
    const rows = (value: number, noise: number) =>
      Array.from({ length: 60 }, (_, index) =>
        makeRow(String(index), { hit: index % 2 === 0 ? value : noise }, { cluster: index % 2 === 0 ? "a" : "b" }),
      );
    const result = compareMetric("hit", makeRun(rows(0, 1), setup), makeRun(rows(1, 0.9), setup));
    expect(result?.verdict).toBe("undecided");
  });

  it("pairs by question and leaves out what only one run has", () => {
    const after = makeRun([makeRow("0", { hit: 1 }), makeRow("9", { hit: 1 })], setup);
    expect(compareMetric("hit", before, after)).toMatchObject({ wins: 1, losses: 0, ties: 0 });
    expect(compareMetric("quote", before, after)).toBeNull();
  });

  it("labels by the number of setup fields that differ", () => {
    expect(compareRuns(before, before).label).toBe("same setup");
    const one = compareRuns(before, { ...before, setup: { ...setup, chunk: 800 } });
    expect(one).toMatchObject({
      label: "one change",
      changes: [{ field: "chunk", oldValue: "1000", newValue: "800" }],
    });
    const several = compareRuns(before, { ...before, setup: { "model.hash": "b", extra: true } });
    expect(several.label).toBe("several changes");
    expect(several.changes).toHaveLength(3);
  });

  it("refuses other questions or other metric code", () => {
    expect(incomparable(before, before)).toBeNull();
    expect(incomparable(before, { ...before, set: "x" })).toContain("sets differ");
    expect(incomparable(before, { ...before, setHash: "x" })).toContain("files changed");
    expect(incomparable(before, { ...before, metricsVersion: 99 })).toContain("code changed");
    expect(incomparable(before, { ...before, slice: "x" })).toContain("slices differ");
    expect(() => compareRuns(before, { ...before, setHash: "x" })).toThrow("can't be compared");
  });
});

it("flattens a setup so that every difference has a name", () => {
  expect(flatten({ a: { b: 1, c: [1, 2] }, d: null, e: "x", f: true })).toEqual({
    "a.b": 1,
    "a.c": "[1,2]",
    d: null,
    e: "x",
    f: true,
  });
});
