import { existsSync, statSync } from "node:fs";
import path from "node:path";

import type { Database } from "better-sqlite3";

import type { Log } from "../platform/log.ts";
import { backUp, listBackups } from "./backup.ts";
import { copyNewest, isAnythingThere, moveAside, putInPlace } from "./damage.ts";
import { isDamage, sqliteCode } from "./database-error.ts";
import { complaintOf, type DatabaseProfile, openDatabase } from "./database.ts";
import { DamagedVersionError, migrate, versionOf } from "./migrate.ts";
import { schemaComplaint } from "./schema-complaint.ts";

export interface SoundOptions {
  file: string;
  profile: DatabaseProfile;
  migrations: readonly string[];
  /** Folder with backups to restore from; null for a database that is made again instead. */
  backups: string | null;
  damagedFolder: string;
  /** The last process did not say goodbye: look before trusting. */
  endedUnclean: boolean;
  /** A read has found it damaged already. */
  distrusted: boolean;
  now: number;
  notices: string[];
  log: Log;
}

/** Reading more than this at every start after a kill would keep the user waiting; the index can be made again. */
const largestCheckedIndex = 400_000_000;

/** The first complaint about a database, or null; damage that stops SQLite from opening it counts as one. */
function tryOpen(options: SoundOptions): { database: Database; newer: boolean } | { complaint: string } {
  let database: Database | null = null;
  let looking = false;
  try {
    database = openDatabase(options.file, options.profile);
    const size = statSync(options.file).size;
    if (options.endedUnclean && size > 0 && (options.backups !== null || size <= largestCheckedIndex)) {
      looking = true;
      const complaint = complaintOf(database, "quick_check");
      looking = false;
      if (complaint !== null) {
        database.close();
        return { complaint };
      }
    }
    const version = versionOf(database);
    if (options.backups !== null && version > 0 && version < options.migrations.length) {
      backUp(database, options.backups, options.now);
    }
    const newer = migrate(database, options.migrations) === "newer";
    looking = true;
    touchEveryTable(database);
    const complaint = newer ? null : schemaComplaint(database, options.migrations);
    if (complaint !== null) {
      database.close();
      return { complaint };
    }
    return { database, newer };
  } catch (error) {
    database?.close();
    // A torn header can leave a version below the tables that are there; their "already exists" is damage too.
    const clash = error instanceof Error && error.message.endsWith(" already exists");
    // The plainest reads only: where they are refused as wrong, the tables are (FTS5 says so of its own pages).
    const refused = looking && sqliteCode(error) === "SQLITE_ERROR";
    if (!isDamage(error) && !clash && !refused && !(error instanceof DamagedVersionError)) throw error;
    return { complaint: error instanceof Error ? error.message : String(error) };
  }
}

/** Reads the root page of each table, so that the commonest damage shows at the start and not in the middle of work. */
function touchEveryTable(database: Database): void {
  const names = database
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .pluck()
    .all() as string[];
  for (const name of names) database.prepare(`SELECT 1 FROM "${name.replaceAll('"', '""')}" LIMIT 1`).get();
}

/** What is known of a missing database whose backups are there: a restore was cut off, or somebody removed the file. */
function restoreMissing({ file, backups, damagedFolder, now, notices, log }: SoundOptions): void {
  if (backups === null || existsSync(file) || listBackups(backups).length === 0) return;
  const copy = copyNewest(file, backups);
  log.write("error", "database-missing", { name: path.basename(file), restored: copy !== null });
  // A log without its database would be taken for the log of the copy.
  if (isAnythingThere(file)) moveAside(file, damagedFolder, now);
  if (copy === null) {
    notices.push("Your conversations and settings were missing, and none of the backups is whole.");
    return;
  }
  putInPlace(copy.temporary, file);
  notices.push(
    `Your conversations and settings were missing and were restored from the backup of ${new Date(copy.at).toISOString()}.`,
  );
}

/**
 * Opens a database at the newest version. A damaged one is moved aside, never deleted, and what takes its place is
 * told in a notice.
 */
export function openSound(options: SoundOptions): { database: Database; newer: boolean; replaced: boolean } {
  const { file, notices, log } = options;
  const name = path.basename(file);
  restoreMissing(options);
  const first = options.distrusted && existsSync(file) ? { complaint: "found while reading" } : tryOpen(options);
  if ("database" in first) return { ...first, replaced: false };
  // The copy first: with the damaged file moved away and no room for the copy, the next start would begin with nothing.
  const copy = options.backups === null ? null : copyNewest(file, options.backups);
  const aside = moveAside(file, options.damagedFolder, options.now);
  log.write("error", "database-damaged", { name, complaint: first.complaint.slice(0, 200) });
  if (options.backups === null) {
    notices.push("The index was damaged and is being made again from your files. Nothing of yours was lost.");
  } else {
    if (copy !== null) putInPlace(copy.temporary, file);
    notices.push(
      copy === null
        ? `Your conversations and settings were damaged and there was no backup yet. The damaged file is kept: ${aside}`
        : `Your conversations and settings were damaged and were restored from the backup of ${new Date(copy.at).toISOString()}. The damaged file is kept: ${aside}`,
    );
  }
  const second = tryOpen({ ...options, endedUnclean: false });
  if ("database" in second) return { ...second, replaced: true };
  throw new Error(`${name} is damaged again after it was replaced: ${second.complaint}`);
}
