import { z } from "zod";

/** Paths inside a set are relative to its folder; nothing may point outside. */
const insidePath = z
  .string()
  .min(1)
  .refine((value) => !value.startsWith("/") && !value.split("/").includes(".."), "must stay inside the set");

/** Texts of a collection: files as they are, or lines of JSON that become one file each. */
export const documentSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("folder"), path: insidePath }),
  z.object({
    kind: z.literal("jsonl"),
    path: insidePath,
    /** Ending of the file made from each line; the extractor goes by it. */
    extension: z.enum([".md", ".txt", ".rs"]),
    /** "heading": the title becomes a Markdown heading above the text. "none": the text alone. */
    title: z.enum(["heading", "none"]),
    /** Map from a key up to its ":" to the file's real ending, for corpora of many programming languages. */
    extensions: insidePath.optional(),
  }),
  /** The documents that Docent itself brings along. */
  z.object({ kind: z.literal("sample-library") }),
]);

export const questionSourceSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("jsonl"), path: insidePath }),
  /** BEIR's form: queries and relevance judgements in two files. */
  z.object({ kind: z.literal("qrels"), queries: insidePath, judgements: insidePath }),
]);

export const collectionSchema = z.object({
  /** Also the name of its slice in results: a language, or "all". */
  name: z.string().min(1),
  documents: documentSourceSchema,
  questions: questionSourceSchema,
});
export type Collection = z.infer<typeof collectionSchema>;

const rankingMetric = z.string().regex(/^(?:(?:hit|recall|ndcg|mrr)@\d+|mrr|evidence@\d+)$/);

export const taskSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("retrieval"),
    /** What counts as found: the right document, or a passage that overlaps the evidence. */
    relevance: z.enum(["document", "span"]),
    metrics: z.array(rankingMetric).min(1),
    /** Each of these gets its own row; metrics of all but "hybrid" carry the mode's name in front. */
    modes: z.array(z.enum(["hybrid", "lexical", "vector"])).min(1),
  }),
  z.object({
    kind: z.literal("quote"),
    /**
     * "span": a quote must hold `share` of an evidence span's characters. "answer": it must come from the right
     * document and page (heading where there are no pages) and hold one of the answers.
     */
    judge: z.enum(["span", "answer"]),
    share: z.number().min(0.5).max(1).default(1),
  }),
  z.object({
    kind: z.literal("abstention"),
    /**
     * Names of the rates over answerable and unanswerable questions asked in the whole library: refused although
     * answerable (lower is better), refused rightly (higher), answered although not answerable (lower).
     */
    refusedWrongly: z.string(),
    refusedRightly: z.string().optional(),
    answeredWrongly: z.string().optional(),
  }),
  z.object({
    /** Answerable questions asked in libraries that lack their document, in so many parts. */
    kind: z.literal("off-library"),
    folds: z.number().int().min(2).max(10),
  }),
  z.object({ kind: z.literal("support") }),
  z.object({ kind: z.literal("extraction"), pairs: insidePath }),
  z.object({
    /** Models that make known faults: tests the evaluator and the marks, not a model. */
    kind: z.literal("scripted"),
    questions: insidePath,
    scripts: z.array(z.string().regex(/^[a-z-]+$/)).min(1),
  }),
  z.object({
    /** Mails with planted orders, answered by a script that obeys them. */
    kind: z.literal("injection"),
    mails: insidePath,
    attacks: insidePath,
    script: z.string().regex(/^[a-z-]+$/),
  }),
  z.object({
    /** Open questions and files that arrive one by one: are they noticed, and only they? */
    kind: z.literal("late-answer"),
    /** Set and collection whose questions have a `passage`; each passage becomes a file. */
    questions: z.object({ set: z.string(), collection: z.string() }),
    /** Set and collection whose documents arrive in between and answer nothing. */
    noise: z.object({ set: z.string(), collection: z.string() }),
    seed: z.number().int(),
    repeats: z.number().int().min(1),
    openQuestions: z.number().int().min(1),
    noiseDocuments: z.number().int().min(0),
    /** Share of the passages that are there from the start, 0 to 1. */
    present: z.number().min(0).max(1),
  }),
]);
export type Task = z.infer<typeof taskSchema>;

/** `set.json`: what a set is, where it came from and what is measured on it. */
export const setSchema = z.object({
  name: z.string().regex(/^[a-z0-9-]+$/),
  title: z.string(),
  licence: z.string(),
  licenceFiles: z.array(insidePath).default([]),
  source: z.string(),
  /** Other sets that this one uses: their files are part of its hash. */
  linked: z.array(z.string().regex(/^[a-z0-9-]+$/)).default([]),
  /** Hash of all files of the set but set.json, of those of linked sets, and of the sample library where it is used. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  /** Metrics that the gate watches; the first one is the set's main metric. */
  gated: z.array(z.object({ metric: z.string(), better: z.enum(["higher", "lower"]) })).min(1),
  collections: z.array(collectionSchema),
  tasks: z.array(taskSchema).min(1),
  /**
   * Questions about one document hang together and are drawn together. `separator` cuts a document's key to what
   * its parts share; `block` splits a very long document into stretches of so many characters.
   */
  cluster: z
    .object({ separator: z.string().min(1).optional(), block: z.number().int().positive().optional() })
    .default({}),
  /** Seeded slice for the gate: at most so many questions and characters of documents in each collection. */
  slice: z.object({
    seed: z.string(),
    questions: z.number().int().positive(),
    characters: z.number().int().positive(),
  }),
});
export type QuestionSet = z.infer<typeof setSchema>;

const evidenceLineSchema = z.object({
  file: z.string(),
  text: z.string().optional(),
  page: z.number().int().positive().nullish(),
  heading: z.string().nullish(),
  start: z.number().int().min(0).optional(),
  end: z.number().int().min(0).optional(),
});

/** One line of a `qa*.jsonl`; offsets are code points of the file. */
export const questionLineSchema = z.object({
  id: z.string().min(1),
  question: z.string().min(1),
  answers: z.array(z.string()).default([]),
  answerable: z.boolean(),
  lang: z.string().default("en"),
  doc: z.string().optional(),
  evidence: z.array(evidenceLineSchema).default([]),
  candidates: z.array(z.string()).default([]),
  /** Span of the paragraph that the question was written for. */
  passage: z.tuple([z.number().int().min(0), z.number().int().min(0)]).optional(),
});

/** A question with its own few passages and what a right answer must and must not hold. */
export const checkQuestionSchema = z.object({
  q: z.string().min(1),
  p: z.array(z.string().min(1)).min(1),
  gold: z.number().int().nullable().optional(),
  must: z.string().nullable().optional(),
  mustnot: z.array(z.string()).default([]),
  ans: z.boolean(),
});
export type CheckQuestion = z.infer<typeof checkQuestionSchema>;

export const mailLineSchema = z.object({ context: z.string(), question: z.string(), ideal: z.string() });

export const corpusLineSchema = z.object({ id: z.string().min(1), title: z.string(), text: z.string() });
export const queryLineSchema = z.object({ id: z.string().min(1), text: z.string().min(1) });
