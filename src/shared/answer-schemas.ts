import { z } from "zod";

import { evidenceSchema, idSchema, spanSchema, supportSchema, timeSchema, wireErrorSchema } from "./schemas.ts";

/** A passage as the page shows it: in the row of sources, in a citation's card, in the quick prompt. */
export const sourceSchema = z.object({
  /** 1-based place in the row of sources; citations use the same number. */
  number: z.number().int().positive(),
  passageId: idSchema,
  documentId: idSchema,
  documentName: z.string(),
  folderName: z.string(),
  /** 1-based; null where the format has no pages. */
  page: z.number().int().positive().nullable(),
  /** Title and headings above the passage, outermost first, joined by " › ". */
  heading: z.string(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  text: z.string(),
  /** Spans of `text` (code points, relative to it) that match the question's words. */
  matches: z.array(spanSchema),
  documentModifiedAt: timeSchema,
  readAt: timeSchema,
  /** Score relative to the best passage of this search, 0 to 1. Shown in words, never as a number. */
  score: z.number(),
  language: z.string().nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** Sentences taken word for word from one passage. */
export const quoteSchema = z.object({
  /** Number of the source it was taken from. */
  source: z.number().int().positive(),
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  page: z.number().int().positive().nullable(),
  text: z.string(),
  matches: z.array(spanSchema),
});
export type Quote = z.infer<typeof quoteSchema>;

/** A marker of the answer resolved to a span of a document. A marker that does not resolve is never stored. */
export const citationSchema = z.object({
  number: z.number().int().positive(),
  passageId: idSchema,
  documentId: idSchema,
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  page: z.number().int().positive().nullable(),
  /** The cited text as it was when the answer was made. */
  text: z.string(),
});
export type Citation = z.infer<typeof citationSchema>;

export const sentenceSchema = z.object({
  /** Span of the sentence in the answer's text (code points). */
  start: z.number().int().min(0),
  end: z.number().int().min(0),
  text: z.string(),
  support: supportSchema,
  citations: z.array(z.number().int().positive()),
  /** Why it is not fully supported: words, numbers or names that the passages lack. */
  missing: z.array(z.string()),
  /** The closest passage, by its source number. */
  closest: z.number().int().positive().nullable(),
});
export type Sentence = z.infer<typeof sentenceSchema>;

export const timingsSchema = z.object({
  retrievalMs: z.number(),
  quoteMs: z.number().nullable(),
  firstTokenMs: z.number().nullable(),
  totalMs: z.number(),
  promptTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
});

export const answerModeSchema = z.enum(["written", "quote", "abstained", "listing"]);

export const searchedSchema = z.object({
  /** Files whose text was searched. */
  files: z.number().int(),
  partly: z.number().int(),
  failed: z.number().int(),
  waiting: z.number().int(),
});

export const answerSchema = z.object({
  id: idSchema,
  questionId: idSchema,
  runId: idSchema,
  setupId: z.string(),
  state: z.enum(["complete", "stopped", "failed"]),
  mode: answerModeSchema,
  evidence: evidenceSchema,
  /** Written text in Markdown with resolved markers like [2]; "" when nothing was written. */
  text: z.string(),
  quotes: z.array(quoteSchema),
  sources: z.array(sourceSchema),
  citations: z.array(citationSchema),
  sentences: z.array(sentenceSchema),
  searched: searchedSchema,
  model: z.object({ id: z.string(), label: z.string(), weak: z.boolean(), host: z.string().nullable() }).nullable(),
  timings: timingsSchema,
  error: wireErrorSchema.nullable(),
  rating: z.object({ value: z.enum(["good", "bad"]), reason: z.string().nullable() }).nullable(),
  /** The question is kept and asked again when new files arrive. */
  keptOpen: z.boolean(),
  createdAt: timeSchema,
});
export type Answer = z.infer<typeof answerSchema>;

export const questionSchema = z.object({
  id: idSchema,
  text: z.string(),
  createdAt: timeSchema,
  /** All variants, oldest first; the last one is shown at first. */
  answers: z.array(answerSchema),
});
export type Question = z.infer<typeof questionSchema>;

export const conversationSchema = z.object({
  id: idSchema,
  title: z.string(),
  pinned: z.boolean(),
  /** null: the engine's default. "none": quotes only. */
  modelId: z.string().nullable(),
  /** Cloud model that the user allowed for this conversation. */
  cloudConsent: z.string().nullable(),
  /** Something was sent to it after the user had seen what; until then the next send is shown first. */
  cloudSent: z.boolean(),
  folderIds: z.array(idSchema),
  createdAt: timeSchema,
  updatedAt: timeSchema,
  questions: z.number().int(),
});
export type Conversation = z.infer<typeof conversationSchema>;

/** Events of one answer, in this order; `state` repeats as the work goes on. */
export const answerEventSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("started"),
    conversationId: idSchema,
    questionId: idSchema,
    answerId: idSchema,
    runId: idSchema,
    notice: z.string().nullable(),
  }),
  z.object({ type: z.literal("state"), state: z.enum(["searching", "reading", "writing", "checking"]) }),
  z.object({
    type: z.literal("sources"),
    sources: z.array(sourceSchema),
    searched: searchedSchema,
    evidence: evidenceSchema,
    retrievalMs: z.number(),
  }),
  z.object({ type: z.literal("quotes"), quotes: z.array(quoteSchema) }),
  z.object({
    type: z.literal("progress"),
    tokensDone: z.number(),
    tokensTotal: z.number(),
    secondsLeft: z.number().nullable(),
  }),
  /** Text to append; markers inside are already resolved, partial ones are held back. */
  z.object({ type: z.literal("delta"), text: z.string() }),
  z.object({ type: z.literal("checked"), sentences: z.array(sentenceSchema), citations: z.array(citationSchema) }),
  z.object({ type: z.literal("finished"), answer: answerSchema }),
]);
export type AnswerEvent = z.infer<typeof answerEventSchema>;

/** A citation opened against the file as it is now. */
export const openedCitationSchema = z.object({
  citation: citationSchema,
  documentName: z.string(),
  state: z.enum(["unchanged", "moved", "changed", "gone", "missing", "excluded"]),
  /** Where the cited text stands in the current document; null when it is nowhere. */
  current: spanSchema.extend({ page: z.number().int().positive().nullable() }).nullable(),
  /** Current text at the old place, for "changed". */
  currentText: z.string().nullable(),
});
export type OpenedCitation = z.infer<typeof openedCitationSchema>;
