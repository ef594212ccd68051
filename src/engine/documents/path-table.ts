import type { Database } from "better-sqlite3";

import type { Outcome } from "../../shared/schemas.ts";
import type { WalkEntry } from "./walker.ts";

/** What is stored of a path, as far as reconciling needs it. */
export interface KnownPath {
  id: number;
  path: string;
  relativePath: string;
  stamp: string;
  fileKey: string;
  outcome: Outcome | null;
  /** 1: left out by the user. -1: wanted by the user against a rule. 0: as the rules say. */
  excluded: number;
  /** The outcome came from the walk, not from reading. */
  fixed: boolean;
}

export interface PathTable {
  inFolder(folderId: number): KnownPath[];
  byId(id: number): (KnownPath & { folderId: number }) | null;
  at(path: string): KnownPath | null;
  /** The path itself and all below it. */
  below(path: string): KnownPath[];
  /** Files that had this inode, size and time: where a renamed file was before. */
  withKey(folderId: number, fileKey: string, stamp: string): KnownPath[];
  /** Relative paths that the user wants although a rule leaves them out. */
  included(folderId: number): Set<string>;
  insert(folderId: number, entry: WalkEntry): number;
  /** The file changed: it waits to be read again, and its text stays searchable until then. */
  setChanged(id: number, entry: WalkEntry): void;
  setSeen(id: number, entry: WalkEntry): void;
  setMoved(id: number, entry: WalkEntry): void;
  /** Puts documents back into the queue as if never tried. */
  requeue(ids: readonly number[]): void;
  /** Every document that an older pipeline has read. */
  requeueOlderThan(pipelineVersion: number): number;
  setExcluded(id: number, excluded: number): void;
}

const columns = `id, path, relative_path AS relativePath, stamp, coalesce(file_key, '') AS fileKey, outcome, excluded,
  pipeline_version = 0 AS fixed`;
const requeueSet = "outcome = NULL, reason = NULL, attempts = 0";

/** Rows of documents as places on the disk. */
export function createPathTable(index: Database): PathTable {
  const toKnown = (row: unknown): KnownPath => {
    const raw = row as Omit<KnownPath, "fixed"> & { fixed: number };
    return { ...raw, fixed: raw.fixed !== 0 };
  };
  const inFolder = index.prepare(`SELECT ${columns} FROM document WHERE folder_id = ?`);
  const byId = index.prepare(`SELECT ${columns}, folder_id AS folderId FROM document WHERE id = ?`);
  const at = index.prepare(`SELECT ${columns} FROM document WHERE path = ?`);
  // '/' + 1 is '0', '\\' + 1 is ']': a range of the unique index instead of a pattern that special names would break.
  const below = index.prepare(
    `SELECT ${columns} FROM document WHERE path = @path
       OR (path >= @path || '/' AND path < @path || '0') OR (path >= @path || '\\' AND path < @path || ']')`,
  );
  const withKey = index.prepare(`SELECT ${columns} FROM document WHERE file_key = ? AND stamp = ? AND folder_id = ?`);
  const included = index.prepare("SELECT relative_path FROM document WHERE folder_id = ? AND excluded = -1").pluck();
  const insert = index.prepare(
    `INSERT INTO document (folder_id, path, relative_path, name, size, modified_at, stamp, file_key)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const setChanged = index.prepare(
    `UPDATE document SET ${requeueSet}, size = ?, modified_at = ?, stamp = ?, file_key = ? WHERE id = ?`,
  );
  const setSeen = index.prepare("UPDATE document SET size = ?, modified_at = ?, stamp = ?, file_key = ? WHERE id = ?");
  const setMoved = index.prepare("UPDATE document SET path = ?, relative_path = ?, name = ? WHERE id = ?");
  const requeue = index.prepare(`UPDATE document SET ${requeueSet} WHERE id = ? AND excluded <> 1`);
  const requeueOlder = index.prepare(
    `UPDATE document SET ${requeueSet} WHERE pipeline_version NOT IN (0, ?) AND excluded <> 1`,
  );
  const setExcluded = index.prepare("UPDATE document SET excluded = ? WHERE id = ?");
  return {
    inFolder: (folderId) => inFolder.all(folderId).map(toKnown),
    byId(id) {
      const row = byId.get(id);
      return row === undefined ? null : { ...toKnown(row), folderId: (row as { folderId: number }).folderId };
    },
    at(path) {
      const row = at.get(path);
      return row === undefined ? null : toKnown(row);
    },
    below: (path) => below.all({ path }).map(toKnown),
    withKey: (folderId, fileKey, stamp) => withKey.all(fileKey, stamp, folderId).map(toKnown),
    included: (folderId) => new Set(included.all(folderId) as string[]),
    insert: (folderId, entry) =>
      Number(
        insert.run(
          folderId,
          entry.path,
          entry.relativePath,
          entry.name,
          entry.size,
          entry.modifiedAt,
          entry.stamp,
          entry.fileKey,
        ).lastInsertRowid,
      ),
    setChanged: (id, entry) => void setChanged.run(entry.size, entry.modifiedAt, entry.stamp, entry.fileKey, id),
    setSeen: (id, entry) => void setSeen.run(entry.size, entry.modifiedAt, entry.stamp, entry.fileKey, id),
    setMoved: (id, entry) => void setMoved.run(entry.path, entry.relativePath, entry.name, id),
    requeue(ids) {
      for (const id of ids) requeue.run(id);
    },
    requeueOlderThan: (pipelineVersion) => requeueOlder.run(pipelineVersion).changes,
    setExcluded: (id, excluded) => void setExcluded.run(excluded, id),
  };
}
