import { rmSync } from "node:fs";
import path from "node:path";

import Database from "better-sqlite3";

import { DocentError } from "../platform/docent-error.ts";
import { isDamage, sqliteCode } from "./database-error.ts";

export interface DataLock {
  release(): void;
}

const lockFile = "docent.lock";

function hold(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    // Nothing is ever written, so no journal file needs to lie beside it.
    database.pragma("journal_mode = MEMORY");
    database.exec("BEGIN EXCLUSIVE");
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes this process the only one that uses the data folder. The lock is SQLite's own file lock on an empty database:
 * the system takes it back when the process dies, whatever kills it, so no stale lock can lock a user out.
 * @throws DocentError `data-folder-locked` when another Docent has it.
 */
export function lockData(directory: string): DataLock {
  const file = path.join(directory, lockFile);
  let database: Database.Database;
  try {
    database = hold(file);
  } catch (error) {
    if (sqliteCode(error)?.startsWith("SQLITE_BUSY")) {
      throw new DocentError("data-folder-locked", "Docent is already open with this data folder.", {
        nextStep:
          "Use the window or the command that has it, or end that first. Another folder can be named with --data.",
        data: { folder: directory },
        cause: error,
      });
    }
    if (!isDamage(error)) throw error;
    // It never holds anything, so something else wrote here.
    rmSync(file);
    database = hold(file);
  }
  return {
    release() {
      if (database.open) database.close();
    },
  };
}
