import type { Child, ChildExit, ProcessLauncher } from "../../platform/child-process.ts";
import type { Clock } from "../../platform/clock.ts";
import { DocentError } from "../../platform/docent-error.ts";
import { isParserReply } from "./parser-protocol.ts";
import type { ParserReply, ParserRequest } from "./parser-protocol.ts";
import { readProcessUsage } from "./process-usage.ts";

export interface ParserBudgets {
  /** CPU time of the child for one request. */
  cpuSeconds: number;
  /** Real time for one request; the only measure where CPU time cannot be seen. */
  wallSeconds: number;
  /** Memory of the child at which a request is given up. */
  residentBytes: number;
  /** Heap limit of the child in MB. */
  heapMb: number;
  /** After so many requests, or when it holds so much memory between two, a child is replaced. */
  requests: number;
  restingBytes: number;
}

const megabyte = 1024 * 1024;

/** DESIGN section 6, with room for the 170 MB that the loaded readers take before the file. */
export const defaultBudgets: ParserBudgets = {
  cpuSeconds: 30,
  wallSeconds: process.platform === "linux" ? 300 : 90,
  residentBytes: 680 * megabyte,
  heapMb: 512,
  requests: 200,
  restingBytes: 400 * megabyte,
};

/** How often the child is looked at; milliseconds. */
const lookEvery = 100;
/** How long a child may take to say that it is there; milliseconds. */
const startWithin = 60_000;

/** How a request ended when it was not by an answer. */
export type Stop = "time" | "memory" | "crash" | "aborted" | "closed";

/** `again`: others may have brought it about, and a fresh process could do it. */
export type Result = { reply: ParserReply } | { stop: Stop; again: boolean };

/** One parser process at a time: started when needed, watched while it works, replaced when used up or dead. */
export class SupervisedChild {
  readonly #launcher: ProcessLauncher;
  readonly #clock: Clock;
  readonly #name: string;
  readonly #budgets: ParserBudgets;
  #child: Child | null = null;
  #served = 0;
  #stopped: ((stop: Stop) => void) | null = null;
  #closed = false;

  constructor(options: { launcher: ProcessLauncher; clock: Clock; name: string; budgets: ParserBudgets }) {
    this.#launcher = options.launcher;
    this.#clock = options.clock;
    this.#name = options.name;
    this.#budgets = options.budgets;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  async #start(): Promise<Child> {
    const child = await this.#launcher.start({
      kind: "parser",
      memoryLimitMb: this.#budgets.heapMb,
      name: this.#name,
    });
    await new Promise<void>((resolve, reject) => {
      const gone = (why: string): void => {
        child.kill();
        reject(new DocentError("not-available", why, { nextStep: "Try again." }));
      };
      const timer = this.#clock.after(startWithin, () => gone("The reader of files does not start."));
      const offExit = child.onExit(() => {
        timer.cancel();
        gone("The reader of files ended while it started.");
      });
      const off = child.onMessage((message) => {
        if (!isParserReply(message) || message.kind !== "ready") return;
        timer.cancel();
        offExit();
        off();
        resolve();
      });
    });
    this.#served = 0;
    return child;
  }

  #drop(): void {
    this.#child?.kill();
    this.#child = null;
  }

  /** Sends one request and waits for its answer or its end. Calls must not overlap; the parser queues them. */
  async ask(request: ParserRequest, signal?: AbortSignal): Promise<Result> {
    if (this.#closed) return { stop: "closed", again: false };
    if (signal?.aborted === true) return { stop: "aborted", again: false };
    const child = this.#child ?? (await this.#start());
    this.#child = child;
    // It may have been closed while the process started.
    if (this.#isClosed()) {
      this.#drop();
      return { stop: "closed", again: false };
    }
    const fresh = this.#served === 0;
    const heavy = await this.#holdsMoreThan(child, this.#budgets.residentBytes / 3);
    this.#served += 1;
    const result = await this.#watch(child, request, signal);
    if ("stop" in result) {
      this.#drop();
      return { stop: result.stop, again: !fresh && (result.stop === "crash" || (result.stop === "memory" && heavy)) };
    }
    if (this.#served >= this.#budgets.requests || (await this.#holdsMoreThan(child, this.#budgets.restingBytes)))
      this.#drop();
    return result;
  }

  #isClosed(): boolean {
    return this.#closed;
  }

  async #holdsMoreThan(child: Child, bytes: number): Promise<boolean> {
    const usage = await readProcessUsage(child.pid);
    return usage !== null && usage.residentBytes > bytes;
  }

  async #watch(
    child: Child,
    request: ParserRequest,
    signal: AbortSignal | undefined,
  ): Promise<{ reply: ParserReply } | { stop: Stop }> {
    const before = await readProcessUsage(child.pid);
    const startedAt = this.#clock.monotonic();
    return new Promise((resolve) => {
      let ended = false;
      const undo: (() => void)[] = [];
      const end = (result: { reply: ParserReply } | { stop: Stop }): void => {
        if (ended) return;
        ended = true;
        this.#stopped = null;
        for (const step of undo) step();
        resolve(result);
      };
      const look = async (): Promise<void> => {
        const usage = await readProcessUsage(child.pid);
        if (ended) return;
        const cpu = usage === null || before === null ? 0 : usage.cpuSeconds - before.cpuSeconds;
        const wall = (this.#clock.monotonic() - startedAt) / 1_000;
        if (cpu > this.#budgets.cpuSeconds || wall > this.#budgets.wallSeconds) end({ stop: "time" });
        else if ((usage?.residentBytes ?? 0) > this.#budgets.residentBytes) end({ stop: "memory" });
        else lookLater();
      };
      let timer = this.#clock.after(lookEvery, () => void look());
      const lookLater = (): void => {
        timer = this.#clock.after(lookEvery, () => void look());
      };
      const abort = (): void => end({ stop: "aborted" });
      signal?.addEventListener("abort", abort, { once: true });
      this.#stopped = (stop) => end({ stop });
      undo.push(
        () => timer.cancel(),
        () => signal?.removeEventListener("abort", abort),
        child.onExit((exit) => end({ stop: stopOf(exit) })),
        child.onMessage((message) => {
          if (isParserReply(message) && message.kind !== "ready" && message.id === request.id) end({ reply: message });
        }),
      );
      if (signal?.aborted === true) return abort();
      child.postMessage(request);
    });
  }

  /** Ends the process and whatever it works on. */
  close(): void {
    this.#closed = true;
    this.#stopped?.("closed");
    this.#drop();
  }
}

/** V8 aborts a process whose heap is full: SIGABRT, or exit code 134 where a shell stands between. */
function stopOf(exit: ChildExit): Stop {
  return exit.signal === "SIGABRT" || exit.code === 134 ? "memory" : "crash";
}
