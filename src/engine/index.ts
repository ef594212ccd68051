import { createRouterClient, type RouterClient } from "@orpc/server";

import { chatRoutes } from "./chat/chat-routes.ts";
import { createChat } from "./chat/chat.ts";
import { keepPurging } from "./chat/purge-conversations.ts";
import { searchRoutes } from "./chat/search-routes.ts";
import { controlRoutesOf } from "./control-routes.ts";
import { createParser, type Parser } from "./documents/extract/parser.ts";
import { libraryRoutes } from "./documents/library-routes.ts";
import type { Library } from "./documents/library-types.ts";
import { createLibrary } from "./documents/library.ts";
import { evaluateSet, type EvaluateOptions, type Evaluation } from "./evaluation/evaluate.ts";
import { eventRoutes } from "./event-routes.ts";
import { signalRoutes } from "./feedback/signal-routes.ts";
import { createSignals } from "./feedback/signals.ts";
import { ledgerRoutes, modelRoutes } from "./models/model-routes.ts";
import { createEmbeddingCaches } from "./models/embedding-caches.ts";
import { createModels, type Models } from "./models/models.ts";
import type { ProcessLauncher } from "./platform/child-process.ts";
import { systemClock, type Clock } from "./platform/clock.ts";
import { createEgressBroker } from "./platform/egress/egress-broker.ts";
import { createFileLog, type Log } from "./platform/log.ts";
import { createNodeLauncher } from "./platform/node-launcher.ts";
import type { RouteContext } from "./platform/routes.ts";
import { createPassageIndex } from "./retrieval/passage-index.ts";
import { createPassageReader } from "./retrieval/passage-reader.ts";
import { createRetriever } from "./retrieval/retriever.ts";
import { settingsRoutes, statusRoute } from "./status-routes.ts";
import { firstStart, readSettings } from "./store/setting-table.ts";
import { openStore, type Store } from "./store/store.ts";
import { createArrivals } from "./suggestions/arrivals.ts";
import { suggestionRoutes } from "./suggestions/suggestion-routes.ts";
import { createSuggestions } from "./suggestions/suggestions.ts";
import { closeLeftOpen, createLedger } from "./trace/ledger-table.ts";
import { version } from "./version.ts";

// What the command line and the engine's own process need beside the engine itself.
export { evaluationGate } from "./evaluation/gate.ts";
export type { EvaluationRun } from "./evaluation/run-record.ts";
export { createParser } from "./documents/extract/parser.ts";
export { systemClock } from "./platform/clock.ts";
export { DocentError, toWireError } from "./platform/docent-error.ts";
export { createFileLog, silentLog, type Log } from "./platform/log.ts";
export { createNodeLauncher } from "./platform/node-launcher.ts";

export interface EngineOptions {
  /** Where Docent keeps its databases; made when it is missing. */
  dataDirectory: string;
  /** Folder with `models` and `sample-library`. */
  resourcesDirectory: string;
  launcher: ProcessLauncher;
  /** Watch the folders for changes; false for commands that only read what is there. */
  watch?: boolean;
  clock?: Clock;
  log?: Log;
  /** Let `scripted:<file>` name any JSON file; for the command line and evaluation, never where a page may ask. */
  allowScriptFiles?: boolean;
  /** Keep vectors by text in this file, so that a set read again embeds nothing; for evaluation. */
  embeddingCacheFile?: string;
  /** Seeds of suggestion decisions; tests pass their own. */
  random?: () => number;
}

/** Tells its listeners that something has changed. */
function createNews() {
  const listeners = new Set<() => void>();
  return {
    tell(): void {
      for (const listener of listeners) listener();
    },
    onChange(listener: () => void): () => void {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** The routes of both contracts over the parts. */
function createRouters(parts: {
  store: Store;
  library: Library;
  models: Models;
  retriever: ReturnType<typeof createRetriever>;
  chat: ReturnType<typeof createChat>;
  signals: ReturnType<typeof createSignals>;
  suggestions: ReturnType<typeof createSuggestions>;
  ledger: ReturnType<typeof createLedger>;
  ledgerNews: ReturnType<typeof createNews>;
  clock: Clock;
  log: Log;
  stop: () => Promise<void>;
}) {
  const { store, library, models, chat, signals, suggestions, clock, log } = parts;
  const router = {
    status: statusRoute({
      store,
      version,
      setupId: () => chat.setupId(),
      embeddingModel: "all-minilm-l6-v2",
      conversations: () => chat.count(),
    }),
    events: eventRoutes({ library, suggestions, chat, models, ledger: parts.ledgerNews, clock, log }),
    library: libraryRoutes(library),
    search: searchRoutes(chat),
    chat: chatRoutes(chat, log),
    signals: signalRoutes(signals, () => suggestions.forgotten()),
    suggestions: suggestionRoutes(suggestions),
    models: modelRoutes(models),
    ledger: ledgerRoutes(parts.ledger),
    settings: settingsRoutes(store, () => suggestions.settingsChanged()),
  };
  return { router, controlRouter: controlRoutesOf({ library, models, stop: parts.stop }) };
}
type Routers = ReturnType<typeof createRouters>;

export interface Engine {
  router: Routers["router"];
  controlRouter: Routers["controlRouter"];
  /** What every call of a router needs as its context. */
  context: RouteContext;
  /** The engine contract without a wire. */
  client: RouterClient<Routers["router"]>;
  /** The control contract without a wire. */
  control: RouterClient<Routers["controlRouter"]>;
  /** For commands and evaluation, which wait for work that a page only watches. */
  library: Library;
  models: Models;
  parser: Parser;
  /** Detectors have looked at every file that is complete. */
  suggestionsSettled(): Promise<void>;
  /** Ends all work and children and closes the databases; safe to call again. */
  close(): Promise<void>;
}

/**
 * Builds every part and connects them: the only place where parts are put together. Reads top to bottom in the order
 * of the parts. @throws DocentError data-folder-locked, folder-unreadable, disk-full.
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const clock = options.clock ?? systemClock;
  const log = options.log ?? createFileLog(options.dataDirectory);
  const { launcher, resourcesDirectory } = options;

  const store = openStore({ directory: options.dataDirectory, clock, log });
  const settings = () => readSettings(store.user);

  const ledgerNews = createNews();
  const ledger = createLedger(store.user, clock, ledgerNews.tell, store.readOnly);
  if (!store.readOnly) closeLeftOpen(store.user);
  const egress = createEgressBroker({ ledger, clock, log });
  const models = createModels({
    store,
    launcher,
    egress,
    clock,
    log,
    resourcesDirectory,
    allowScriptFiles: options.allowScriptFiles ?? false,
  });
  const caches = createEmbeddingCaches(options.embeddingCacheFile);
  const embedding = async () => caches.around(await models.embedding());

  const parser = createParser({ launcher, clock, log });
  const library = createLibrary({
    store,
    parser,
    embedding,
    passageIndex: createPassageIndex({ store }),
    clock,
    log,
    resourcesDirectory,
    watch: options.watch ?? false,
  });

  const retriever = createRetriever({ store, embedding, clock });
  const signals = createSignals({ store, clock, learning: () => settings().learning });
  const chat = createChat({ store, retriever, models, library, signals, clock, log, version });
  if (!store.readOnly) chat.recoverWriting();
  const purging = keepPurging({ store, clock, log });

  const reader = createPassageReader({ store, embedding });
  const suggestions = createSuggestions({
    database: store.user,
    readOnly: store.readOnly,
    openQuestions: chat.openQuestions,
    reader,
    settings,
    firstStart: firstStart(store.user, clock.now(), store.readOnly),
    clock,
    log,
    random: options.random ?? (() => Math.floor(Math.random() * 4_294_967_296)),
  });
  const arrivals = createArrivals({
    library,
    complete: reader.complete,
    wanted: () => chat.openQuestions.list().length > 0,
    arrived: (documentId) => suggestions.documentArrived(documentId),
    idle: () => suggestions.report("indexing-finished"),
    clock,
    log,
  });

  let closing: Promise<void> | null = null;
  const close = (): Promise<void> => {
    closing ??= (async () => {
      arrivals.close();
      suggestions.close();
      egress.close();
      await chat.close();
      await purging.close();
      await library.close();
      await arrivals.settled();
      await parser.close();
      await models.close();
      caches.close();
      store.close();
    })();
    return closing;
  };

  const { router, controlRouter } = createRouters({
    store,
    library,
    models,
    retriever,
    chat,
    signals,
    suggestions,
    ledger,
    ledgerNews,
    clock,
    log,
    stop: close,
  });
  const context: RouteContext = { log };
  return {
    router,
    controlRouter,
    context,
    client: createRouterClient(router, { context }),
    control: createRouterClient(controlRouter, { context }),
    library,
    models,
    parser,
    suggestionsSettled: () => arrivals.settled(),
    close,
  };
}

/**
 * Runs a question set against engines of its own in temporary folders, as `docent eval` and the quality gate do.
 * @throws DocentError not-found, invalid-input.
 */
export function evaluate(
  options: Omit<EvaluateOptions, "openEngine"> & { embeddingCacheFile?: string },
): Promise<Evaluation> {
  const { embeddingCacheFile, resourcesDirectory } = options;
  return evaluateSet({
    ...options,
    async openEngine({ dataDirectory }) {
      const launcher = createNodeLauncher();
      const engine = await createEngine({
        dataDirectory,
        resourcesDirectory,
        launcher,
        allowScriptFiles: true,
        ...(embeddingCacheFile === undefined ? {} : { embeddingCacheFile }),
      });
      return {
        client: engine.client,
        control: engine.control,
        settled: () => engine.library.settled(),
        suggestionsSettled: () => engine.suggestionsSettled(),
        extract: (file) => engine.parser.extract(file),
        close: () => engine.close(),
      };
    },
  });
}
