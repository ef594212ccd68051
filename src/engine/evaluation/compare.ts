import type { EvaluationRun } from "./run-record.ts";
import { clusterBootstrap, detectableDifference, mean } from "./statistics.ts";

/** One metric of two runs, question by question; differences are new minus old. */
export interface MetricComparison {
  metric: string;
  oldValue: number;
  newValue: number;
  difference: number;
  low: number;
  high: number;
  wins: number;
  losses: number;
  ties: number;
  /** "undecided": the interval spans 0. */
  verdict: "higher" | "lower" | "undecided" | "same";
  /** What a comparison on these questions would show in 4 of 5 tries. */
  detectable: number;
  sentence: string;
}

export interface Comparison {
  oldRun: string;
  newRun: string;
  /** Names of setup fields that differ, with both values. */
  changes: { field: string; oldValue: string; newValue: string }[];
  label: "same setup" | "one change" | "several changes";
  metrics: MetricComparison[];
}

/** Why two runs must not be compared; null when they may. */
export function incomparable(oldRun: EvaluationRun, newRun: EvaluationRun): string | null {
  if (oldRun.set !== newRun.set) return `the sets differ: ${oldRun.set} and ${newRun.set}`;
  if (oldRun.setHash !== newRun.setHash) return "the set's files changed between the runs";
  if (oldRun.metricsVersion !== newRun.metricsVersion) return "the metrics' code changed between the runs";
  if (oldRun.slice !== newRun.slice) return `the slices differ: ${oldRun.slice} and ${newRun.slice}`;
  return null;
}

function sentenceFor(comparison: Omit<MetricComparison, "sentence">, n: number): string {
  const { verdict, difference, low, high } = comparison;
  if (verdict === "same") return `No question changed (${n}).`;
  const interval = `${low.toFixed(3)} to ${high.toFixed(3)}`;
  if (verdict === "undecided") {
    return `Not enough questions to tell: ${n} questions show a difference of ${comparison.detectable.toFixed(3)} or more; seen ${difference.toFixed(3)} (${interval}).`;
  }
  return `${verdict === "higher" ? "Higher" : "Lower"} by ${Math.abs(difference).toFixed(3)} (${interval}).`;
}

/** Compares one metric over the rows that both runs have, by paired cluster bootstrap; null without such rows. */
export function compareMetric(metric: string, oldRun: EvaluationRun, newRun: EvaluationRun): MetricComparison | null {
  const oldRows = new Map(oldRun.rows.map((row) => [row.id, row]));
  const pairs: { before: number; after: number; cluster: string }[] = [];
  for (const row of newRun.rows) {
    const before = oldRows.get(row.id)?.values[metric];
    const after = row.values[metric];
    if (before !== undefined && after !== undefined) pairs.push({ before, after, cluster: row.cluster });
  }
  if (pairs.length === 0) return null;
  const differences = pairs.map((pair) => pair.after - pair.before);
  const { low, high, standardError } = clusterBootstrap(
    differences,
    pairs.map((pair) => pair.cluster),
  );
  const wins = differences.filter((value) => value > 0).length;
  const losses = differences.filter((value) => value < 0).length;
  const verdict = wins + losses === 0 ? "same" : low > 0 ? "higher" : high < 0 ? "lower" : "undecided";
  const result = {
    metric,
    oldValue: mean(pairs.map((pair) => pair.before)) as number,
    newValue: mean(pairs.map((pair) => pair.after)) as number,
    difference: mean(differences) as number,
    low,
    high,
    wins,
    losses,
    ties: pairs.length - wins - losses,
    verdict,
    detectable: detectableDifference(standardError),
  } as const;
  return { ...result, sentence: sentenceFor(result, pairs.length) };
}

/** Compares two runs of the same questions. Throws with the reason when they are not comparable. */
export function compareRuns(oldRun: EvaluationRun, newRun: EvaluationRun): Comparison {
  const reason = incomparable(oldRun, newRun);
  if (reason !== null) throw new Error(`These runs can't be compared: ${reason}.`);
  const fields = [...new Set([...Object.keys(oldRun.setup), ...Object.keys(newRun.setup)])].sort();
  const changes = fields
    .filter((field) => oldRun.setup[field] !== newRun.setup[field])
    .map((field) => ({
      field,
      oldValue: String(oldRun.setup[field] ?? "absent"),
      newValue: String(newRun.setup[field] ?? "absent"),
    }));
  const names = Object.keys(newRun.metrics).filter((name) => oldRun.metrics[name] !== undefined);
  return {
    oldRun: oldRun.run,
    newRun: newRun.run,
    changes,
    label: changes.length === 0 ? "same setup" : changes.length === 1 ? "one change" : "several changes",
    metrics: names.flatMap((name) => compareMetric(name, oldRun, newRun) ?? []),
  };
}
