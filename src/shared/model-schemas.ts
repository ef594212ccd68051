import { z } from "zod";

export const modelSchema = z.object({
  /** Stable id, e.g. "smollm2-135m-instruct", "server:3", "scripted:answers-well". */
  id: z.string(),
  label: z.string(),
  role: z.enum(["text", "embedding"]),
  kind: z.enum(["bundled", "file", "server", "scripted"]),
  sizeBytes: z.number().int().nullable(),
  license: z.string().nullable(),
  contextTokens: z.number().int().nullable(),
  /** Qualification for written mode; a model that is not "passed" writes only when asked to. */
  qualification: z.enum(["passed", "failed", "unknown"]),
  state: z.enum(["ready", "missing", "quarantined"]),
  /** Host that the passages would go to; null for a model on this computer. */
  host: z.string().nullable(),
  reason: z.string().nullable(),
});
export type Model = z.infer<typeof modelSchema>;
