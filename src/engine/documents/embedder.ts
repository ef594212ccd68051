import type { EmbeddingModel } from "../models/model-types.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import { DocentError, isCancellation } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import { isDamage, isFull } from "../store/database-error.ts";
import type { Store } from "../store/store.ts";
import type { PassageIndex } from "./document-types.ts";
import { createTextTable } from "./text-table.ts";

export interface EmbedderOptions {
  store: Pick<Store, "index" | "markIndexDamaged">;
  passageIndex: PassageIndex;
  embedding: () => Promise<EmbeddingModel>;
  clock: Clock;
  log: Log;
  onChange: () => void;
}

export interface Embedder {
  /**
   * Makes vectors for these passages; without ids, for all that have none, which it then looks for. A look walks over
   * every passage, so it is not made for each file.
   */
  wake(passageIds?: readonly number[]): void;
  setPaused(paused: boolean): void;
  /** No passage lacks a vector, or none can be made now. */
  idle(): boolean;
  /** Why no vectors are made, while words are searched all the same. */
  readonly unavailable: DocentError | null;
  /** Vectors stored since the start of this process. */
  readonly embedded: number;
  close(): Promise<void>;
}

/** Passages given to the model at once and stored in one transaction. */
const batchSize = 32;
const fetched = 1_024;
const retryMs = 60_000;
const attemptsInARow = 3;

/**
 * The second pass over new text: vectors in batches, smallest ids first, each batch stored at once, so that a stop or a
 * crash loses at most one batch and never a passage. Without a model it waits; nothing else does.
 */
export function createEmbedder(options: EmbedderOptions): Embedder {
  const { store, passageIndex, embedding, clock, log, onChange } = options;
  const texts = createTextTable(store.index);
  const aborter = new AbortController();
  let running: Promise<void> | null = null;
  let wokenAgain = false;
  /** Passages known to lack a vector. */
  let known: number[] = [];
  let looked = false;
  let paused = false;
  let closed = false;
  let unavailable: DocentError | null = null;
  let failures = 0;
  let embedded = 0;
  let retry: Timer | null = null;

  const mayRun = (): boolean => !paused && !closed && unavailable === null;

  async function embedBatch(model: EmbeddingModel, ids: readonly number[]): Promise<void> {
    const passages = texts.passages(ids);
    const vectors = await model.embed(
      passages.map((passage) => passageIndex.embeddingText(passage)),
      { signal: aborter.signal, priority: "background" },
    );
    store.index
      .transaction(() => {
        // A file may have been deleted while the model was at its text.
        const present = new Set(texts.passages(ids).map((passage) => passage.id));
        const rows = passages.flatMap((passage, place) => {
          const vector = vectors[place];
          return vector !== undefined && present.has(passage.id) ? [{ passageId: passage.id, vector }] : [];
        });
        passageIndex.addVectors(rows, model.spaceId);
        embedded += rows.length;
      })
      .immediate();
    failures = 0;
  }

  async function run(): Promise<void> {
    // Not the model first: it is started only when there is something for it.
    if (!texts.hasPassages()) return;
    const model = await embedding();
    while (mayRun()) {
      if (known.length === 0 && !looked) {
        known = passageIndex.withoutVectors(model.spaceId, fetched);
        looked = known.length < fetched;
      }
      const ids = known.slice(0, batchSize);
      if (ids.length === 0) return;
      await embedBatch(model, ids);
      known = known.slice(ids.length);
      onChange();
    }
  }

  /** What is missing is looked for again. */
  function forget(): void {
    known = [];
    looked = false;
  }

  /** After this it waits a minute, or for the next `wake` after a change of models. */
  function settleError(error: unknown): void {
    if (closed || isCancellation(error)) return;
    failures += 1;
    forget();
    log.write("warn", "embedding-failed", {
      code: error instanceof DocentError ? error.code : "internal",
      error: error instanceof Error ? error.message : String(error),
      failures,
    });
    if (isDamage(error)) store.markIndexDamaged();
    if (error instanceof DocentError && error.code === "model-failed" && failures < attemptsInARow) {
      wokenAgain = true;
      return;
    }
    unavailable =
      error instanceof DocentError
        ? error
        : isFull(error)
          ? new DocentError("disk-full", "There is no space left for the search by meaning.", { cause: error })
          : new DocentError("model-failed", "The search by meaning could not be prepared.", { cause: error });
    retry = clock.after(retryMs, () => {
      unavailable = null;
      failures = 0;
      wake();
    });
  }

  function wake(passageIds?: readonly number[]): void {
    if (passageIds === undefined) forget();
    // Until the look over all is done it finds these, too.
    else if (looked) for (const id of passageIds) known.push(id);
    start();
  }

  function start(): void {
    if (running !== null) {
      wokenAgain = true;
      return;
    }
    if (!mayRun()) return;
    wokenAgain = false;
    running = run()
      .catch(settleError)
      .finally(() => {
        running = null;
        if (wokenAgain) start();
        onChange();
      });
  }

  return {
    wake,
    setPaused(next) {
      paused = next;
      if (!paused) start();
    },
    idle: () => running === null,
    get unavailable() {
      return unavailable;
    },
    get embedded() {
      return embedded;
    },
    async close() {
      closed = true;
      retry?.cancel();
      aborter.abort();
      await running;
    },
  };
}
