import type { IndexedEvent } from "../documents/library-types.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";

const lookEveryMs = 1_000;

/** What of the library arrivals need. */
export interface ArrivingLibrary {
  onIndexed(listener: (event: IndexedEvent) => void): () => void;
  onChange(listener: () => void): () => void;
  progress(): { state: "idle" | "walking" | "reading" | "embedding" | "paused" };
}

/**
 * Holds new files until their passages have vectors (or none will come) and then hands them on, one at a time in the
 * order of arrival. Tells when reading has come to an end, which is a natural break. A library that is being read
 * changes many times a second; it is looked at once a second.
 */
export function createArrivals({
  library,
  complete,
  wanted,
  arrived,
  idle,
  clock,
  log,
}: {
  library: ArrivingLibrary;
  /** Those of the files of which no passage waits for its vector. */
  complete: (documentIds: readonly number[]) => readonly number[];
  /** False: no question is open, so that no new file is held for one. */
  wanted: () => boolean;
  arrived: (documentId: number) => Promise<void>;
  idle: () => void;
  clock: Clock;
  log: Log;
}) {
  const waiting = new Set<number>();
  let queue: Promise<void> = Promise.resolve();
  let busy = false;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let timer: Timer | null = null;

  const hand = (documentId: number): void => {
    waiting.delete(documentId);
    queue = queue
      .then(() => arrived(documentId))
      .catch((error: unknown) => {
        log.write("error", "suggestion-detector", {
          document: documentId,
          error: error instanceof Error ? error.message : String(error),
        });
      });
  };
  const look = (): void => {
    timer?.cancel();
    timer = null;
    lookedAt = clock.monotonic();
    const { state } = library.progress();
    const settled = state === "idle" || state === "paused";
    if (waiting.size > 0) {
      const ready = new Set(settled ? waiting : complete([...waiting]));
      for (const documentId of waiting) if (ready.has(documentId)) hand(documentId);
    }
    if (busy && state === "idle") idle();
    busy = state === "walking" || state === "reading" || state === "embedding";
  };
  const lookSoon = (): void => {
    const wait = lookedAt + lookEveryMs - clock.monotonic();
    if (wait <= 0) look();
    else timer ??= clock.after(wait, look);
  };
  const stops = [
    library.onIndexed(({ documentId, passageIds }) => {
      // A short reading may begin and end between two looks.
      busy = true;
      if (passageIds.length > 0 && wanted()) waiting.add(documentId);
      lookSoon();
    }),
    library.onChange(lookSoon),
  ];
  return {
    /** Resolves when every file handed on so far has been looked at. */
    settled(): Promise<void> {
      // What the next look would hand on belongs to it.
      if (timer !== null) look();
      return queue;
    },
    close(): void {
      timer?.cancel();
      timer = null;
      for (const stop of stops) stop();
    },
  };
}
