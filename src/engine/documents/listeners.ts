import type { Log } from "../platform/log.ts";

export interface Listeners<Event> {
  listen(listener: (event: Event) => void): () => void;
  tell(event: Event): void;
}

/** Listeners that can't stop each other or the teller: what one throws goes to the log. */
export function createListeners<Event>(log: Log): Listeners<Event> {
  const all = new Set<(event: Event) => void>();
  return {
    listen(listener) {
      // Wrapped, so that one function may listen twice and each is taken back alone.
      const entry = (event: Event): void => listener(event);
      all.add(entry);
      return () => all.delete(entry);
    },
    tell(event) {
      for (const listener of all) {
        try {
          listener(event);
        } catch (error) {
          log.write("error", "listener-failed", {
            error: error instanceof Error ? (error.stack ?? error.message) : String(error),
          });
        }
      }
    },
  };
}
