import { z } from "zod";

import { suggestionSchema } from "./feedback-schemas.ts";
import { folderSchema, libraryProgressSchema, librarySummarySchema } from "./library-schemas.ts";

/** News for a page that is open: the new state where it is small, else only that something changed. */
export const pageEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("library"), summary: librarySummarySchema, progress: libraryProgressSchema }),
  z.object({ type: z.literal("folders"), folders: z.array(folderSchema) }),
  z.object({ type: z.literal("conversations") }),
  z.object({ type: z.literal("models") }),
  z.object({ type: z.literal("ledger") }),
  z.object({ type: z.literal("suggestions"), card: suggestionSchema.nullable(), waiting: z.number().int() }),
]);
export type PageEvent = z.infer<typeof pageEventSchema>;
