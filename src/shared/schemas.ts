import { z } from "zod";

import { errorCodes } from "./error-codes.ts";

/** Row ids of both databases: positive integers. */
export const idSchema = z.number().int().positive();
/** Wall-clock time in milliseconds since 1970-01-01 UTC; shown, never used for ordering. */
export const timeSchema = z.number().int();
/** Half-open span [start, end) in Unicode code points of a document's extracted text. */
export const spanSchema = z.object({ start: z.number().int().min(0), end: z.number().int().min(0) });

export const wireErrorSchema = z.object({
  code: z.enum(errorCodes),
  message: z.string(),
  nextStep: z.string().optional(),
  data: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

export const outcomes = [
  "indexed",
  "indexed-partly",
  "no-text",
  "encrypted",
  "damaged",
  "too-big",
  "timeout",
  "unreadable",
  "unsupported",
  "excluded",
  "online-only",
  "link",
] as const;
export const outcomeSchema = z.enum(outcomes);
export type Outcome = (typeof outcomes)[number];

export const supportSchema = z.enum(["supported", "partly", "unsupported"]);
export type Support = z.infer<typeof supportSchema>;

/** What the judge says of the passages found: is an answer in them? */
export const evidenceSchema = z.enum(["enough", "weak", "none"]);
export type Evidence = z.infer<typeof evidenceSchema>;

export const searchModeSchema = z.enum(["hybrid", "lexical", "vector"]);
export type SearchMode = z.infer<typeof searchModeSchema>;

/** What a search may be limited to; empty lists mean everything. */
export const filterSchema = z.object({
  folderIds: z.array(idSchema).max(1_000).default([]),
  documentIds: z.array(idSchema).max(1_000).default([]),
});
export type SearchFilter = z.infer<typeof filterSchema>;
