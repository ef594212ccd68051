import type { Database } from "better-sqlite3";

export interface PurgeTable {
  /** One bounded step of rewriting the lexical index without its deleted rows; false when nothing is left to do. */
  mergeStep(): boolean;
  /** Empties the write-ahead log, so that no older page lies in it. False when a reader kept it. */
  emptyLog(): boolean;
}

const pagesPerStep = 500;

/**
 * Removes what deleting leaves behind. The rows' own pages are overwritten at once (`secure_delete`); the lexical
 * index only marks a row as deleted until its segment is merged, and the log keeps old pages until it is emptied.
 */
export function createPurgeTable(index: Database): PurgeTable {
  const merge = index.prepare("INSERT INTO passage_terms (passage_terms, rank) VALUES ('merge', ?)");
  const optimise = index.prepare("INSERT INTO passage_terms (passage_terms) VALUES ('optimize')");
  const changes = index.prepare("SELECT total_changes()").pluck();
  let begun = false;
  return {
    mergeStep() {
      const before = changes.get() as number;
      // A negative count makes one merge of all segments; the steps after it go on with that merge.
      merge.run(begun ? pagesPerStep : -pagesPerStep);
      begun = true;
      // SQLite's documentation: a merge that changed fewer than 2 rows had nothing to do.
      if ((changes.get() as number) - before >= 2) return true;
      // A single segment with deleted rows is not merged by steps; its rewriting is short when nothing else is left.
      optimise.run();
      begun = false;
      return false;
    },
    emptyLog() {
      const rows = index.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
      return rows[0]?.busy === 0;
    },
  };
}
