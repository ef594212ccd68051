import type { Child, ProcessLauncher } from "../../platform/child-process.ts";
import type { Clock, Timer } from "../../platform/clock.ts";
import { DocentError } from "../../platform/docent-error.ts";
import type { Log } from "../../platform/log.ts";
import type { GeneratePart } from "../model-types.ts";
import { createRestartPolicy } from "./restart-policy.ts";
import type { FromLlama, LlamaCall, LlamaLoad, LlamaLoaded, LlamaReplies, ToLlama } from "./llama-protocol.ts";

const heartbeatMilliseconds = 2_000;
/** A child that answers no ping for this long hangs; its JavaScript is idle while the native code works. */
const silenceMilliseconds = 20_000;
/** The longest a token, a piece of a prompt or a load may take before the child counts as stuck. */
const stuckMilliseconds = 60_000;

interface Waiting {
  type: LlamaCall["type"];
  resolve(reply: LlamaReplies[keyof LlamaReplies]): void;
  reject(error: unknown): void;
  part: ((part: GeneratePart) => void) | undefined;
  lastSign: number;
}

interface Running {
  child: Child;
  loaded: LlamaLoaded;
  send: (call: LlamaCall, options: CallOptions) => Promise<LlamaReplies[keyof LlamaReplies]>;
}

interface CallOptions {
  signal?: AbortSignal;
  onPart?: (part: GeneratePart) => void;
}

/** The engine's side of one llama child: starts it when first needed, watches it, starts it again after a death. */
export interface LlamaProcess {
  /** Facts of the model; starts and loads it when it is not there. */
  loaded(): Promise<LlamaLoaded>;
  /**
   * @throws DocentError model-failed when the child died or is not to be started again, cancelled on abort (at once,
   * without waiting for the child), and what the child itself reports.
   */
  call<Type extends LlamaCall["type"]>(
    call: Extract<LlamaCall, { type: Type }>,
    options?: CallOptions,
  ): Promise<LlamaReplies[Type]>;
  /** Process id while a child runs. */
  pid(): number | null;
  /** Ends the child without counting it as a crash; the next call starts another. */
  unload(): void;
  close(): void;
}

/** Supervises the child of one model. `onQuarantine` is told once when it has died too often to be started again. */
export function createLlamaProcess(options: {
  launcher: ProcessLauncher;
  clock: Clock;
  log: Log;
  load: () => Promise<LlamaLoad>;
  label: string;
  memoryLimitMb: number;
  onQuarantine: (reason: string) => void;
}): LlamaProcess {
  const { launcher, clock, log, label } = options;
  const policy = createRestartPolicy(clock);
  let running: Promise<Running> | null = null;
  let current: Child | null = null;
  let closed = false;
  let stops = 0;

  function supervise(child: Child): Running["send"] {
    const waiting = new Map<number, Waiting>();
    let nextId = 1;
    let lastPong = clock.monotonic();
    let beat: Timer | null = null;
    let ended = false;

    const tick = (): void => {
      beat = null;
      const now = clock.monotonic();
      const stuck = [...waiting.values()].some(
        (call) => call.type !== "embed" && call.type !== "count" && now - call.lastSign > stuckMilliseconds,
      );
      if (now - lastPong > silenceMilliseconds || stuck) {
        log.write("error", "model-process-silent", { model: label });
        child.kill();
        return;
      }
      if (waiting.size > 0) {
        child.postMessage({ id: 0, call: { type: "ping" } } satisfies ToLlama);
        beat = clock.after(heartbeatMilliseconds, tick);
      }
    };

    child.onMessage((message) => {
      const incoming = message as FromLlama;
      lastPong = clock.monotonic();
      const call = waiting.get(incoming.id);
      if (call === undefined) return;
      call.lastSign = lastPong;
      if ("part" in incoming) return call.part?.(incoming.part);
      waiting.delete(incoming.id);
      if ("reply" in incoming) call.resolve(incoming.reply);
      else call.reject(new DocentError(incoming.failed.code, incoming.failed.message, { data: incoming.failed.data }));
    });
    child.onExit((exit) => {
      ended = true;
      beat?.cancel();
      if (current === child) {
        current = null;
        running = null;
        if (!closed) {
          const loading = [...waiting.values()].some((call) => call.type === "load");
          policy.crashed(loading);
          log.write("error", "model-process-died", { model: label, code: exit.code, signal: exit.signal, loading });
          const reason = policy.quarantined();
          if (reason !== null) options.onQuarantine(reason);
        }
      }
      for (const call of waiting.values()) call.reject(died());
      waiting.clear();
    });

    return (call, { signal, onPart }) =>
      new Promise((resolve, reject) => {
        if (signal?.aborted === true) return reject(new DocentError("cancelled", "Stopped."));
        if (ended) return reject(died());
        const id = nextId;
        nextId += 1;
        const abort = (): void => {
          waiting.delete(id);
          child.postMessage({ id, cancel: true } satisfies ToLlama);
          reject(new DocentError("cancelled", "Stopped."));
        };
        const settle =
          <Value>(use: (value: Value) => void) =>
          (value: Value): void => {
            signal?.removeEventListener("abort", abort);
            use(value);
          };
        signal?.addEventListener("abort", abort, { once: true });
        const now = clock.monotonic();
        if (waiting.size === 0) lastPong = now;
        waiting.set(id, {
          type: call.type,
          resolve: settle(resolve),
          reject: settle(reject),
          part: onPart,
          lastSign: now,
        });
        child.postMessage({ id, call } satisfies ToLlama);
        beat ??= clock.after(heartbeatMilliseconds, tick);
      });
  }

  async function start(stopsBefore: number): Promise<Running> {
    const load = await options.load();
    if (stops !== stopsBefore) throw died();
    const child = await launcher.start({ kind: "llama", memoryLimitMb: options.memoryLimitMb, name: label });
    if (stops !== stopsBefore) {
      // Unloaded while it was being started: nobody would ever end it.
      child.kill();
      throw died();
    }
    current = child;
    const send = supervise(child);
    try {
      const loaded = (await send({ type: "load", load }, {})) as LlamaLoaded;
      policy.loaded();
      return { child, loaded, send };
    } catch (error) {
      // A child without its model is of no use; its end is not a crash.
      if (current === child) current = null;
      child.kill();
      throw error;
    }
  }

  async function ready(): Promise<Running> {
    if (closed) throw died();
    const quarantine = policy.quarantined();
    if (quarantine !== null) throw new DocentError("model-failed", quarantine, { nextStep: "Use another model." });
    if (running === null) {
      const stopsBefore = stops;
      const mine = policy.wait().then(() => start(stopsBefore));
      running = mine;
      mine.catch(() => {
        if (running === mine) running = null;
      });
    }
    return running;
  }

  function died(): DocentError {
    return new DocentError("model-failed", "The model stopped working.", { nextStep: "Try again." });
  }

  const stop = (): void => {
    stops += 1;
    const child = current;
    current = null;
    running = null;
    child?.kill();
  };

  return {
    loaded: async () => (await ready()).loaded,
    async call(call, callOptions = {}) {
      const { send } = await abortable(ready(), callOptions.signal);
      // The type of the call decides the type of its reply.
      return (await send(call, callOptions)) as never;
    },
    pid: () => current?.pid ?? null,
    unload: stop,
    close() {
      closed = true;
      stop();
    },
  };
}

/** Stops waiting for `promise` when `signal` aborts; the work behind it goes on for others. */
function abortable<Value>(promise: Promise<Value>, signal?: AbortSignal): Promise<Value> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new DocentError("cancelled", "Stopped."));
    if (signal.aborted) abort();
    signal.addEventListener("abort", abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", abort));
  });
}
