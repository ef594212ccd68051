import { z } from "zod";

const estimateSchema = z.object({ value: z.number(), low: z.number(), high: z.number(), n: z.number().int() });

/** What a question got: kept so that a person can read why a value is what it is. */
const foundSchema = z.object({
  label: z.string(),
  text: z.string(),
  right: z.boolean(),
});

const rowSchema = z.object({
  /** Unique in the run. */
  id: z.string(),
  /** Rows of one cluster are resampled together. */
  cluster: z.string(),
  /** Language or part that the row belongs to. */
  slice: z.string(),
  question: z.string(),
  /** Metric key to value; a metric that does not concern this question is absent. */
  values: z.record(z.string(), z.number()),
  expected: z.string(),
  found: z.array(foundSchema),
});
export type EvaluationRow = z.infer<typeof rowSchema>;

const flatSchema = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]));
export type FlatRecord = z.infer<typeof flatSchema>;

/** One evaluation: which questions, under which setup, with which values. The JSON report is exactly this. */
export const evaluationRunSchema = z.object({
  format: z.literal(1),
  run: z.string(),
  set: z.string(),
  title: z.string(),
  setHash: z.string(),
  /** "full", or the seed and limits of the slice. */
  slice: z.string(),
  metricsVersion: z.number().int(),
  startedAt: z.string(),
  seconds: z.number(),
  setupId: z.string(),
  /** Everything that can change a value, flat: two runs are compared field by field. */
  setup: flatSchema,
  /** Facts about the run that change no value: sizes, times, the machine. */
  facts: flatSchema,
  gated: z.array(z.object({ metric: z.string(), better: z.enum(["higher", "lower"]) })),
  metrics: z.record(z.string(), estimateSchema),
  slices: z.record(z.string(), z.record(z.string(), estimateSchema)),
  rows: z.array(rowSchema),
});
export type EvaluationRun = z.infer<typeof evaluationRunSchema>;

/** Nested facts as one level of "a.b" fields, lists as JSON, so that a difference has a name. */
export function flatten(record: Record<string, unknown>, prefix = ""): FlatRecord {
  const flat: FlatRecord = {};
  for (const [name, value] of Object.entries(record)) {
    const key = `${prefix}${name}`;
    if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "boolean") {
      flat[key] = value;
    } else if (Array.isArray(value)) {
      flat[key] = JSON.stringify(value);
    } else if (typeof value === "object") {
      Object.assign(flat, flatten(value as Record<string, unknown>, `${key}.`));
    }
  }
  return flat;
}
