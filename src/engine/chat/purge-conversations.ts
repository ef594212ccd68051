import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { Store } from "../store/store.ts";
import { createDeletedConversationTable, purgeStatements } from "./deleted-conversation-table.ts";

const dayMs = 86_400_000;
/** So long a deleted conversation can be brought back. */
const keptForMs = 30 * dayMs;
/** Ids in one statement; SQLite takes far more. */
const atOnce = 500;

/**
 * Removes conversations for good that were deleted more than 30 days ago: their messages, runs, signals, suggestions
 * and open questions, from the database, its log and every backup. Returns how many went.
 * @throws DocentError disk-full; what is left goes the next time.
 */
export async function purgeConversations(store: Pick<Store, "user" | "forget">, now: number): Promise<number> {
  const ids = createDeletedConversationTable(store.user).before(now - keptForMs);
  for (let at = 0; at < ids.length; at += atOnce) await store.forget(purgeStatements(ids.slice(at, at + atOnce)));
  return ids.length;
}

/** Purges at once and then every day, until it is closed; data of a newer Docent is left alone. */
export function keepPurging({
  store,
  clock,
  log,
}: {
  store: Pick<Store, "user" | "forget" | "readOnly">;
  clock: Clock;
  log: Log;
}): { close(): Promise<void> } {
  let timer: Timer | null = null;
  let closed = false;
  let running: Promise<void> = Promise.resolve();

  async function purge(): Promise<void> {
    try {
      const conversations = await purgeConversations(store, clock.now());
      if (conversations > 0) log.write("info", "conversations-purged", { conversations });
    } catch (error) {
      log.write("warn", "conversations-not-purged", { error: error instanceof Error ? error.message : String(error) });
    }
    if (!closed) timer = clock.after(dayMs, start);
  }

  function start(): void {
    running = purge();
  }

  if (!store.readOnly) start();
  return {
    close() {
      closed = true;
      timer?.cancel();
      return running;
    },
  };
}
