import type { Clock, Timer } from "../platform/clock.ts";
import { DocentError, isCancellation } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import { isDamage, isFull } from "../store/database-error.ts";
import type { Store } from "../store/store.ts";
import type { Extraction } from "./document-types.ts";
import { readWhole } from "./file-read.ts";
import type { Ingest } from "./ingest.ts";
import { createQueueTable, type WaitingDocument } from "./queue-table.ts";

/** The part of the parser that reading needs. */
export interface DocumentParser {
  extract(file: { name: string; bytes: Uint8Array }, options?: { signal?: AbortSignal }): Promise<Extraction>;
}

export interface ReaderOptions {
  store: Pick<Store, "index" | "markIndexDamaged">;
  ingest: Ingest;
  parser: DocumentParser;
  clock: Clock;
  log: Log;
  /** After each document: its outcome is stored. */
  onRead: (documentId: number, passageIds: number[]) => void;
  /** A file is gone; its folder may be, too. */
  onGone: (folderId: number, path: string) => void;
  onChange: () => void;
}

/** "not-available": no process for reading can be started. */
export type Blocked = "disk-full" | "index-damaged" | "not-available";

export interface Reader {
  /** Looks for waiting documents; call it whenever there may be some. */
  wake(): void;
  setPaused(paused: boolean): void;
  /** Nothing is being read and nothing that may be read waits, or it can't go on now. */
  idle(): boolean;
  /** Why it stands still although documents wait. */
  blocked(): Blocked | null;
  readonly current: string | null;
  readonly filesRead: number;
  readonly bytesRead: number;
  /** Stops what is being read, so that it waits again, and ends. */
  close(): Promise<void>;
}

const atOnce = 2;
const fetched = 32;
/** A document that was being read when the engine died, this many times, is not tried again by itself. */
const attemptsBeforeDamaged = 2;
const tornRetries = 5;
const tornDelayMs = 400;
const fullRetryMs = 15_000;
/** The system may be out of processes for a moment; after so many tries in a row it is told. */
const startTriesBeforeBlocked = 3;
const startRetryMs = 2_000;

/** Takes waiting documents in order, reads, parses and stores each. One bad document never stops the others. */
export function createReader(options: ReaderOptions): Reader {
  const { store, ingest, parser, clock, log, onRead, onGone, onChange } = options;
  const queue = createQueueTable(store.index);
  const inFlight = new Map<number, string>();
  /** Attempts count deaths of the engine, so each document counts once in a process's life. */
  const begunHere = new Set<number>();
  const torn = new Map<number, { count: number; waits: boolean }>();
  const timers = new Set<Timer>();
  const aborter = new AbortController();
  let buffer: WaitingDocument[] = [];
  let paused = false;
  let closed = false;
  let blocked: Blocked | null = null;
  /** It waits to start the parser again; documents wait with it. */
  let resting = false;
  let failedStarts = 0;
  let filesRead = 0;
  let bytesRead = 0;
  let running: Promise<void>[] = [];
  /** A wake that came while all loops ran: one of them may just have seen an empty queue. */
  let wokenAgain = false;

  function later(milliseconds: number, task: () => void): void {
    const timer = clock.after(milliseconds, () => {
      timers.delete(timer);
      task();
    });
    timers.add(timer);
  }

  /** Tries a document again after a while; its timer decides, because it may come a little before the clock says so. */
  function tryLater(id: number, count: number, delay: number): void {
    const wait = { count, waits: true };
    torn.set(id, wait);
    later(delay, () => {
      wait.waits = false;
      wake();
    });
  }

  function mayTake(document: WaitingDocument): boolean {
    return !inFlight.has(document.id) && torn.get(document.id)?.waits !== true;
  }

  function take(): WaitingDocument | null {
    for (;;) {
      let document = buffer.shift();
      if (document === undefined) {
        buffer = queue.next(fetched + inFlight.size + torn.size).filter(mayTake);
        document = buffer.shift();
      }
      if (document === undefined) return null;
      // It may have been left out, or taken away, while it lay in the buffer.
      if (mayTake(document) && queue.now(document.id)?.waits === true) return document;
    }
  }

  async function readOne(document: WaitingDocument): Promise<void> {
    if (!begunHere.has(document.id)) {
      if (document.attempts >= attemptsBeforeDamaged) {
        ingest.fix(document.id, "damaged", "Docent stopped twice while it was read. Retry it if you trust it.", true);
        onRead(document.id, []);
        return;
      }
      queue.setAttempts(document.id, document.attempts + 1);
      begunHere.add(document.id);
    }
    const file = await readWhole(document.path);
    if (file.kind === "gone") {
      await settleGone(document);
    } else if (file.kind === "torn") {
      settleTorn(document);
    } else if (file.kind === "fixed") {
      ingest.fix(document.id, file.outcome, file.reason, true);
      onRead(document.id, []);
    } else {
      filesRead += 1;
      bytesRead += file.bytes.length;
      let passageIds: number[] = [];
      if (!ingest.adopt(document.id, document.stamp, document.name, file)) {
        const began = clock.monotonic();
        const extraction = await parser.extract({ name: document.name, bytes: file.bytes }, { signal: aborter.signal });
        failedStarts = 0;
        aborter.signal.throwIfAborted();
        const took = Math.round(clock.monotonic() - began);
        passageIds = ingest.record(document.id, document.stamp, file, extraction, took);
      }
      torn.delete(document.id);
      onRead(document.id, passageIds);
    }
    begunHere.delete(document.id);
  }

  async function settleGone(document: WaitingDocument): Promise<void> {
    queue.setAttempts(document.id, 0);
    // Not tried again at once: the folder is looked at first, and takes the row away or sets itself missing.
    tryLater(document.id, 0, tornDelayMs);
    onGone(document.folderId, document.path);
  }

  function settleTorn(document: WaitingDocument): void {
    const count = (torn.get(document.id)?.count ?? 0) + 1;
    if (count > tornRetries) {
      torn.delete(document.id);
      ingest.fix(document.id, "unreadable", "It kept changing, or another program held it, while it was read.", true);
      onRead(document.id, []);
      return;
    }
    queue.setAttempts(document.id, 0);
    tryLater(document.id, count, tornDelayMs * count);
  }

  /** Stands still until there may be space again. */
  function waitForSpace(): void {
    if (blocked !== null) return;
    blocked = "disk-full";
    log.write("warn", "indexing-stopped", { reason: "disk-full" });
    later(fullRetryMs, () => {
      blocked = null;
      wake();
    });
    onChange();
  }

  /** No parser, no reading: nothing is wrong with the document, which waits on. */
  function waitForParser(document: WaitingDocument): void {
    queue.setAttempts(document.id, 0);
    begunHere.delete(document.id);
    if (resting || blocked !== null) return;
    failedStarts += 1;
    log.write("warn", "parser-not-started", { tries: failedStarts });
    resting = true;
    if (failedStarts >= startTriesBeforeBlocked) blocked = "not-available";
    later(blocked === null ? startRetryMs : fullRetryMs, () => {
      resting = false;
      if (blocked === "not-available") blocked = null;
      wake();
    });
    onChange();
  }

  /** Decides what an error means for the queue; returns true when the loop may go on. */
  function settleError(document: WaitingDocument, error: unknown): boolean {
    if (closed && (isCancellation(error) || aborter.signal.aborted)) return false;
    if (isFull(error)) {
      waitForSpace();
      return false;
    }
    if (error instanceof DocentError && error.code === "not-available") {
      waitForParser(document);
      return false;
    }
    if (isDamage(error)) {
      blocked = "index-damaged";
      log.write("error", "indexing-stopped", { reason: "index-damaged" });
      store.markIndexDamaged();
      onChange();
      return false;
    }
    log.write("error", "bug", {
      where: "reader",
      documentId: document.id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
    ingest.fix(document.id, "damaged", "Docent could not take in what it read (a mistake in Docent).", true);
    onRead(document.id, []);
    return true;
  }

  function mayRun(): boolean {
    return !closed && !paused && blocked === null;
  }

  const mayGoOn = (): boolean => mayRun() && !resting;

  async function run(): Promise<void> {
    while (mayGoOn()) {
      const document = take();
      if (document === null) return;
      inFlight.set(document.id, document.name);
      try {
        await readOne(document);
      } catch (error) {
        if (!settleError(document, error)) return;
      } finally {
        inFlight.delete(document.id);
      }
      onChange();
      // A queue of tiny files must not keep a question waiting.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  function wake(): void {
    wokenAgain = running.length >= atOnce;
    while (mayGoOn() && running.length < atOnce) {
      const loop: Promise<void> = run()
        .catch((error: unknown) => {
          // Only a database that fails even to record the failure gets here.
          if (isFull(error)) waitForSpace();
          log.write("error", "reader-stopped", { error: error instanceof Error ? error.message : String(error) });
        })
        .finally(() => {
          running = running.filter((other) => other !== loop);
          if (wokenAgain) wake();
          onChange();
        });
      running.push(loop);
      if (buffer.length === 0) break;
    }
  }

  return {
    wake,
    setPaused(next) {
      paused = next;
      if (!paused) wake();
    },
    idle: () => running.length === 0 && (!mayRun() || queue.waiting() === 0),
    blocked: () => blocked,
    get current() {
      return inFlight.values().next().value ?? null;
    },
    get filesRead() {
      return filesRead;
    },
    get bytesRead() {
      return bytesRead;
    },
    async close() {
      closed = true;
      for (const timer of timers) timer.cancel();
      aborter.abort();
      await Promise.all(running);
      // With no space left the attempts stay counted; one more does no harm.
      if (blocked === null) for (const id of begunHere) queue.setAttempts(id, 0);
    },
  };
}
