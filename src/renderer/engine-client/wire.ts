import type { ClientContext, ClientLink } from "@orpc/client";

/** "dead": the shell gave up starting the engine. */
export type WireState = "connecting" | "open" | "gone" | "dead";
export type Side = "engine" | "desktop";

/** One way to reach both servers. A wire makes itself anew after a loss; calls of the lost one fail. */
export interface Wire {
  /** The link of now; waits while there is none. */
  link(side: Side): Promise<WireLink>;
  state(): WireState;
  onState(listener: (state: WireState) => void): () => void;
}

export interface WireLink {
  link: ClientLink<ClientContext>;
  /** Rejects when this link is lost; never resolves. */
  lost: Promise<never>;
}

/** Holds state and listeners for both kinds of wire. */
export function createWireState(): {
  get: () => WireState;
  set: (state: WireState) => void;
  subscribe: (listener: (state: WireState) => void) => () => void;
} {
  let state: WireState = "connecting";
  const listeners = new Set<(state: WireState) => void>();
  return {
    get: () => state,
    set: (next) => {
      if (next === state) return;
      state = next;
      for (const listener of listeners) listener(next);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

interface Deferred<Value> {
  promise: Promise<Value>;
  resolve: (value: Value) => void;
  reject: (error: Error) => void;
}

/** Promise.withResolvers, which the oldest Chromium of the tests does not have. */
function deferred<Value>(): Deferred<Value> {
  const parts: Partial<Deferred<Value>> = {};
  const promise = new Promise<Value>((resolve, reject) => {
    parts.resolve = resolve;
    parts.reject = reject;
  });
  return { promise, resolve: (value) => parts.resolve?.(value), reject: (error) => parts.reject?.(error) };
}

/** A slot that is filled, lost and filled again; whoever needs the link waits for the next filling. */
export function createLinkSlot(): {
  get: () => Promise<WireLink>;
  put: (link: ClientLink<ClientContext>) => void;
  lose: () => void;
} {
  let waiting = deferred<WireLink>();
  let filled = false;
  let fail: ((error: Error) => void) | null = null;
  const lose = (): void => {
    fail?.(new Error("The wire was closed."));
    fail = null;
    if (filled) waiting = deferred<WireLink>();
    filled = false;
  };
  return {
    get: () => waiting.promise,
    put: (link) => {
      lose();
      const { promise, reject } = deferred<never>();
      promise.catch(() => undefined);
      fail = reject;
      filled = true;
      waiting.resolve({ link, lost: promise });
    },
    lose,
  };
}
