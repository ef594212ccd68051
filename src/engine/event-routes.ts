import type { PageEvent } from "../shared/page-event-schemas.ts";
import type { Library } from "./documents/library-types.ts";
import type { Clock } from "./platform/clock.ts";
import type { Log } from "./platform/log.ts";
import { engineRoutes, typedStream } from "./platform/routes.ts";
import type { Suggestions } from "./suggestions/suggestions.ts";

type Kind = PageEvent["type"];

/** At most one event of a kind in this many milliseconds. */
const quietMs = 100;

/** Anything that tells when it has changed. */
export interface Changing {
  onChange(listener: () => void): () => void;
}

/** Route `events.watch`: the state of a kind at the start and after each change, never one message per change. */
export function eventRoutes({
  library,
  suggestions,
  chat,
  models,
  ledger,
  clock,
  log,
}: {
  library: Library;
  suggestions: Suggestions;
  chat: Changing;
  models: Changing;
  ledger: Changing;
  clock: Clock;
  log: Log;
}) {
  const read: Record<Kind, () => PageEvent> = {
    library: () => ({ type: "library", summary: library.summary(), progress: library.progress() }),
    folders: () => ({ type: "folders", folders: library.folders() }),
    conversations: () => ({ type: "conversations" }),
    models: () => ({ type: "models" }),
    ledger: () => ({ type: "ledger" }),
    suggestions: () => ({ type: "suggestions", card: suggestions.card(), waiting: suggestions.waiting() }),
  };

  async function* watch(signal: AbortSignal | undefined): AsyncGenerator<PageEvent, void, void> {
    const dirty = new Set<Kind>(["library", "folders", "suggestions"]);
    let wake: () => void = () => undefined;
    const mark =
      (...kinds: Kind[]) =>
      (): void => {
        for (const kind of kinds) dirty.add(kind);
        wake();
      };
    const stops = [
      library.onChange(mark("library", "folders")),
      suggestions.onChange(mark("suggestions")),
      chat.onChange(mark("conversations")),
      models.onChange(mark("models")),
      ledger.onChange(mark("ledger")),
    ];
    const aborted = (): void => wake();
    signal?.addEventListener("abort", aborted);
    const ended = (): boolean => signal?.aborted === true;
    try {
      while (!ended()) {
        const kinds = [...dirty];
        dirty.clear();
        for (const kind of kinds) yield read[kind]();
        await new Promise<void>((resolve) => void clock.after(quietMs, resolve));
        if (dirty.size === 0 && !ended()) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          wake = () => undefined;
        }
      }
    } finally {
      signal?.removeEventListener("abort", aborted);
      for (const stop of stops) stop();
    }
  }

  return engineRoutes.events.router({
    watch: engineRoutes.events.watch.handler(({ signal }) => typedStream(watch(signal), log, "events.watch")),
  });
}
