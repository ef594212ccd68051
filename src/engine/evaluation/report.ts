import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import { DocentError } from "../platform/docent-error.ts";
import type { Comparison } from "./compare.ts";
import { reportHtml } from "./report-html.ts";
import { type EvaluationRun, evaluationRunSchema } from "./run-record.ts";

export interface ReportFiles {
  json: string;
  html: string;
}

/** Writes `<run>.json`, which later runs are compared with, and `<run>.html`, which people read. */
export async function writeReport(
  directory: string,
  run: EvaluationRun,
  comparison: Comparison | null,
): Promise<ReportFiles> {
  await mkdir(directory, { recursive: true });
  const files = { json: path.join(directory, `${run.run}.json`), html: path.join(directory, `${run.run}.html`) };
  await writeFile(files.json, `${JSON.stringify(run)}\n`);
  await writeFile(files.html, reportHtml(run, comparison));
  return files;
}

/**
 * Reads a run by its name in `directory` or by the path of its JSON.
 * @throws DocentError `not-found`, or `invalid-input` when the file is no run of this format.
 */
export async function readRun(directory: string, name: string): Promise<EvaluationRun> {
  const file = name.endsWith(".json") ? name : path.join(directory, `${name}.json`);
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new DocentError("not-found", `There is no evaluation run ${name}.`, {
      nextStep: "Give the name of a run or the path of its JSON file.",
      cause: error,
    });
  }
  const parsed = evaluationRunSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    throw new DocentError("invalid-input", `${file} is no evaluation run: ${z.prettifyError(parsed.error)}`);
  }
  return parsed.data;
}
