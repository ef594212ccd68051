import type {
  Answer,
  AnswerEvent,
  Conversation,
  OpenedCitation,
  Question,
  Source,
} from "../../shared/answer-schemas.ts";
import type { SearchFilter, SearchMode } from "../../shared/schemas.ts";
import type { Models } from "../models/models.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import type { Retriever } from "../retrieval/retrieval-types.ts";
import { readSettings } from "../store/setting-table.ts";
import type { Store } from "../store/store.ts";
import { createRunTable } from "../trace/run-table.ts";
import { answerQuestion } from "./answer-question.ts";
import { answerSetup } from "./answer-setup.ts";
import { type AskRequest, beginAnswer, findConversation } from "./begin-answer.ts";
import type { ChatLibrary, ChatParts, SignalSink } from "./chat-parts.ts";
import { createConversationTable } from "./conversation-table.ts";
import { createDocumentLookup } from "./document-table.ts";
import { detach } from "./event-queue.ts";
import { exportMarkdown } from "./export-markdown.ts";
import { findEvidence, findQuotes } from "./find-evidence.ts";
import { createMessageTable } from "./message-table.ts";
import { openCitation } from "./open-citation.ts";
import { createOpenQuestionTable, type OpenQuestion } from "./open-question-table.ts";
import { type PreparedView, prepareSend } from "./prepare-send.ts";
import { createPreparedSends } from "./prepared-sends.ts";
import { recoverWriting } from "./recover-writing.ts";

export interface ChatOptions {
  store: Pick<Store, "user" | "index" | "readOnly">;
  retriever: Retriever;
  models: Pick<Models, "embedding" | "textModel" | "list">;
  library: ChatLibrary;
  /** Where ratings go as signals. */
  signals: SignalSink;
  clock: Clock;
  log: Log;
  /** Of the program, for setups. */
  version: string;
}

/** Conversations, answers and everything that is asked of them. */
export interface Chat {
  /**
   * Asks; the question is stored when this returns. The stream's errors are part of its last answer.
   * @throws DocentError question-empty, question-binary, not-found, consent-required, consent-expired, data-newer.
   */
  ask(request: AskRequest, signal?: AbortSignal): AsyncGenerator<AnswerEvent, void, void>;
  prepare(
    request: { conversationId?: number | undefined; text: string; modelId: string; filter: SearchFilter },
    signal?: AbortSignal,
  ): Promise<PreparedView>;
  /** Passages only, with the best sentences of the first ones. */
  search(
    request: { query: string; k: number; mode: SearchMode; filter: SearchFilter },
    signal?: AbortSignal,
  ): Promise<{
    sources: Source[];
    setupId: string;
    tookMs: number;
    bestQuote: { source: number; text: string } | null;
  }>;
  conversations(search: string): Conversation[];
  conversation(id: number): { conversation: Conversation; questions: Question[] };
  rename(id: number, title: string): void;
  pin(id: number, pinned: boolean): void;
  /** Hides a conversation; `restore` brings it back. */
  remove(id: number): void;
  restore(id: number): void;
  setModel(id: number, modelId: string | null, cloudConsent: boolean): Conversation;
  setFolders(id: number, folderIds: readonly number[]): Conversation;
  export(id: number): { fileName: string; markdown: string };
  openCitation(answerId: number, number: number): OpenedCitation;
  rate(answerId: number, rating: "good" | "bad" | null, reason: string | null): void;
  keepOpen(answerId: number, keep: boolean): void;
  /** Setup, candidates, context, sentences and timings of a run. */
  run(id: number): Record<string, unknown>;
  /** Number of conversations. */
  count(): number;
  /** Of an answer in quote mode now. */
  setupId(): string;
  openQuestions: {
    list(): OpenQuestion[];
    raiseBestCosine(id: number, cosine: number): void;
    close(id: number, suggestionId: number): void;
  };
  /** Turns answers that a crash left unfinished into stopped ones; returns how many. */
  recoverWriting(): number;
  onChange(listener: () => void): () => void;
  /** Stops running answers and waits until they are stored. */
  close(): Promise<void>;
}

/** Makes the chat over both databases; all the work is in the steps it calls. */
export function createChat(options: ChatOptions): Chat {
  const { store, retriever, models, library, signals, clock, log, version } = options;
  const listeners = new Set<() => void>();
  const running = new Map<AbortController, Promise<void>>();
  const parts: ChatParts = {
    version,
    store,
    retriever,
    models,
    embedding: () => models.embedding(),
    library,
    settings: () => readSettings(store.user),
    clock,
    log,
    conversations: createConversationTable(store.user),
    messages: createMessageTable(store.user),
    openQuestions: createOpenQuestionTable(store.user),
    runs: createRunTable(store.user),
    lookup: createDocumentLookup(store.index),
    prepared: createPreparedSends(clock),
    prefillSpeeds: new Map(),
    signals,
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
  const { conversations, messages, openQuestions } = parts;
  const answerOf = (id: number) => {
    const found = messages.answer(id);
    if (found === null) throw new DocentError("not-found", "This answer is not there any more.");
    return found;
  };
  const changeAnswer = (answer: Answer): void => {
    messages.saveAnswer(answer);
    parts.changed();
  };
  const writable = (): void => {
    if (store.readOnly) {
      throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing can be changed.");
    }
  };
  const change = (id: number, apply: () => void): Conversation => {
    writable();
    findConversation(parts, id);
    apply();
    parts.changed();
    return findConversation(parts, id);
  };

  return {
    ask(request, signal) {
      const begun = beginAnswer(parts, request);
      const controller = new AbortController();
      const abort = () => controller.abort();
      if (signal?.aborted === true) abort();
      else signal?.addEventListener("abort", abort, { once: true });
      const { events, done } = detach(answerQuestion(parts, begun, controller.signal), abort);
      running.set(
        controller,
        done.finally(() => {
          signal?.removeEventListener("abort", abort);
          running.delete(controller);
        }),
      );
      return events;
    },
    prepare: (request, signal) => prepareSend(parts, request, signal),
    async search({ query, k, mode, filter }, signal) {
      const started = clock.monotonic();
      const setupId = answerSetup(parts, null, 0).id;
      if (query.trim() === "") return { sources: [], setupId, tookMs: 0, bestQuote: null };
      const found = await findEvidence(parts, { query, filter, mode, sources: k, ...(signal && { signal }) });
      const { quotes, evidence } = await findQuotes(parts, found, signal);
      const quote = evidence === "none" ? undefined : quotes[0];
      const bestQuote = quote === undefined ? null : { source: quote.source, text: quote.text };
      return { sources: found.sources, setupId, tookMs: clock.monotonic() - started, bestQuote };
    },
    conversations: (search) => conversations.list(search),
    conversation: (id) => ({
      conversation: findConversation(parts, id),
      questions: messages.questions(id),
    }),
    rename: (id, title) => void change(id, () => conversations.rename(id, title.trim())),
    pin: (id, pinned) => void change(id, () => conversations.pin(id, pinned)),
    remove(id) {
      writable();
      findConversation(parts, id);
      conversations.setDeleted(id, clock.now());
      parts.changed();
    },
    restore(id) {
      writable();
      if (!conversations.setDeleted(id, null)) findConversation(parts, id);
      parts.changed();
    },
    setModel(id, modelId, cloudConsent) {
      const host = models.list().find((model) => model.id === modelId)?.host ?? null;
      return change(id, () => conversations.setModel(id, modelId, cloudConsent && host !== null ? modelId : null));
    },
    setFolders: (id, folderIds) => change(id, () => conversations.setFolders(id, folderIds)),
    export(id) {
      return exportMarkdown(findConversation(parts, id), messages.questions(id));
    },
    openCitation(answerId, number) {
      const { answer } = answerOf(answerId);
      const citation = answer.citations.find((one) => one.number === number) ?? sourceAsCitation(answer, number);
      const source = answer.sources.find((one) => one.number === number);
      return openCitation(parts, citation, source?.documentName ?? "");
    },
    rate(answerId, rating, reason) {
      writable();
      const { answer } = answerOf(answerId);
      store.user.transaction(() => {
        changeAnswer({ ...answer, rating: rating === null ? null : { value: rating, reason } });
        signals.record({ runId: answer.runId, type: rating ?? "rating-removed", value: reason, surface: "chat" });
      })();
    },
    keepOpen(answerId, keep) {
      writable();
      const { answer, conversationId, question } = answerOf(answerId);
      const manifest = parts.runs.find(answer.runId)?.manifest ?? {};
      store.user.transaction(() => {
        if (keep) {
          openQuestions.add({
            answerId,
            runId: answer.runId,
            conversationId,
            question: typeof manifest["query"] === "string" ? manifest["query"] : question,
            language: answer.sources[0]?.language ?? null,
            bestCosine: bestCosineOf(manifest),
            askedAt: answer.createdAt,
          });
        } else openQuestions.removeByAnswer(answerId);
        changeAnswer({ ...answer, keptOpen: keep });
      })();
    },
    run(id) {
      const found = parts.runs.find(id);
      if (found === null) throw new DocentError("not-found", "This run is not stored any more.");
      const { manifest, setup, setupId, createdAt } = found;
      return { ...manifest, setupId, setup, createdAt };
    },
    count: () => conversations.count(),
    setupId: () => answerSetup(parts, null, 0).id,
    openQuestions,
    recoverWriting: () => recoverWriting(parts),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      for (const controller of running.keys()) controller.abort();
      await Promise.all(running.values());
      listeners.clear();
    },
  };
}

/** A source that no sentence cites can be opened too: all of its passage. @throws DocentError not-found. */
function sourceAsCitation(answer: Answer, number: number) {
  const source = answer.sources.find((one) => one.number === number);
  if (source === undefined) throw new DocentError("not-found", "This answer has no such source.");
  const { passageId, documentId, start, end, page, text } = source;
  return { number, passageId, documentId, start, end, page, text };
}

function bestCosineOf(manifest: Record<string, unknown>): number | null {
  const candidates = Array.isArray(manifest["candidates"]) ? (manifest["candidates"] as { cosine?: unknown }[]) : [];
  const cosines = candidates.flatMap(({ cosine }) => (typeof cosine === "number" ? [cosine] : []));
  return cosines.length === 0 ? null : Math.max(...cosines);
}
