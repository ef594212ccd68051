import { readBaseline, rowMetric, type SetBaseline, updateBaseline, writeBaseline } from "./baseline.ts";
import type { EvaluationRun } from "./run-record.ts";

/** A set's or a language's watched metric may fall by this much. */
export const largestDrop = 0.005;
/** Token F1 of one extracted file may fall by this much. */
export const largestFileDrop = 0.02;
/** On a whole set, search by words and meaning may be below search by words alone by this much, and no more. */
export const largestLossToWords = 0.01;
/** Room for the rounding of the baseline file, so that a drop of exactly the limit passes. */
const rounding = 1e-6;

/** Metrics that must be perfect whatever the baseline says. */
export const alwaysPerfect = ["markers resolve", "word for word", "faults flagged", "no effect outside the text"];

export interface GateResult {
  set: string;
  ok: boolean;
  /** One sentence each; empty when ok. */
  failures: string[];
}

function dropOf(better: "higher" | "lower", before: number, after: number): number {
  return better === "higher" ? before - after : after - before;
}

/** Judges one run against its baseline. A set without a baseline, or with one of other questions, fails. */
export function judge(run: EvaluationRun, baseline: SetBaseline | undefined): GateResult {
  const failures: string[] = [];
  for (const name of alwaysPerfect) {
    const value = run.metrics[name]?.value;
    if (value !== undefined && value < 1) failures.push(`${name} is ${value.toFixed(4)}, must be 1`);
  }
  if (run.slice === "full") {
    for (const { metric } of run.gated) {
      const both = run.metrics[metric]?.value;
      const words = run.metrics[`lexical ${metric}`]?.value;
      if (both !== undefined && words !== undefined && words - both > largestLossToWords + rounding) {
        failures.push(`${metric} is ${both.toFixed(4)}, by words alone ${words.toFixed(4)}`);
      }
    }
  }
  if (baseline === undefined) {
    failures.push("no baseline: make one with --update-baseline");
    return { set: run.set, ok: false, failures };
  }
  if (
    baseline.setHash !== run.setHash ||
    baseline.slice !== run.slice ||
    baseline.metricsVersion !== run.metricsVersion
  ) {
    failures.push("the baseline was made with other questions or other metric code");
    return { set: run.set, ok: false, failures };
  }

  const check = (where: string, metric: string, better: "higher" | "lower", before?: number, after?: number): void => {
    if (before === undefined) return;
    if (after === undefined) {
      failures.push(`${where}${metric} is missing, was ${before.toFixed(4)}`);
      return;
    }
    if (dropOf(better, before, after) > largestDrop + rounding) {
      failures.push(`${where}${metric} went from ${before.toFixed(4)} to ${after.toFixed(4)}`);
    }
  };
  for (const { metric, better } of run.gated) {
    if (run.metrics[metric] === undefined) failures.push(`${metric} was not measured`);
    check("", metric, better, baseline.metrics[metric], run.metrics[metric]?.value);
    for (const [slice, metrics] of Object.entries(baseline.slices)) {
      check(`${slice}: `, metric, better, metrics[metric], run.slices[slice]?.[metric]?.value);
    }
  }

  const rows = new Map(run.rows.map((row) => [row.id, row.values[rowMetric]]));
  for (const [id, before] of Object.entries(baseline.rows)) {
    const after = rows.get(id);
    if (after === undefined) failures.push(`${id} is missing`);
    else if (before - after > largestFileDrop + rounding) {
      failures.push(`${id}: token F1 went from ${before.toFixed(3)} to ${after.toFixed(3)}`);
    }
  }
  return { set: run.set, ok: failures.length === 0, failures };
}

/**
 * Judges runs against a baseline file. With a reason the runs become the new baseline first; what must always be
 * perfect is judged all the same.
 */
export async function evaluationGate(
  file: string,
  runs: readonly EvaluationRun[],
  options: { update: string | null; today?: string },
): Promise<GateResult[]> {
  let baseline = await readBaseline(file);
  if (options.update !== null) {
    const today = options.today ?? new Date().toISOString().slice(0, 10);
    baseline = updateBaseline(baseline, runs, options.update, today);
    await writeBaseline(file, baseline);
  }
  return runs.map((run) => judge(run, baseline.sets[run.set]));
}
