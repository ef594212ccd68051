import Database from "better-sqlite3";
import * as sqliteVec from "sqlite-vec";

/** Oldest SQLite whose WAL and FTS5 mistakes are all mended. */
export const oldestSqlite = "3.54.0";

export interface DatabaseProfile {
  /** FULL: a commit outlives a power cut. NORMAL: it outlives a killed process. */
  synchronous: "FULL" | "NORMAL";
  /** Bytes that may be mapped; 0 where a stray write must not reach the file. */
  mmapBytes: number;
  /** Loads sqlite-vec's distance functions. */
  vectors: boolean;
}

/** What a user made: nothing is mapped and every commit reaches the disk. */
export const userProfile: DatabaseProfile = { synchronous: "FULL", mmapBytes: 0, vectors: false };
/** What can be made again from the files. */
export const indexProfile: DatabaseProfile = { synchronous: "NORMAL", mmapBytes: 2_147_418_112, vectors: true };

function isOlder(version: string, floor: string): boolean {
  const left = version.split(".").map(Number);
  const right = floor.split(".").map(Number);
  for (let place = 0; place < right.length; place += 1) {
    const difference = (left[place] ?? 0) - (right[place] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** Version of the SQLite inside, e.g. "3.54.1". */
export function sqliteVersion(database: Database.Database): string {
  return database.prepare("SELECT sqlite_version()").pluck().get() as string;
}

/** Throws unless the setting took: SQLite ignores a pragma that it can't honour. */
function set(database: Database.Database, name: string, value: string | number, expected: unknown): void {
  database.pragma(`${name} = ${value}`);
  const actual: unknown = database.pragma(name, { simple: true });
  if (actual !== expected) throw new Error(`SQLite kept ${name} at ${String(actual)}, wanted ${String(expected)}`);
}

/**
 * Opens one database with every safety setting on, and proves each.
 * @throws SqliteError of the file (damaged, no space, no permission); Error when a setting did not take.
 */
export function openDatabase(file: string, profile: DatabaseProfile): Database.Database {
  const database = new Database(file, { timeout: 2_000 });
  try {
    const version = sqliteVersion(database);
    if (isOlder(version, oldestSqlite)) throw new Error(`SQLite ${version} is older than ${oldestSqlite}`);
    set(database, "journal_mode", "WAL", "wal");
    set(database, "synchronous", profile.synchronous, profile.synchronous === "FULL" ? 2 : 1);
    set(database, "foreign_keys", "ON", 1);
    set(database, "trusted_schema", "OFF", 0);
    set(database, "cell_size_check", "ON", 1);
    // Deleted text is overwritten, so that it can't be found in the file's free pages.
    set(database, "secure_delete", "ON", 1);
    set(database, "mmap_size", profile.mmapBytes, profile.mmapBytes);
    if (process.platform === "darwin") set(database, "checkpoint_fullfsync", "ON", 1);
    if (profile.vectors) {
      sqliteVec.load(database);
      database.prepare("SELECT vec_version()").get();
    }
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Null when the database is sound, else the first complaint of SQLite. Reads the whole file. */
export function complaintOf(database: Database.Database, check: "quick_check" | "integrity_check"): string | null {
  const rows = database.pragma(`${check}(1)`) as Record<string, string>[];
  const complaint = Object.values(rows[0] ?? {})[0] ?? "no answer";
  return complaint === "ok" ? null : complaint;
}
