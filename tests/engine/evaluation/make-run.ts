import { aggregate } from "../../../src/engine/evaluation/aggregate.ts";
import type { EvaluationRow, EvaluationRun, FlatRecord } from "../../../src/engine/evaluation/run-record.ts";

/** A row with the given values; each is its own document unless said. */
export function makeRow(id: string, values: Record<string, number>, more: Partial<EvaluationRow> = {}): EvaluationRow {
  return { id, cluster: id, slice: "all", question: `Question ${id}?`, values, expected: "", found: [], ...more };
}

/** A run over rows, as the runner would make it. */
export function makeRun(
  rows: EvaluationRow[],
  setup: FlatRecord = {},
  more: Partial<EvaluationRun> = {},
): EvaluationRun {
  return {
    format: 1,
    run: "run-1",
    set: "set",
    title: "A set",
    setHash: "h",
    slice: "full",
    metricsVersion: 1,
    startedAt: "2026-01-01T00:00:00.000Z",
    seconds: 1,
    setupId: "s",
    setup,
    facts: {},
    gated: [{ metric: "hit", better: "higher" }],
    ...aggregate(rows),
    rows,
    ...more,
  };
}
