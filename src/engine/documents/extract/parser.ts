import type { ProcessLauncher } from "../../platform/child-process.ts";
import type { Clock } from "../../platform/clock.ts";
import { DocentError } from "../../platform/docent-error.ts";
import type { Log } from "../../platform/log.ts";
import type { Extraction } from "../document-types.ts";
import { largestInputBytes } from "./limits.ts";
import { largestPictureWidth } from "./page-picture.ts";
import { defaultBudgets, SupervisedChild } from "./supervised-child.ts";
import type { ParserBudgets, Result, Stop } from "./supervised-child.ts";

/** Reads files in processes of their own; whatever a file does, the engine goes on. */
export interface Parser {
  /**
   * What is in one file. Resolves for every file, also for damaged and hostile ones: the outcome says it.
   * Rejects only with `cancelled` (signal, or closed meanwhile) and `not-available` (no process can be started).
   */
  extract(file: { name: string; bytes: Uint8Array }, options?: { signal?: AbortSignal }): Promise<Extraction>;
  /**
   * Page `page` (1-based) of a PDF as a PNG of `widthPixels` (1 to 4,000; more is cut to 4,000).
   * Rejects with `not-found` for a page that is not there and `page-not-drawn` when it cannot be drawn.
   */
  pagePicture(bytes: Uint8Array, page: number, widthPixels: number): Promise<Uint8Array>;
  /** Ends its processes; what was being read rejects with `cancelled`. */
  close(): Promise<void>;
}

function ended(outcome: Extraction["outcome"], reason: string): Extraction {
  return {
    outcome,
    reason,
    title: null,
    language: null,
    text: "",
    textFormat: "plain",
    blocks: [],
    pages: [],
    runs: [],
    extractor: "none",
    hidden: [],
  };
}

function cancelled(): DocentError {
  return new DocentError("cancelled", "Stopped.");
}

function afterStop(stop: Exclude<Stop, "aborted" | "closed">, budgets: ParserBudgets): Extraction {
  switch (stop) {
    case "time":
      return ended("timeout", `Reading it took more than ${budgets.cpuSeconds} seconds and was stopped.`);
    case "memory":
      return ended("too-big", "Reading it needs more memory than one file may take.");
    case "crash":
      return ended("damaged", "The file made its reader fail.");
  }
}

/** Runs tasks one after the other. */
function createLane(): <Value>(task: () => Promise<Value>) => Promise<Value> {
  let last: Promise<unknown> = Promise.resolve();
  return (task) => {
    const next = last.then(task, task);
    last = next.catch(() => undefined);
    return next;
  };
}

/**
 * The parser: one process for files and a second for page pictures, so that a picture never waits behind a long file.
 * Each is started when first needed and replaced after 200 files, when it holds much memory, or when it dies. A file
 * that fails for memory or crashes in a process that has read others is tried once more in a fresh one, so that it
 * does not pay for its neighbours.
 */
export function createParser(options: {
  launcher: ProcessLauncher;
  clock: Clock;
  log: Log;
  budgets?: Partial<ParserBudgets>;
}): Parser {
  const { launcher, clock, log } = options;
  const budgets = { ...defaultBudgets, ...options.budgets };
  const files = new SupervisedChild({ launcher, clock, name: "parser", budgets });
  const pictures = new SupervisedChild({ launcher, clock, name: "parser-pictures", budgets });
  const fileLane = createLane();
  const pictureLane = createLane();
  let nextId = 1;

  const read = async (name: string, bytes: Uint8Array, signal?: AbortSignal): Promise<Result> => {
    const ask = (): Promise<Result> => files.ask({ kind: "extract", id: nextId++, name, bytes }, signal);
    const result = await ask();
    return "stop" in result && result.again ? ask() : result;
  };

  return {
    async extract({ name, bytes }, { signal } = {}) {
      if (bytes.length > largestInputBytes) return ended("too-big", "The file is larger than 64 MB.");
      const result = await fileLane(() => read(name, bytes, signal));
      if ("stop" in result) {
        if (result.stop === "aborted" || result.stop === "closed") throw cancelled();
        log.write("warn", "parser-stopped", { why: result.stop, bytes: bytes.length });
        return afterStop(result.stop, budgets);
      }
      if (result.reply.kind !== "extraction") throw new Error(`The parser answered ${result.reply.kind}.`);
      if (result.reply.bug !== null) log.write("warn", "parser-threw", { where: result.reply.bug });
      return result.reply.extraction;
    },

    async pagePicture(bytes, page, widthPixels) {
      if (!Number.isInteger(page) || page < 1) throw new DocentError("not-found", `There is no page ${page}.`);
      if (!(widthPixels >= 1)) throw new DocentError("invalid-input", "A picture is at least one pixel wide.");
      const width = Math.min(Math.round(widthPixels), largestPictureWidth);
      const result = await pictureLane(() =>
        pictures.ask({ kind: "picture", id: nextId++, bytes, page, widthPixels: width }),
      );
      if ("stop" in result) {
        if (result.stop === "closed" || result.stop === "aborted") throw cancelled();
        log.write("warn", "picture-stopped", { why: result.stop, bytes: bytes.length, page });
        throw new DocentError("page-not-drawn", "This page is too much to draw.");
      }
      if (result.reply.kind === "picture") return result.reply.png;
      if (result.reply.kind === "picture-failed") throw new DocentError(result.reply.code, result.reply.message);
      throw new Error(`The parser answered ${result.reply.kind}.`);
    },

    async close() {
      files.close();
      pictures.close();
      await Promise.all([fileLane(() => Promise.resolve()), pictureLane(() => Promise.resolve())]);
    },
  };
}
