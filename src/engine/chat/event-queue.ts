/** A stream whose source runs on its own, at its own pace, whether or not anybody reads. */
export interface DetachedStream<Event> {
  /** Events in order; leaving the loop early calls `left`. */
  events: AsyncGenerator<Event, void, void>;
  /** Resolves when the source has ended, however it ended. Never rejects. */
  done: Promise<void>;
}

/**
 * Lets a generator run to its end by itself: an answer must be stored also when the page that asked for it has gone.
 * `left` is called when the reader goes before the end.
 */
export function detach<Event>(source: AsyncGenerator<Event, void, void>, left: () => void): DetachedStream<Event> {
  const waiting: Event[] = [];
  let ended: { error: unknown } | "end" | null = null;
  let wake: () => void = () => undefined;
  const run = async (): Promise<void> => {
    try {
      for await (const event of source) {
        waiting.push(event);
        wake();
      }
      ended = "end";
    } catch (error) {
      ended = { error };
    }
    wake();
  };
  const done = run();
  const finished = (): { error: unknown } | "end" | null => ended;

  async function* read(): AsyncGenerator<Event, void, void> {
    try {
      for (;;) {
        const event = waiting.shift();
        if (event !== undefined) {
          yield event;
          continue;
        }
        const end = finished();
        if (end === "end") return;
        if (end !== null) throw end.error;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    } finally {
      if (finished() === null) left();
    }
  }
  return { events: read(), done };
}
