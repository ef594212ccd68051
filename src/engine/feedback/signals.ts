import type { Signal } from "../../shared/feedback-schemas.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Store } from "../store/store.ts";
import { countLearned, createSignalTable, forgetStatements } from "./signal-table.ts";

export interface Signals {
  /** Stores a signal against a run. Nothing is stored while learning is off. */
  record(signal: Omit<Signal, "id" | "at">): void;
  list(limit: number, beforeId?: number): { total: number; signals: Signal[] };
  /** JSON Lines, oldest first: one signal a line with the setup of its run. */
  export(): string;
  /** Forgets signals, ratings, suggestions and decisions, in the database and in its backups; returns the rows deleted. */
  removeAll(): Promise<number>;
}

/** Keeps the events that say how good an answer was, on this computer only. */
export function createSignals({
  store,
  clock,
  learning,
}: {
  store: Store;
  clock: Clock;
  /** False: the user switched learning off. */
  learning: () => boolean;
}): Signals {
  const table = createSignalTable(store.user);
  return {
    record(signal) {
      if (!table.runExists(signal.runId)) {
        throw new DocentError("not-found", "The answer of this signal is not stored.");
      }
      if (!learning()) return;
      table.add({ ...signal, at: clock.now() });
    },
    list: (limit, beforeId) => ({ total: table.count(), signals: table.newest(limit, beforeId) }),
    export() {
      const setups = table.setups();
      return table
        .newest(1_000_000)
        .reverse()
        .map((signal) => `${JSON.stringify({ ...signal, setupId: setups.get(signal.runId) ?? null })}\n`)
        .join("");
    },
    async removeAll() {
      const removed = countLearned(store.user);
      await store.forget(forgetStatements);
      return removed;
    },
  };
}
