import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { loadSet } from "./cases.ts";
import { compareRuns, type Comparison, incomparable } from "./compare.ts";
import type { OpenEngine } from "./engine-like.ts";
import { readRun, type ReportFiles, writeReport } from "./report.ts";
import type { EvaluationRun } from "./run-record.ts";
import { runSet } from "./run-set.ts";
import { DocentError } from "../platform/docent-error.ts";

export interface EvaluateOptions {
  /** Name of a set in `evalsDirectory`, or the path of a folder with a set.json. */
  set: string;
  /** Folder with `sets/` and `scripts/`. */
  evalsDirectory: string;
  resourcesDirectory: string;
  /** Where the JSON and the HTML are written. */
  outputDirectory: string;
  /** Only the seeded slice that the gate uses. */
  slice?: boolean;
  /** Name or path of an earlier run to compare with. */
  compareWith?: string;
  openEngine: OpenEngine;
  /** Told what is being done, for a person who waits. */
  progress?: (message: string) => void;
  now?: Date;
}

export interface Evaluation {
  run: EvaluationRun;
  comparison: Comparison | null;
  files: ReportFiles;
}

/**
 * Runs a question set from its folder to its report. The library it makes lives in a temporary folder and is gone
 * afterwards; the person's own data is never touched.
 * @throws DocentError not-found (set or run), invalid-input (a broken set; runs that can't be compared).
 */
export async function evaluateSet(options: EvaluateOptions): Promise<Evaluation> {
  const { set, evalsDirectory, resourcesDirectory, outputDirectory, compareWith } = options;
  const directory = /[/\\]/.test(set) ? path.resolve(set) : path.join(evalsDirectory, "sets", set);
  const loaded = await loadSet(directory, path.join(resourcesDirectory, "sample-library"));
  const earlier = compareWith === undefined ? null : await readRun(outputDirectory, compareWith);
  const workDirectory = await mkdtemp(path.join(tmpdir(), "docent-evaluation-"));
  let run: EvaluationRun;
  try {
    run = await runSet({
      loaded,
      sliced: options.slice ?? false,
      openEngine: options.openEngine,
      workDirectory,
      evalsDirectory,
      resourcesDirectory,
      progress: options.progress ?? (() => undefined),
      startedAt: options.now ?? new Date(),
    });
  } finally {
    await rm(workDirectory, { recursive: true, force: true });
  }
  const reason = earlier === null ? null : incomparable(earlier, run);
  const comparison = earlier === null || reason !== null ? null : compareRuns(earlier, run);
  const files = await writeReport(outputDirectory, run, comparison);
  if (reason !== null) {
    throw new DocentError("invalid-input", `The runs can't be compared: ${reason}.`, {
      nextStep: `The new run is kept in ${files.json}.`,
    });
  }
  return { run, comparison, files };
}
