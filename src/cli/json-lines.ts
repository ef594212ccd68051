import { createReadStream, createWriteStream, realpathSync, statSync } from "node:fs";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { DocentError } from "../engine/index.ts";
import { UsageError } from "./exit-codes.ts";

export interface BatchLine {
  id: string;
  question: string;
  folder?: string;
  path?: string;
}

/** What is wrong with a line whose id is known all the same. */
class BatchLineError extends UsageError {
  readonly id: string;

  constructor(id: string, message: string) {
    super(message);
    this.id = id;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder does not exist",
  EISDIR: "it is a folder",
  EACCES: "writing there is not allowed",
  EPERM: "writing there is not allowed",
  EROFS: "writing there is not allowed",
  ENOSPC: "the disk is full",
};

/** The error of a result file that can't be written, with the reason where the system gave one. */
export function cannotWrite(file: string, error: unknown): DocentError {
  const reason = reasons[(error as NodeJS.ErrnoException).code ?? ""];
  const why = reason === undefined ? "" : `: ${reason}`;
  return new DocentError("invalid-input", `${file} cannot be written${why}.`, { cause: error });
}

/** Before anything is written: the questions are a file, and the results go to another one. */
function checkBatchFiles(file: string, out: string): void {
  const facts = statSync(file, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true) throw new UsageError(`${file} is a folder, not a file with questions.`);
  if (facts === undefined || statSync(out, { throwIfNoEntry: false }) === undefined) return;
  if (realpathSync(file) === realpathSync(out)) {
    throw new UsageError("--batch and --out name the same file; the questions would be lost.");
  }
}

/** Reads one line of a batch; throws a UsageError that says what is wrong with it. */
export function readBatchLine(line: string, number: number): BatchLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw new UsageError(`Line ${number} is not JSON.`);
  }
  if (typeof value !== "object" || value === null) throw new UsageError(`Line ${number} is not a JSON object.`);
  const { id, question, folder, path } = value as Record<string, unknown>;
  if (typeof id !== "string" && typeof id !== "number") throw new UsageError(`Line ${number} has no id.`);
  if (question === undefined) throw new BatchLineError(String(id), `Line ${number} has no question.`);
  if (typeof question !== "string") throw new BatchLineError(String(id), `The question of line ${number} is not text.`);
  if (question.trim() === "") throw new BatchLineError(String(id), `The question of line ${number} is empty.`);
  const read: BatchLine = { id: String(id), question };
  if (typeof folder === "string") read.folder = folder;
  if (typeof path === "string") read.path = path;
  return read;
}

/** Writes JSON Lines to a file; every row is on the disk's way before the next is made. */
export function openJsonLines(file: string): { write(row: unknown): Promise<void>; close(): Promise<void> } {
  const stream = createWriteStream(file);
  const broken = new Promise<never>((_, reject) => {
    stream.once("error", (error) => reject(cannotWrite(file, error)));
  });
  broken.catch(() => undefined);
  return {
    async write(row) {
      if (!stream.write(`${JSON.stringify(row)}\n`)) await Promise.race([once(stream, "drain"), broken]);
    },
    async close() {
      stream.end();
      await Promise.race([once(stream, "close"), broken]);
    },
  };
}

/**
 * Runs `answer` for every line of a batch file, one after the other. A line that fails gets a row with its error and
 * the rest goes on. Returns how many failed.
 */
export async function runBatch(options: {
  file: string;
  out: string;
  signal: AbortSignal;
  answer: (line: BatchLine) => Promise<object>;
  describeError: (error: unknown) => object;
  progress: (done: number) => void;
}): Promise<{ done: number; failed: number }> {
  checkBatchFiles(options.file, options.out);
  const input = createReadStream(options.file, "utf8");
  const unreadable = new Promise<never>((_, reject) => {
    input.once("error", (error) =>
      reject(new DocentError("invalid-input", `${options.file} cannot be read.`, { cause: error })),
    );
  });
  unreadable.catch(() => undefined);
  await Promise.race([once(input, "open"), unreadable]);
  const rows = openJsonLines(options.out);
  let number = 0;
  let done = 0;
  let failed = 0;
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    number += 1;
    if (line.trim() === "") continue;
    options.signal.throwIfAborted();
    let id: string | null = null;
    try {
      const read = readBatchLine(line, number);
      id = read.id;
      await rows.write({ id, ...(await options.answer(read)) });
      done += 1;
    } catch (error) {
      if (options.signal.aborted) throw error;
      if (error instanceof BatchLineError) id = error.id;
      await rows.write({ id, error: options.describeError(error) });
      failed += 1;
    }
    options.progress(done + failed);
  }
  await rows.close();
  return { done, failed };
}
