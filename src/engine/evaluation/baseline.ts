import { readFile, writeFile } from "node:fs/promises";

import { z } from "zod";

import { DocentError } from "../platform/docent-error.ts";
import type { EvaluationRun } from "./run-record.ts";

const setBaselineSchema = z.object({
  setHash: z.string(),
  slice: z.string(),
  metricsVersion: z.number().int(),
  metrics: z.record(z.string(), z.number()),
  slices: z.record(z.string(), z.record(z.string(), z.number())),
  /** Values of single rows that the gate watches one by one (extraction: a file's F1). */
  rows: z.record(z.string(), z.number()).default({}),
});
export type SetBaseline = z.infer<typeof setBaselineSchema>;

export const baselineFileSchema = z.object({
  /** Why it was last changed, newest first; a changed baseline without a reason is refused. */
  reasons: z.array(z.object({ date: z.string(), sets: z.array(z.string()), reason: z.string().min(10) })),
  sets: z.record(z.string(), setBaselineSchema),
});
export type BaselineFile = z.infer<typeof baselineFileSchema>;

/** Six decimals: enough for any comparison, and no noise in the file's history. */
const rounded = (value: number): number => Math.round(value * 1e6) / 1e6;

const values = (metrics: EvaluationRun["metrics"]): Record<string, number> =>
  Object.fromEntries(Object.entries(metrics).map(([name, item]) => [name, rounded(item.value)]));

/** The metric whose rows are watched one by one. */
export const rowMetric = "token f1";

/** What the gate remembers of a run. */
export function baselineOf(run: EvaluationRun): SetBaseline {
  const rows = run.rows.filter((row) => row.values[rowMetric] !== undefined);
  return {
    setHash: run.setHash,
    slice: run.slice,
    metricsVersion: run.metricsVersion,
    metrics: values(run.metrics),
    slices: Object.fromEntries(Object.entries(run.slices).map(([name, metrics]) => [name, values(metrics)])),
    rows: Object.fromEntries(rows.map((row) => [row.id, rounded(row.values[rowMetric] as number)])),
  };
}

/** Puts runs into a baseline with the reason; other sets keep theirs. */
export function updateBaseline(
  baseline: BaselineFile,
  runs: readonly EvaluationRun[],
  reason: string,
  date: string,
): BaselineFile {
  const sets = { ...baseline.sets };
  for (const run of runs) sets[run.set] = baselineOf(run);
  return baselineFileSchema.parse({
    reasons: [{ date, sets: runs.map((run) => run.set), reason }, ...baseline.reasons],
    sets: Object.fromEntries(Object.entries(sets).sort(([a], [b]) => (a < b ? -1 : 1))),
  });
}

/** Reads a baseline file; a missing one is empty, a broken one an error. */
export async function readBaseline(file: string): Promise<BaselineFile> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return { reasons: [], sets: {} };
    throw error;
  }
  const parsed = baselineFileSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw new DocentError("invalid-input", `${file}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/** Writes it with sorted sets, so that a change shows as itself. */
export async function writeBaseline(file: string, baseline: BaselineFile): Promise<void> {
  await writeFile(file, `${JSON.stringify(baseline, null, 2)}\n`);
}
