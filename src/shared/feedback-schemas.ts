import { z } from "zod";

import { idSchema, timeSchema } from "./schemas.ts";

export const signalTypes = [
  "good",
  "bad",
  "rating-removed",
  "copy",
  "citation-opened",
  "stop",
  "regenerate",
  "wrong-source",
  "open-in-viewer",
] as const;
export const signalTypeSchema = z.enum(signalTypes);
export type SignalType = (typeof signalTypes)[number];

export const signalSchema = z.object({
  id: idSchema,
  at: timeSchema,
  runId: idSchema,
  type: signalTypeSchema,
  /** Reason chip, number of a citation, kind of copy; what the type calls for. */
  value: z.string().nullable(),
  surface: z.enum(["chat", "source-panel", "quick-prompt", "command-line"]),
});
export type Signal = z.infer<typeof signalSchema>;

export const suggestionSchema = z.object({
  id: idSchema,
  kind: z.enum(["late-answer"]),
  state: z.enum(["ready", "shown", "later", "done", "expired", "suppressed"]),
  createdAt: timeSchema,
  claim: z.string(),
  question: z.string(),
  evidence: z.array(
    z.object({
      documentId: idSchema,
      documentName: z.string(),
      page: z.number().int().nullable(),
      start: z.number().int(),
      end: z.number().int(),
      snippet: z.string().max(160),
    }),
  ),
  /** Stored facts put into sentences by template: never written by a model. */
  why: z.array(z.string()),
});
export type Suggestion = z.infer<typeof suggestionSchema>;

export const suggestionOutcomeSchema = z.enum([
  "accept",
  "open-evidence",
  "dismiss",
  "later",
  "less",
  "never",
  "wrong",
  "undo",
  "ignore",
]);

/** What the page tells of the user's doing, so that a card comes only at a natural break. */
export const activitySchema = z.enum([
  "focus",
  "blur",
  "typing",
  "streaming",
  "answer-finished",
  "chat-closed",
  "home",
  "indexing-finished",
]);
export type Activity = z.infer<typeof activitySchema>;

export const ledgerRowSchema = z.object({
  id: idSchema,
  at: timeSchema,
  purpose: z.string(),
  host: z.string(),
  bytesSent: z.number().int(),
  bytesReceived: z.number().int(),
  state: z.enum(["open", "complete", "failed", "cancelled"]),
  documents: z.array(z.object({ name: z.string(), pages: z.array(z.number().int()) })),
  passages: z.number().int(),
});
export type LedgerRow = z.infer<typeof ledgerRowSchema>;
