import { closeSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

import Database from "better-sqlite3";

import { backupName, backupsToDelete, backupTime } from "./backup-names.ts";
import { complaintOf } from "./database.ts";

/** Makes a rename or a new file outlive a power cut. Windows can't open a folder for it and needs no call. */
export function syncPath(target: string): void {
  if (process.platform === "win32") return;
  const descriptor = openSync(target, "r");
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Why a backup file can't be trusted, or null when it is whole. */
export function backupComplaint(file: string): string | null {
  let database: Database.Database | null = null;
  try {
    database = new Database(file, { readonly: true, fileMustExist: true });
    return complaintOf(database, "integrity_check");
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    database?.close();
  }
}

/** Times of the backups in a folder, newest first, with their files. */
export function listBackups(folder: string): { file: string; at: number }[] {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return names
    .flatMap((name) => {
      const at = backupTime(name);
      return at === null ? [] : [{ file: path.join(folder, name), at }];
    })
    .sort((left, right) => right.at - left.at);
}

/**
 * Copies a database into `folder`, proves the copy whole and only then lets older ones go.
 * A kill at any moment leaves the earlier backups and at most one temporary file, removed by the next call.
 * @throws SqliteError when there is no room; Error when the copy is not whole.
 */
export function backUp(database: Database.Database, folder: string, now: number): string {
  mkdirSync(folder, { recursive: true });
  const temporary = path.join(folder, "making.tmp");
  const removeTemporary = (): void => {
    for (const end of ["", "-journal", "-wal", "-shm"]) rmSync(temporary + end, { force: true });
  };
  removeTemporary();
  try {
    database.prepare("VACUUM INTO ?").run(temporary);
    const complaint = backupComplaint(temporary);
    if (complaint !== null) throw new Error(`The backup is not whole: ${complaint}`);
    syncPath(temporary);
    const file = path.join(folder, backupName(now));
    renameSync(temporary, file);
    syncPath(folder);
    for (const name of backupsToDelete(readdirSync(folder))) rmSync(path.join(folder, name), { force: true });
    return file;
  } finally {
    removeTemporary();
  }
}
