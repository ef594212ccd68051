import { constants, copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import path from "node:path";

import { backupComplaint, listBackups, syncPath } from "./backup.ts";

const ends = ["", "-wal", "-shm"];

/** Moves a database with its side files into `folder`, and says where it lies now. */
export function moveAside(file: string, folder: string, now: number): string {
  mkdirSync(folder, { recursive: true });
  const stamp = new Date(now).toISOString().replaceAll(/[:.]/g, "-");
  const base = path.join(folder, `${path.basename(file, ".db")}-${stamp}.db`);
  let target = base;
  for (let count = 2; existsSync(target); count += 1) target = base.replace(/\.db$/, `-${count}.db`);
  for (const end of ends) if (existsSync(file + end)) renameSync(file + end, target + end);
  syncPath(folder);
  return target;
}

/**
 * Removes the copies of an index that were moved aside: they hold text of files that may be deleted since. User data
 * that was moved aside stays, because nothing else may have it.
 */
export function removeAsideIndexes(folder: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith("index-")) rmSync(path.join(folder, name), { force: true });
  }
}

/**
 * Copies the newest backup that is whole beside `file`, for `putInPlace`; null when there is none. Nothing of `file`
 * is touched, so that a full disk or a kill here loses nothing.
 */
export function copyNewest(file: string, backupFolder: string): { temporary: string; at: number } | null {
  for (const backup of listBackups(backupFolder)) {
    if (backupComplaint(backup.file) !== null) continue;
    const temporary = `${file}.restoring`;
    try {
      copyFileSync(backup.file, temporary, constants.COPYFILE_FICLONE);
      syncPath(temporary);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
    return { temporary, at: backup.at };
  }
  return null;
}

/** Gives a copy the real name, under which nothing lies any more: the damaged database was moved aside. */
export function putInPlace(temporary: string, file: string): void {
  renameSync(temporary, file);
  syncPath(path.dirname(file));
}

/** A database, or a side file of one, lies under this name. */
export function isAnythingThere(file: string): boolean {
  return ends.some((end) => existsSync(file + end));
}
