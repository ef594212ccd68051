import { createRouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";

import type { Library } from "../../src/engine/documents/library-types.ts";
import { eventRoutes } from "../../src/engine/event-routes.ts";
import { silentLog } from "../../src/engine/platform/log.ts";
import type { Suggestions } from "../../src/engine/suggestions/suggestions.ts";
import type { PageEvent } from "../../src/shared/page-event-schemas.ts";

/** Something that changes when told to. */
function createChanging() {
  const listeners = new Set<() => void>();
  return {
    listeners,
    change: () => {
      for (const listener of listeners) listener();
    },
    onChange: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

function setUp() {
  const library = createChanging();
  const suggestions = createChanging();
  const chat = createChanging();
  const models = createChanging();
  const ledger = createChanging();
  let files = 0;
  /** Time stands still until the test lets the next pause end. */
  const pauses: (() => void)[] = [];
  const router = eventRoutes({
    library: {
      ...library,
      summary: () => ({
        files,
        ready: 0,
        partly: 0,
        failed: 0,
        waiting: 0,
        skipped: 0,
        duplicates: 0,
        passages: 0,
        passagesWithVectors: 0,
        outcomes: {},
      }),
      progress: () => ({
        state: "idle",
        filesDone: 0,
        filesTotal: 0,
        passagesEmbedded: 0,
        passagesToEmbed: 0,
        current: null,
        secondsLeft: null,
      }),
      folders: () => [],
    } as unknown as Library,
    suggestions: { ...suggestions, card: () => null, waiting: () => 2 } as unknown as Suggestions,
    chat,
    models,
    ledger,
    clock: {
      now: () => 0,
      monotonic: () => 0,
      after: (_milliseconds, task) => {
        pauses.push(task);
        return { cancel: () => undefined };
      },
    },
    log: silentLog,
  });
  const client = createRouterClient(router, { context: { log: silentLog } });
  const endPause = async (): Promise<void> => {
    while (pauses.length === 0) await new Promise((resolve) => setImmediate(resolve));
    (pauses.shift() as () => void)();
  };
  return { client, library, chat, endPause, setFiles: (count: number) => void (files = count) };
}

describe("events.watch", () => {
  it("gives the state of each kind at the start", async () => {
    const { client } = setUp();
    const events = await client.watch({});
    const first: PageEvent[] = [];
    for (let index = 0; index < 3; index += 1) first.push((await events.next()).value as PageEvent);
    expect(first.map((event) => event.type)).toEqual(["library", "folders", "suggestions"]);
    expect(first[2]).toMatchObject({ card: null, waiting: 2 });
    await events.return?.();
  });

  it("sends many changes within a pause as one event with the last state", async () => {
    const { client, library, chat, endPause, setFiles } = setUp();
    const events = await client.watch({});
    for (let index = 0; index < 3; index += 1) await events.next();
    const next = events.next();
    for (let count = 1; count <= 50; count += 1) {
      setFiles(count);
      library.change();
    }
    chat.change();
    await endPause();
    const seen: PageEvent[] = [(await next).value as PageEvent];
    seen.push((await events.next()).value as PageEvent, (await events.next()).value as PageEvent);
    expect(seen.map((event) => event.type)).toEqual(["library", "folders", "conversations"]);
    expect(seen[0]).toMatchObject({ summary: { files: 50 } });
    await events.return?.();
  });

  it("lets go of its listeners when the page is gone", async () => {
    const { client, library, endPause } = setUp();
    const stop = new AbortController();
    const events = await client.watch({}, { signal: stop.signal });
    for (let index = 0; index < 3; index += 1) await events.next();
    expect(library.listeners.size).toBe(1);
    const next = events.next();
    stop.abort();
    await endPause();
    await next.catch(() => undefined);
    expect(library.listeners.size).toBe(0);
  });
});
