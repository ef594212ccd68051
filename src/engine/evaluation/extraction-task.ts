import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import type { EvaluationRow } from "./run-record.ts";
import type { RunContext } from "./run-set.ts";
import type { Task } from "./set-schema.ts";
import { holdsWords, tokenF1 } from "./text-metrics.ts";

type ExtractionTask = Extract<Task, { kind: "extraction" }>;

/** A file with its true text, or with values that must be found in it. Paths are relative to the set. */
const pairSchema = z.object({
  id: z.string().min(1),
  file: z.string().min(1),
  truth: z.string().min(1).nullish(),
  values: z.array(z.string().min(1)).default([]),
  /** Kind of file, for slices. */
  format: z.string().min(1).optional(),
});
export type ExtractionPair = z.infer<typeof pairSchema>;
export const pairsSchema = z.array(pairSchema).min(1);

/** Values of one file: overlap with its truth, share of wanted values found, and that it came to an end. */
export function extractionValues(
  pair: Pick<ExtractionPair, "values">,
  truth: string | null,
  got: { outcome: string; text: string },
): Record<string, number> {
  const values: Record<string, number> = {
    "read without crash or hang": got.outcome === "timeout" || got.outcome === "damaged" ? 0 : 1,
  };
  if (truth !== null) values["token f1"] = tokenF1(got.text, truth);
  if (pair.values.length > 0) {
    values["field values found"] =
      pair.values.filter((value) => holdsWords(got.text, value)).length / pair.values.length;
  }
  return values;
}

/** Extracts every file of the list and compares it with its truth. */
export async function runExtraction(context: RunContext, task: ExtractionTask): Promise<EvaluationRow[]> {
  const { directory } = context.loaded;
  const pairs = pairsSchema.parse(JSON.parse(await readFile(path.join(directory, task.pairs), "utf8")));
  const engine = await context.openEngine({ dataDirectory: path.join(context.workDirectory, "extraction") });
  try {
    return await extractAll(pairs, directory, (file) => engine.extract(file));
  } finally {
    await engine.close();
  }
}

async function extractAll(
  pairs: readonly ExtractionPair[],
  directory: string,
  extract: (file: { name: string; bytes: Uint8Array }) => Promise<{ outcome: string; text: string }>,
): Promise<EvaluationRow[]> {
  const rows: EvaluationRow[] = [];
  for (const pair of pairs) {
    const bytes = await readFile(path.join(directory, pair.file));
    const truth =
      pair.truth === null || pair.truth === undefined ? null : await readFile(path.join(directory, pair.truth), "utf8");
    const got = await extract({ name: path.basename(pair.file), bytes: new Uint8Array(bytes) });
    rows.push({
      id: pair.id,
      cluster: pair.id,
      slice: pair.format ?? path.extname(pair.file).slice(1),
      question: pair.file,
      values: extractionValues(pair, truth, got),
      expected: (truth ?? pair.values.join(" · ")).slice(0, 2_000),
      found: [{ label: got.outcome, text: got.text.slice(0, 2_000), right: got.text !== "" }],
    });
  }
  return rows;
}
