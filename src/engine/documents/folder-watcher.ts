import { type AsyncSubscription, subscribe } from "@parcel/watcher";

import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

export interface FolderWatcherOptions {
  path: string;
  /** Never watched: what Docent writes itself. */
  dataDirectory: string;
  clock: Clock;
  log: Log;
  /** Paths that appeared or changed; each may be a file or a folder. */
  onPresent: (paths: string[]) => void;
  /** Paths that went and have not come back for a while. */
  onGone: (paths: string[]) => void;
  /** Events were lost or the watch ended: look at the whole folder. */
  onLost: () => void;
}

export interface FolderWatcher {
  /** False when the system can't watch this folder, so that it must be looked at from time to time. */
  readonly live: boolean;
  /** No event waits to be told. */
  quiet(): boolean;
  close(): Promise<void>;
}

/** Programs save in several steps; their events are told together. */
const gatherMs = 40;
/** A rename is a deletion and a creation; the deletion waits for the other half. */
const goneMs = 700;

/** Watches one folder with the system's own means. Events are hints: what is told is looked at on the disk. */
export async function watchFolder(options: FolderWatcherOptions): Promise<FolderWatcher> {
  const { clock, log, onPresent, onGone, onLost } = options;
  const present = new Set<string>();
  const gone = new Map<string, number>();
  let presentTimer: Timer | null = null;
  let goneTimer: Timer | null = null;
  let closed = false;
  let subscription: AsyncSubscription | null = null;

  function tellPresent(): void {
    presentTimer = null;
    const told = [...present];
    present.clear();
    if (!closed && told.length > 0) onPresent(told);
  }

  function tellGone(): void {
    goneTimer = null;
    const due = clock.monotonic() - goneMs + 1;
    const told = [...gone].filter(([, at]) => at <= due).map(([path]) => path);
    for (const path of told) gone.delete(path);
    if (closed) return;
    if (gone.size > 0) goneTimer = clock.after(goneMs, tellGone);
    if (told.length > 0) onGone(told);
  }

  try {
    subscription = await subscribe(
      options.path,
      (error, events) => {
        if (closed) return;
        if (error !== null) {
          log.write("warn", "watch-lost", { error: error.message });
          onLost();
          return;
        }
        for (const event of events) {
          if (event.type === "delete") {
            gone.set(event.path, clock.monotonic());
          } else {
            gone.delete(event.path);
            present.add(event.path);
          }
        }
        if (present.size > 0) presentTimer ??= clock.after(gatherMs, tellPresent);
        if (gone.size > 0) goneTimer ??= clock.after(goneMs, tellGone);
      },
      { ignore: ["**/.git/**", "**/node_modules/**", options.dataDirectory] },
    );
  } catch (error) {
    // The system's limit of watches, a network drive or a missing add-on: the folder is looked at from time to time.
    log.write("warn", "watch-unavailable", { error: error instanceof Error ? error.message : String(error) });
  }
  return {
    live: subscription !== null,
    quiet: () => present.size === 0 && gone.size === 0,
    async close() {
      closed = true;
      presentTimer?.cancel();
      goneTimer?.cancel();
      await subscription?.unsubscribe();
    },
  };
}
