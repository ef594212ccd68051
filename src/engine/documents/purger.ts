import type { Log } from "../platform/log.ts";
import type { Store } from "../store/store.ts";
import type { Ingest } from "./ingest.ts";
import { createPurgeTable } from "./purge-table.ts";

export interface Purger {
  /**
   * Removes the last traces of deleted text, in short steps; joins a purge that is on. When it can't finish,
   * `purgeNeeded` stays. @throws SqliteError, when there is no room.
   */
  purge(): Promise<void>;
  readonly running: boolean;
  close(): Promise<void>;
}

/** Runs when nothing else is on, or at once for a folder that the user takes out. */
export function createPurger(options: { store: Pick<Store, "index">; ingest: Ingest; log: Log }): Purger {
  const { store, ingest, log } = options;
  const table = createPurgeTable(store.index);
  let running: Promise<void> | null = null;
  const aborter = new AbortController();

  async function run(): Promise<void> {
    while (ingest.purgeNeeded > 0 && !aborter.signal.aborted) {
      const removals = ingest.purgeNeeded;
      while (table.mergeStep()) {
        await new Promise((resolve) => setImmediate(resolve));
        if (aborter.signal.aborted) return;
      }
      if (!table.emptyLog()) {
        log.write("warn", "log-not-emptied");
        return;
      }
      ingest.purged(removals);
    }
  }

  return {
    purge() {
      running ??= run().finally(() => {
        running = null;
      });
      return running;
    },
    get running() {
      return running !== null;
    },
    async close() {
      aborter.abort();
      await running;
    },
  };
}
