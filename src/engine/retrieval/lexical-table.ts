import type { Database } from "better-sqlite3";

import { recipe } from "./recipe.ts";

export interface LexicalHit {
  passageId: number;
  bm25: number;
}

export interface PassageTermsRow {
  passageId: number;
  headings: string;
  body: string;
  identifiers: string;
}

export type LexicalTable = ReturnType<typeof createLexicalTable>;

const ranked = `SELECT rowid AS passageId, -bm25(passage_terms, ?, ?, ?) AS bm25
  FROM passage_terms WHERE passage_terms MATCH ?`;
const order = "ORDER BY bm25 DESC, rowid LIMIT ?";

/** Terms of passages, and the ranking by BM25 that FTS5 computes over them. */
export function createLexicalTable(database: Database) {
  const insert = database.prepare<[number, string, string, string]>(
    "INSERT INTO passage_terms (rowid, headings, body, identifiers) VALUES (?, ?, ?, ?)",
  );
  const remove = database.prepare<[number]>("DELETE FROM passage_terms WHERE rowid = ?");
  const searchAll = database.prepare<[number, number, number, string, number], LexicalHit>(`${ranked} ${order}`);
  // The plus keeps SQLite from asking FTS5 once for each allowed passage.
  const searchWithin = database.prepare<[number, number, number, string, string, number], LexicalHit>(
    `${ranked} AND +rowid IN (SELECT id FROM passage WHERE content_id IN (SELECT value FROM json_each(?))) ${order}`,
  );
  const count = database.prepare<[string], number>("SELECT doc FROM passage_term_counts WHERE term = ?").pluck();
  const weights = [recipe.headingsWeight, recipe.bodyWeight, recipe.identifiersWeight] as const;

  return {
    insert: (row: PassageTermsRow) => insert.run(row.passageId, row.headings, row.body, row.identifiers),
    remove: (passageId: number) => remove.run(passageId),
    /** Best first. Passages of `contentIds` alone, or of all contents for null. */
    search(terms: readonly string[], contentIds: readonly number[] | null, limit: number): LexicalHit[] {
      if (terms.length === 0) return [];
      const match = terms.map((term) => `"${term.replaceAll('"', '""')}"`).join(" OR ");
      return contentIds === null
        ? searchAll.all(...weights, match, limit)
        : searchWithin.all(...weights, match, JSON.stringify(contentIds), limit);
    },
    /** Number of passages that hold a term. */
    documentFrequency: (term: string): number => count.get(term) ?? 0,
  };
}
