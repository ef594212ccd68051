import { createReadStream, createWriteStream } from "node:fs";
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
  if (typeof question !== "string") throw new UsageError(`Line ${number} has no question.`);
  const read: BatchLine = { id: String(id), question };
  if (typeof folder === "string") read.folder = folder;
  if (typeof path === "string") read.path = path;
  return read;
}

/** Writes JSON Lines to a file; every row is on the disk's way before the next is made. */
export function openJsonLines(file: string): { write(row: unknown): Promise<void>; close(): Promise<void> } {
  const stream = createWriteStream(file);
  const broken = new Promise<never>((_, reject) => {
    stream.once("error", (error) =>
      reject(new DocentError("invalid-input", `${file} cannot be written.`, { cause: error })),
    );
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
      await rows.write({ id, error: options.describeError(error) });
      failed += 1;
    }
    options.progress(done + failed);
  }
  await rows.close();
  return { done, failed };
}
