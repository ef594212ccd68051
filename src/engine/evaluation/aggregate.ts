import type { EvaluationRow, EvaluationRun } from "./run-record.ts";
import { type Estimate, estimate } from "./statistics.ts";

function summarise(rows: readonly EvaluationRow[]): Record<string, Estimate> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row.values)))].sort();
  const metrics: Record<string, Estimate> = {};
  for (const name of names) {
    const having = rows.filter((row) => row.values[name] !== undefined);
    const result = estimate(
      having.map((row) => row.values[name] as number),
      having.map((row) => row.cluster),
    );
    if (result !== null) metrics[name] = result;
  }
  return metrics;
}

/**
 * Means with intervals of every metric over all rows, and over each slice when there are several. Every metric is
 * a mean over the rows that have it, so any of them can be compared row by row.
 */
export function aggregate(rows: readonly EvaluationRow[]): Pick<EvaluationRun, "metrics" | "slices"> {
  const names = [...new Set(rows.map((row) => row.slice))].sort();
  const slices: EvaluationRun["slices"] = {};
  if (names.length > 1) {
    for (const name of names) slices[name] = summarise(rows.filter((row) => row.slice === name));
  }
  return { metrics: summarise(rows), slices };
}

/** Puts the values of several tasks about one question into one row, since they are read together. */
export function mergeRows(rows: readonly EvaluationRow[]): EvaluationRow[] {
  const merged = new Map<string, EvaluationRow>();
  for (const row of rows) {
    const known = merged.get(row.id);
    if (known === undefined) {
      merged.set(row.id, { ...row, values: { ...row.values }, found: [...row.found] });
      continue;
    }
    for (const [name, value] of Object.entries(row.values)) {
      if (known.values[name] !== undefined) throw new Error(`row ${row.id} has ${name} twice`);
      known.values[name] = value;
    }
    known.found.push(...row.found);
  }
  return [...merged.values()];
}
