import type { GlobalOptions } from "./global-options.ts";

/** Where a command writes: results on stdout, everything else on stderr. */
export interface Output {
  json: boolean;
  /** Result: one JSON object, or the lines for a person. */
  result(value: unknown, lines: () => readonly string[]): void;
  /** Text of a result that comes bit by bit; only for people. */
  stream(text: string): void;
  /** Progress on stderr; rewrites its line on a terminal, and says at most one line in two seconds elsewhere. */
  progress(text: string): void;
  /** Something the person should know that is no result; on stderr. */
  note(text: string): void;
}

/** A name or a passage in a line for people: a file's name may hold line breaks and signs that steer a terminal. */
export function oneLine(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
}

/** Makes the output of one command. Nothing but results ever goes to stdout. */
export function createOutput(options: GlobalOptions): Output {
  const terminal = process.stderr.isTTY;
  let lastProgress = 0;
  let openLine = false;
  const closeLine = (): void => {
    if (openLine) process.stderr.write("\n");
    openLine = false;
  };
  return {
    json: options.json,
    result(value, lines) {
      closeLine();
      process.stdout.write(options.json ? `${JSON.stringify(value)}\n` : `${lines().join("\n")}\n`);
    },
    stream(text) {
      if (options.json) return;
      closeLine();
      process.stdout.write(text);
    },
    progress(text) {
      if (options.quiet) return;
      if (terminal) {
        process.stderr.write(`\r\u001B[2K${text}`);
        openLine = true;
        return;
      }
      const now = performance.now();
      if (lastProgress !== 0 && now - lastProgress < 2_000) return;
      lastProgress = now;
      process.stderr.write(`${text}\n`);
    },
    note(text) {
      if (options.quiet) return;
      closeLine();
      process.stderr.write(`${text}\n`);
    },
  };
}
