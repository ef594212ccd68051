import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

import {
  answerEventSchema,
  conversationSchema,
  openedCitationSchema,
  questionSchema,
  sourceSchema,
} from "./answer-schemas.ts";
import {
  activitySchema,
  ledgerRowSchema,
  signalSchema,
  signalTypeSchema,
  suggestionOutcomeSchema,
  suggestionSchema,
} from "./feedback-schemas.ts";
import {
  documentGroupSchema,
  documentSchema,
  documentTextSchema,
  documentViewSchema,
  folderSchema,
  libraryProgressSchema,
  librarySummarySchema,
  locationSchema,
  pageTextSchema,
} from "./library-schemas.ts";
import { modelSchema } from "./model-schemas.ts";
import { pageEventSchema } from "./page-event-schemas.ts";
import { filterSchema, idSchema, searchModeSchema, timeSchema, wireErrorSchema } from "./schemas.ts";
import { settingsPatchSchema, settingsSchema, statusSchema } from "./settings-schemas.ts";

/** The one typed error of every route: a wire error as its data. */
const base = oc.errors({ DOCENT: { data: wireErrorSchema } });
const nothing = z.object({});
const byId = z.object({ id: idSchema });

/** What a page, the command line and tests may ask of the engine. A page holds ids, never paths. */
export const engineContract = {
  status: base.input(nothing).output(statusSchema),
  events: {
    /** Library and suggestion news while the page is open, coalesced to one event per 100 ms and kind. */
    watch: base.input(nothing).output(eventIterator(pageEventSchema)),
  },
  library: {
    folders: base.input(nothing).output(z.array(folderSchema)),
    summary: base.input(nothing).output(z.object({ summary: librarySummarySchema, progress: libraryProgressSchema })),
    removeFolder: base
      .input(byId)
      .output(z.object({ documents: z.number().int(), passages: z.number().int(), passagesLeft: z.number().int() })),
    renameFolder: base.input(z.object({ id: idSchema, name: z.string().min(1).max(200) })).output(folderSchema),
    pause: base.input(z.object({ paused: z.boolean(), folderId: idSchema.optional() })).output(nothing),
    rescan: base.input(z.object({ folderId: idSchema.optional() })).output(nothing),
    addSample: base.input(nothing).output(folderSchema),
    documents: base
      .input(
        z.object({
          group: documentGroupSchema.default("all"),
          folderId: idSchema.optional(),
          nameContains: z.string().max(200).default(""),
          sort: z.enum(["name", "folder", "outcome", "size", "modified", "read", "pages"]).default("name"),
          descending: z.boolean().default(false),
          offset: z.number().int().min(0).default(0),
          limit: z.number().int().min(1).max(500).default(200),
        }),
      )
      .output(z.object({ total: z.number().int(), documents: z.array(documentSchema) })),
    retry: base.input(z.object({ ids: z.array(idSchema).max(10_000) })).output(nothing),
    exclude: base.input(z.object({ ids: z.array(idSchema).max(10_000), excluded: z.boolean() })).output(nothing),
    /** CSV of every path with its outcome and reason. */
    report: base.input(nothing).output(z.object({ csv: z.string() })),
    view: base.input(byId).output(documentViewSchema),
    /** At most 200,000 characters a call; the span is cut to the document. */
    text: base
      .input(z.object({ id: idSchema, start: z.number().int().min(0), end: z.number().int().min(0) }))
      .output(documentTextSchema),
    pageText: base.input(z.object({ id: idSchema, page: z.number().int().positive() })).output(pageTextSchema),
    /** Rectangles of a span on the pages of a document that has pages. */
    locate: base
      .input(z.object({ id: idSchema, start: z.number().int().min(0), end: z.number().int().min(0) }))
      .output(z.array(locationSchema)),
    /** Starter questions by template from headings of recently read files; never invented. */
    starters: base
      .input(nothing)
      .output(z.array(z.object({ text: z.string(), documentId: idSchema, documentName: z.string() }))),
  },
  search: {
    passages: base
      .input(
        z.object({
          query: z.string().max(20_000),
          k: z.number().int().min(1).max(100).default(10),
          mode: searchModeSchema.default("hybrid"),
          filter: filterSchema.prefault({}),
        }),
      )
      .output(
        z.object({
          sources: z.array(sourceSchema),
          setupId: z.string(),
          tookMs: z.number(),
          bestQuote: z.object({ source: z.number().int(), text: z.string() }).nullable(),
        }),
      ),
  },
  chat: {
    conversations: base
      .input(z.object({ search: z.string().max(200).default("") }))
      .output(z.array(conversationSchema)),
    conversation: base
      .input(byId)
      .output(z.object({ conversation: conversationSchema, questions: z.array(questionSchema) })),
    rename: base.input(z.object({ id: idSchema, title: z.string().min(1).max(200) })).output(nothing),
    pin: base.input(z.object({ id: idSchema, pinned: z.boolean() })).output(nothing),
    remove: base.input(byId).output(nothing),
    restore: base.input(byId).output(nothing),
    setModel: base
      .input(z.object({ id: idSchema, modelId: z.string().nullable(), cloudConsent: z.boolean().default(false) }))
      .output(conversationSchema),
    setFolders: base.input(z.object({ id: idSchema, folderIds: z.array(idSchema) })).output(conversationSchema),
    /** Markdown of the whole conversation with its sources. */
    export: base.input(byId).output(z.object({ fileName: z.string(), markdown: z.string() })),
    /**
     * Ask. Without `conversationId` a conversation is made. With `questionId` the answer is a new variant of that
     * question. `write` forces writing with a model that has not passed its check. `preparedId` sends what
     * `prepare` showed, cut to `passages`; a cloud model needs it until its first send in the conversation.
     */
    ask: base
      .input(
        z.object({
          conversationId: idSchema.optional(),
          questionId: idSchema.optional(),
          text: z.string().max(400_000),
          modelId: z.string().optional(),
          quotesOnly: z.boolean().default(false),
          write: z.boolean().default(false),
          filter: filterSchema.prefault({}),
          seed: z.number().int().optional(),
          preparedId: z.string().optional(),
          passages: z.array(z.number().int().positive()).optional(),
          surface: z.enum(["chat", "quick-prompt", "command-line"]).default("chat"),
        }),
      )
      .output(eventIterator(answerEventSchema)),
    /** What a cloud model would be sent for this question, word for word; nothing is sent. */
    prepare: base
      .input(
        z.object({
          conversationId: idSchema.optional(),
          text: z.string().max(400_000),
          modelId: z.string(),
          filter: filterSchema.prefault({}),
        }),
      )
      .output(
        z.object({
          preparedId: z.string(),
          host: z.string(),
          modelLabel: z.string(),
          question: z.string(),
          instructions: z.string(),
          earlierMessages: z.array(z.object({ role: z.enum(["user", "assistant"]), text: z.string() })),
          passages: z.array(sourceSchema),
          bytes: z.number().int(),
        }),
      ),
    openCitation: base
      .input(z.object({ answerId: idSchema, number: z.number().int().positive() }))
      .output(openedCitationSchema),
    rate: base
      .input(
        z.object({
          answerId: idSchema,
          rating: z.enum(["good", "bad"]).nullable(),
          reason: z.string().max(120).nullable().default(null),
        }),
      )
      .output(nothing),
    keepOpen: base.input(z.object({ answerId: idSchema, keep: z.boolean() })).output(nothing),
    /** Everything the run stored: setup, candidates with ranks, context, timings. */
    run: base.input(z.object({ runId: idSchema })).output(z.object({ manifest: z.record(z.string(), z.unknown()) })),
  },
  signals: {
    record: base
      .input(
        z.object({
          runId: idSchema,
          type: signalTypeSchema,
          value: z.string().max(400).nullable().default(null),
          surface: signalSchema.shape.surface.default("chat"),
        }),
      )
      .output(nothing),
    list: base
      .input(z.object({ limit: z.number().int().min(1).max(1_000).default(200), beforeId: idSchema.optional() }))
      .output(z.object({ total: z.number().int(), signals: z.array(signalSchema) })),
    export: base.input(nothing).output(z.object({ fileName: z.string(), jsonl: z.string() })),
    /** Deletes every signal, rating, suggestion, decision and outcome; says how many rows went. */
    removeAll: base.input(nothing).output(z.object({ removed: z.number().int() })),
  },
  suggestions: {
    list: base.input(nothing).output(
      z.object({
        suggestions: z.array(suggestionSchema),
        shownToday: z.number().int(),
        dailyLimit: z.number().int(),
      }),
    ),
    act: base
      .input(z.object({ id: idSchema, outcome: suggestionOutcomeSchema, laterUntil: timeSchema.optional() }))
      .output(nothing),
    /** Tell the moment gate what the user does. Never carries text. */
    report: base.input(z.object({ activity: activitySchema })).output(nothing),
    /** The card on screen became visible or went; starts and ends its impression. */
    impression: base.input(z.object({ id: idSchema, visible: z.boolean() })).output(nothing),
  },
  models: {
    list: base.input(nothing).output(z.array(modelSchema)),
    addServer: base
      .input(
        z.object({ label: z.string().min(1).max(80), baseUrl: z.string().max(400), model: z.string().min(1).max(200) }),
      )
      .output(modelSchema),
    remove: base.input(z.object({ id: z.string() })).output(nothing),
    /** Does the server answer? Sends no document text; one ledger row. */
    checkServer: base
      .input(z.object({ id: z.string() }))
      .output(z.object({ answers: z.boolean(), message: z.string() })),
  },
  ledger: {
    list: base
      .input(z.object({ limit: z.number().int().min(1).max(1_000).default(200) }))
      .output(z.array(ledgerRowSchema)),
  },
  settings: {
    get: base.input(nothing).output(settingsSchema),
    set: base.input(settingsPatchSchema).output(settingsSchema),
  },
};
export type EngineContract = typeof engineContract;
