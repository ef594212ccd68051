import { describe, expect, it } from "vitest";

import type { IndexedEvent } from "../../../src/engine/documents/library-types.ts";
import { createArrivals } from "../../../src/engine/suggestions/arrivals.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

type State = "idle" | "walking" | "reading" | "embedding" | "paused";

function setUp(options: { arrived?: (id: number) => Promise<void> } = {}) {
  let state: State = "idle";
  const indexed = new Set<(event: IndexedEvent) => void>();
  const changed = new Set<() => void>();
  const complete = new Set<number>();
  const handed: number[] = [];
  const logged: string[] = [];
  const clock = createFakeClock();
  let idles = 0;
  let wanted = true;
  let progressAsked = 0;
  let completeAsked = 0;
  const arrivals = createArrivals({
    library: {
      onIndexed: (listener) => {
        indexed.add(listener);
        return () => void indexed.delete(listener);
      },
      onChange: (listener) => {
        changed.add(listener);
        return () => void changed.delete(listener);
      },
      progress: () => {
        progressAsked += 1;
        return { state };
      },
    },
    complete: (ids) => {
      completeAsked += 1;
      return ids.filter((id) => complete.has(id));
    },
    wanted: () => wanted,
    clock,
    arrived: async (id) => {
      handed.push(id);
      await options.arrived?.(id);
    },
    idle: () => {
      idles += 1;
    },
    log: { write: (_level, event) => void logged.push(event) },
  });
  return {
    arrivals,
    complete,
    handed,
    logged,
    listeners: () => indexed.size + changed.size,
    idles: () => idles,
    clock,
    asked: () => ({ progress: progressAsked, complete: completeAsked }),
    setWanted: (next: boolean) => {
      wanted = next;
    },
    index: (documentId: number, passageIds = [1]) => {
      for (const listener of indexed) listener({ documentId, passageIds });
    },
    become: (next: State) => {
      state = next;
      for (const listener of changed) listener();
    },
  };
}

describe("createArrivals", () => {
  it("waits for a file's vectors", async () => {
    const part = setUp();
    part.become("embedding");
    part.index(1);
    part.index(2);
    await part.arrivals.settled();
    expect(part.handed).toEqual([]);
    part.complete.add(2);
    part.become("embedding");
    await part.arrivals.settled();
    expect(part.handed).toEqual([2]);
    part.become("idle");
    await part.arrivals.settled();
    expect(part.handed).toEqual([2, 1]);
  });

  it("leaves out a file whose text was known already", async () => {
    const part = setUp();
    part.index(1, []);
    await part.arrivals.settled();
    expect(part.handed).toEqual([]);
  });

  it("tells once when reading has ended", () => {
    const part = setUp();
    part.become("reading");
    part.become("embedding");
    part.clock.advance(1_000);
    expect(part.idles()).toBe(0);
    part.become("idle");
    part.become("idle");
    part.clock.advance(5_000);
    expect(part.idles()).toBe(1);
  });

  it("tells also of a reading that ended between two looks", () => {
    const part = setUp();
    part.become("idle");
    part.become("reading");
    part.index(1);
    part.become("idle");
    part.clock.advance(1_000);
    expect(part.idles()).toBe(1);
  });

  it("looks once a second however often the library changes", async () => {
    const part = setUp();
    part.become("embedding");
    for (let id = 1; id <= 1_000; id += 1) part.index(id);
    for (let count = 0; count < 1_000; count += 1) part.become("embedding");
    expect(part.asked()).toEqual({ progress: 1, complete: 0 });
    part.complete.add(7);
    part.clock.advance(1_000);
    expect(part.asked()).toEqual({ progress: 2, complete: 1 });
    await Promise.resolve();
    await Promise.resolve();
    expect(part.handed).toEqual([7]);
    part.clock.advance(60_000);
    expect(part.asked().progress).toBe(2);
  });

  it("holds no file while no question is open", async () => {
    const part = setUp();
    part.setWanted(false);
    part.index(1);
    part.setWanted(true);
    part.index(2);
    part.become("idle");
    await part.arrivals.settled();
    expect(part.handed).toEqual([2]);
  });

  it("goes on after a detector's error, and writes it down", async () => {
    const part = setUp({ arrived: (id) => (id === 1 ? Promise.reject(new Error("x")) : Promise.resolve()) });
    part.complete.add(1).add(2);
    part.index(1);
    part.index(2);
    await part.arrivals.settled();
    expect(part.handed).toEqual([1, 2]);
    expect(part.logged).toEqual(["suggestion-detector"]);
  });

  it("lets go of the library when closed", () => {
    const part = setUp();
    expect(part.listeners()).toBe(2);
    part.become("reading");
    part.become("embedding");
    part.arrivals.close();
    expect(part.listeners()).toBe(0);
    part.clock.advance(5_000);
    expect(part.asked().progress).toBe(1);
  });
});
