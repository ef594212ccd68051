import { statSync } from "node:fs";

import type { Database } from "better-sqlite3";

import { hashFile } from "./gguf-file.ts";

/** Gives a file's SHA-256 and keeps it until the file's size or time of change differs. Nothing is kept read-only. */
export function createFileHashes(user: Database, readOnly: boolean): (path: string) => Promise<string> {
  const select = user.prepare<[string, number, number], { sha256: string }>(
    "SELECT sha256 FROM file_hash WHERE path = ? AND size_bytes = ? AND modified_at = ?",
  );
  const put = user.prepare(
    `INSERT INTO file_hash (path, size_bytes, modified_at, sha256) VALUES (?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET size_bytes = excluded.size_bytes, modified_at = excluded.modified_at,
       sha256 = excluded.sha256`,
  );
  return async (path) => {
    const { size, mtimeMs } = statSync(path);
    const known = select.get(path, size, mtimeMs);
    if (known !== undefined) return known.sha256;
    const sha256 = await hashFile(path);
    if (!readOnly) put.run(path, size, mtimeMs, sha256);
    return sha256;
  };
}
