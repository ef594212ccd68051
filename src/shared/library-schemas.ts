import { z } from "zod";

import { idSchema, outcomeSchema, spanSchema, timeSchema } from "./schemas.ts";

export const folderSchema = z.object({
  id: idSchema,
  name: z.string(),
  /** For display only; a page never sends a path back. */
  path: z.string(),
  state: z.enum(["live", "polling", "paused", "missing", "unreadable"]),
  files: z.number().int(),
  ready: z.number().int(),
  waiting: z.number().int(),
  readAt: timeSchema.nullable(),
});
export type Folder = z.infer<typeof folderSchema>;

export const documentSchema = z.object({
  id: idSchema,
  folderId: idSchema,
  folderName: z.string(),
  name: z.string(),
  /** Path below its folder, with forward slashes; for display. */
  relativePath: z.string(),
  /** null while waiting. */
  outcome: outcomeSchema.nullable(),
  reason: z.string().nullable(),
  title: z.string().nullable(),
  language: z.string().nullable(),
  pages: z.number().int().nullable(),
  size: z.number().int(),
  modifiedAt: timeSchema,
  readAt: timeSchema.nullable(),
  passages: z.number().int(),
  /** The document whose text is the same, when there is one. */
  sameAs: z.object({ id: idSchema, name: z.string() }).nullable(),
  hiddenText: z.boolean(),
});
export type Document = z.infer<typeof documentSchema>;

/** Groups of INTERFACE: ready, partly, failed, waiting, skipped. */
export const documentGroupSchema = z.enum(["all", "ready", "partly", "failed", "waiting", "skipped"]);
export type DocumentGroup = z.infer<typeof documentGroupSchema>;

export const librarySummarySchema = z.object({
  files: z.number().int(),
  ready: z.number().int(),
  partly: z.number().int(),
  failed: z.number().int(),
  waiting: z.number().int(),
  skipped: z.number().int(),
  duplicates: z.number().int(),
  passages: z.number().int(),
  /** Passages that already have a vector: the rest is found by words only so far. */
  passagesWithVectors: z.number().int(),
  outcomes: z.partialRecord(outcomeSchema, z.number().int()),
});
export type LibrarySummary = z.infer<typeof librarySummarySchema>;

export const libraryProgressSchema = z.object({
  state: z.enum(["idle", "walking", "reading", "embedding", "paused"]),
  filesDone: z.number().int(),
  filesTotal: z.number().int(),
  passagesEmbedded: z.number().int(),
  passagesToEmbed: z.number().int(),
  /** Name of the file being read now. */
  current: z.string().nullable(),
  /** Estimate in seconds, null while it cannot be told. */
  secondsLeft: z.number().nullable(),
});
export type LibraryProgress = z.infer<typeof libraryProgressSchema>;

/** A rectangle on a page in points (1/72 inch), origin at the top left corner. */
export const boxSchema = z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() });
export type Box = z.infer<typeof boxSchema>;

export const documentViewSchema = z.object({
  document: documentSchema,
  /** "pages" when the original can be drawn as pages, else its extracted text is shown. */
  kind: z.enum(["pages", "text"]),
  /** What the text is written in, to show it well. */
  textFormat: z.enum(["markdown", "plain", "code"]),
  /** Length of the extracted text in code points. */
  characters: z.number().int(),
  pages: z.array(
    z.object({
      number: z.number().int().positive(),
      width: z.number(),
      height: z.number(),
      start: z.number().int(),
      end: z.number().int(),
    }),
  ),
});
export type DocumentView = z.infer<typeof documentViewSchema>;

export const documentTextSchema = spanSchema.extend({ text: z.string() });

export const pageTextSchema = z.object({
  width: z.number(),
  height: z.number(),
  items: z.array(boxSchema.extend({ text: z.string() })),
});
export type PageText = z.infer<typeof pageTextSchema>;

export const locationSchema = z.object({ page: z.number().int().positive(), boxes: z.array(boxSchema) });
export type PageLocation = z.infer<typeof locationSchema>;
