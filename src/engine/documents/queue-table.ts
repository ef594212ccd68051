import type { Database } from "better-sqlite3";

import type { Outcome } from "../../shared/schemas.ts";

export interface WaitingDocument {
  id: number;
  folderId: number;
  path: string;
  name: string;
  size: number;
  attempts: number;
  contentId: number | null;
  /** Size and time of the file when it was put into the queue. */
  stamp: string;
}

/** What reading a document gave, as its row keeps it. */
export interface ReadResult {
  outcome: Outcome;
  reason: string | null;
  contentId: number | null;
  extractor: string | null;
  pages: number | null;
  fileHash: string | null;
  readAt: number;
  milliseconds: number;
  pipelineVersion: number;
}

export interface QueueTable {
  /** The next documents to read, in order; those of paused or missing folders wait. */
  next(limit: number): WaitingDocument[];
  waiting(): number;
  /** One more attempt is on; written before it begins, so that a crash is counted. */
  setAttempts(id: number, attempts: number): void;
  /** What a row is now; null when it is gone. */
  now(id: number): { waits: boolean; leftOut: boolean; stamp: string } | null;
  contentOf(id: number): number | null;
  setResult(id: number, result: ReadResult): void;
  /** The file as it was when its bytes were read. */
  setState(id: number, state: { size: number; modifiedAt: number; stamp: string; fileKey: string }): void;
  /** What the same bytes under the same kind of name have given before, under this pipeline. */
  twin(id: number, fileHash: string, ending: string, pipelineVersion: number): ReadResult | null;
  remove(id: number): void;
}

const reads = "folder_id NOT IN (SELECT id FROM folder WHERE paused <> 0 OR state IN ('missing', 'unreadable'))";

/** The queue: documents without an outcome. It is the table itself, so a crash can't lose it. */
export function createQueueTable(index: Database): QueueTable {
  const next = index.prepare(
    `SELECT id, folder_id AS folderId, path, name, size, attempts, content_id AS contentId, stamp
     FROM document WHERE outcome IS NULL AND ${reads}
     ORDER BY attempts, (size > 262144), modified_at DESC LIMIT ?`,
  );
  const waiting = index.prepare(`SELECT count(*) FROM document WHERE outcome IS NULL AND ${reads}`).pluck();
  const setAttempts = index.prepare("UPDATE document SET attempts = ? WHERE id = ?");
  const now = index.prepare(
    "SELECT outcome IS NULL AS waits, excluded = 1 AS leftOut, stamp FROM document WHERE id = ?",
  );
  const contentOf = index.prepare("SELECT content_id FROM document WHERE id = ?").pluck();
  const setResult = index.prepare(
    `UPDATE document SET outcome = @outcome, reason = @reason, content_id = @contentId, extractor = @extractor,
       pages = @pages, file_hash = @fileHash, read_at = @readAt, milliseconds = @milliseconds,
       pipeline_version = @pipelineVersion, attempts = 0
     WHERE id = @id`,
  );
  const setState = index.prepare("UPDATE document SET size = ?, modified_at = ?, stamp = ?, file_key = ? WHERE id = ?");
  const twin = index.prepare(
    `SELECT outcome, reason, content_id AS contentId, extractor, pages, file_hash AS fileHash
     FROM document
     WHERE file_hash = @hash AND id <> @id AND pipeline_version = @version
       AND (@ending = '' OR lower(substr(name, -length(@ending))) = @ending)
       AND outcome IN ('indexed', 'indexed-partly', 'no-text', 'encrypted', 'damaged', 'unsupported')
     LIMIT 1`,
  );
  const remove = index.prepare("DELETE FROM document WHERE id = ?");
  return {
    next: (limit) => next.all(limit) as WaitingDocument[],
    waiting: () => waiting.get() as number,
    setAttempts: (id, attempts) => void setAttempts.run(attempts, id),
    now(id) {
      const row = now.get(id) as { waits: number; leftOut: number; stamp: string } | undefined;
      return row === undefined ? null : { waits: row.waits !== 0, leftOut: row.leftOut !== 0, stamp: row.stamp };
    },
    contentOf: (id) => (contentOf.get(id) as number | null | undefined) ?? null,
    setResult: (id, result) => void setResult.run({ ...result, id }),
    setState: (id, state) => void setState.run(state.size, state.modifiedAt, state.stamp, state.fileKey, id),
    twin(id, hash, ending, version) {
      const row = twin.get({ id, hash, ending, version }) as
        | Omit<ReadResult, "readAt" | "milliseconds" | "pipelineVersion">
        | undefined;
      return row === undefined ? null : { ...row, readAt: 0, milliseconds: 0, pipelineVersion: version };
    },
    remove: (id) => void remove.run(id),
  };
}
