import { existsSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { Database } from "better-sqlite3";

import type { Clock, Timer } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import { dataFolderError, makeDataFolder } from "../platform/make-folder.ts";
import { backUp, listBackups } from "./backup.ts";
import { removeAsideIndexes } from "./damage.ts";
import { lockData } from "./data-lock.ts";
import { isFull } from "./database-error.ts";
import { indexProfile, userProfile } from "./database.ts";
import { indexMigrations, userMigrations } from "./migrations/index.ts";
import { forgetEverywhere } from "./forget.ts";
import { openSound } from "./open-sound.ts";

/** Both databases of one data folder, held by this process alone. */
export interface Store {
  readonly directory: string;
  /** Files, passages, terms, vectors: can be made again. */
  readonly index: Database;
  /** Conversations, signals, settings: can't. */
  readonly user: Database;
  /** The data is from a newer Docent: nothing is written. */
  readonly readOnly: boolean;
  /** What the user must know of this start, as sentences. */
  readonly notices: string[];
  /** Copies user.db into the backup folder and proves the copy. @throws DocentError disk-full. */
  backup(): Promise<void>;
  /** Runs deletions on user data so that the rows are gone from the database, its log and every backup. @throws DocentError data-newer, disk-full. */
  forget(statements: readonly string[]): Promise<void>;
  /** Asks the next start to make the index anew, after a read found it damaged. */
  markIndexDamaged(): void;
  /** Checkpoints, closes and gives the folder free; safe to call again. */
  close(): void;
}

export interface StoreOptions {
  directory: string;
  clock: Clock;
  log: Log;
  /** Other migrations than the program's; for tests of older and newer databases. */
  migrations?: { index: readonly string[]; user: readonly string[] };
}

const backupEveryMs = 86_400_000;
const backupCheckEveryMs = 3_600_000;
const firstBackupCheckMs = 30_000;
const newerNotice = "This data was written by a newer Docent. It is opened read-only; nothing was changed.";

/**
 * Opens a data folder, makes it when it is missing, and repairs what can be repaired: a damaged index is made anew,
 * damaged user data is restored from the newest good backup and the damaged file kept.
 * @throws DocentError data-folder-locked, folder-unreadable, disk-full.
 */
export function openStore(options: StoreOptions): Store {
  try {
    makeDataFolder(options.directory);
    const lock = lockData(options.directory);
    try {
      return openLocked(options, () => lock.release());
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw asDocentError(error, options.directory);
  }
}

function asDocentError(error: unknown, directory: string): unknown {
  if (error instanceof DocentError) return error;
  if (isFull(error)) return dataFolderError("disk-full", directory, error);
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (["EACCES", "EPERM", "EROFS", "ENOTDIR", "SQLITE_CANTOPEN"].includes(code) || code.startsWith("SQLITE_READONLY")) {
    return dataFolderError("folder-unreadable", directory, error);
  }
  return error;
}

function openLocked(options: StoreOptions, release: () => void): Store {
  const { directory, clock, log } = options;
  const migrations = options.migrations ?? { index: indexMigrations, user: userMigrations };
  const indexFile = path.join(directory, "index.db");
  const userFile = path.join(directory, "user.db");
  const backups = path.join(directory, "backups");
  const runningFile = path.join(directory, "running");
  const damagedMark = path.join(directory, "index-damaged");
  const notices: string[] = [];
  const shared = {
    damagedFolder: path.join(directory, "damaged"),
    endedUnclean: existsSync(runningFile),
    now: clock.now(),
    log,
  };
  const user = openSound({
    ...shared,
    file: userFile,
    profile: userProfile,
    migrations: migrations.user,
    backups,
    notices,
    distrusted: false,
  });
  let index: ReturnType<typeof openSound>;
  try {
    index = openSound({
      ...shared,
      file: indexFile,
      profile: indexProfile,
      migrations: migrations.index,
      backups: null,
      notices,
      distrusted: existsSync(damagedMark),
    });
  } catch (error) {
    user.database.close();
    throw error;
  }
  const readOnly = user.newer || index.newer;
  if (readOnly) {
    notices.push(newerNotice);
    user.database.pragma("query_only = ON");
    index.database.pragma("query_only = ON");
  } else {
    if (!index.replaced) removeAsideIndexes(shared.damagedFolder);
    rmSync(damagedMark, { force: true });
    writeFileSync(runningFile, "");
  }

  let open = true;
  let timer: Timer | null = null;
  const backup = (): void => {
    backUp(user.database, backups, clock.now());
    log.write("info", "backup-made", { bytes: statSync(userFile).size });
  };
  const scheduleBackup = (delay: number): void => {
    timer = clock.after(delay, () => {
      if (!open) return;
      const newest = listBackups(backups)[0]?.at ?? 0;
      // Math.abs: a clock that was set back must not stop backups until it has caught up.
      if (Math.abs(clock.now() - newest) >= backupEveryMs) {
        try {
          backup();
        } catch (error) {
          log.write(isFull(error) ? "warn" : "error", "backup-failed", {
            error: error instanceof Error ? error.message : String(error),
          });
        }
      }
      scheduleBackup(backupCheckEveryMs);
    });
  };
  if (!readOnly) scheduleBackup(firstBackupCheckMs);

  return {
    directory,
    index: index.database,
    user: user.database,
    readOnly,
    notices,
    async backup() {
      if (readOnly) return;
      try {
        backup();
      } catch (error) {
        throw asDocentError(error, directory);
      }
    },
    async forget(statements) {
      if (readOnly) {
        throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing can be changed.");
      }
      try {
        const cleaned = forgetEverywhere(user.database, backups, statements);
        log.write("info", "forgotten", { backups: cleaned });
      } catch (error) {
        throw asDocentError(error, directory);
      }
    },
    markIndexDamaged() {
      if (!readOnly) writeFileSync(damagedMark, "");
    },
    close() {
      if (!open) return;
      open = false;
      timer?.cancel();
      index.database.close();
      user.database.close();
      if (!readOnly) rmSync(runningFile, { force: true });
      release();
    },
  };
}
