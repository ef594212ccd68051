import { appendFileSync, mkdirSync, renameSync, statSync } from "node:fs";
import path from "node:path";

export type ShellLog = (event: string, fields?: Record<string, string | number | null>) => void;

const largestLogBytes = 2_000_000;

/**
 * Writes facts about the shell as JSON Lines: numbers and codes, never a text of the user. Keeps one older file, and
 * never throws: a guard that logs must not fail for the sake of its log.
 */
export function createShellLog(directory: string): ShellLog {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, "shell.log");
  return (event, fields = {}) => {
    const line = `${JSON.stringify({ at: new Date().toISOString(), event, ...fields })}\n`;
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) renameSync(file, `${file}.old`);
      appendFileSync(file, line);
    } catch {
      process.stderr.write(line);
    }
  };
}
