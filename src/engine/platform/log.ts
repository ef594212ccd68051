import { appendFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";

import { makeDataFolder } from "./make-folder.ts";

export type LogLevel = "debug" | "info" | "warn" | "error";

/** Facts about an event: numbers, codes and ids. Text of documents, questions and keys never goes in. */
export type LogFields = Record<string, string | number | boolean | null | undefined>;

export interface Log {
  write(level: LogLevel, event: string, fields?: LogFields): void;
}

const largestLogBytes = 2_000_000;

/**
 * Appends JSON Lines to `<directory>/docent.log` and keeps one older file.
 * @throws DocentError folder-unreadable, disk-full.
 */
export function createFileLog(directory: string): Log {
  makeDataFolder(directory);
  const file = path.join(directory, "docent.log");
  return {
    write(level, event, fields = {}) {
      if (level === "debug") return;
      const line = `${JSON.stringify({ at: new Date().toISOString(), level, event, ...fields })}\n`;
      try {
        if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestLogBytes) renameSync(file, `${file}.old`);
        appendFileSync(file, line);
      } catch {
        // A full disk must not stop the engine for the sake of its log.
        process.stderr.write(line);
      }
    },
  };
}

/** Keeps nothing; for tests that do not look at the log. */
export const silentLog: Log = { write: () => undefined };
