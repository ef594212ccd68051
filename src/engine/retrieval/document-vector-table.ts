import type { Database } from "better-sqlite3";

/** Passages of a file with their vectors, in the order of the text. */
export function createDocumentVectorTable(database: Database) {
  const select = database.prepare<[number], { passageId: number; vector: Buffer | null }>(
    `SELECT passage.id AS passageId, passage_vector.vector
     FROM document JOIN passage ON passage.content_id = document.content_id
     LEFT JOIN passage_vector ON passage_vector.passage_id = passage.id
     WHERE document.id = ? ORDER BY passage.ordinal`,
  );
  const complete = database
    .prepare<[string], number>(
      `SELECT asked.value FROM json_each(?) AS asked WHERE NOT EXISTS (
         SELECT 1 FROM document JOIN passage ON passage.content_id = document.content_id
         WHERE document.id = asked.value
           AND NOT EXISTS (SELECT 1 FROM passage_vector WHERE passage_vector.passage_id = passage.id))`,
    )
    .pluck();
  return {
    /** Those of the files of which no passage lacks its vector. */
    complete: (documentIds: readonly number[]): number[] => complete.all(JSON.stringify(documentIds)),
    ofDocument: (documentId: number): { passageId: number; vector: Float32Array | null }[] =>
      select.all(documentId).map(({ passageId, vector }) => ({
        passageId,
        // Copied: SQLite's buffer need not start at a multiple of four.
        vector: vector === null ? null : new Float32Array(new Uint8Array(vector).buffer),
      })),
  };
}
