import type { Store } from "../../../src/engine/store/store.ts";

/** What is wrong in a store that was just opened: half-indexed documents, terms without text, damaged pages. */
export function complaintsOf(store: Store): string[] {
  const complaints: string[] = [];
  const none = (what: string, sql: string): void => {
    const count = store.index.prepare(`SELECT count(*) FROM (${sql})`).pluck().get() as number;
    if (count > 0) complaints.push(`${count} ${what}`);
  };
  none(
    "read documents without their text",
    "SELECT 1 FROM document WHERE outcome IN ('indexed', 'indexed-partly') AND content_id IS NULL",
  );
  none("texts without passages", "SELECT 1 FROM content WHERE id NOT IN (SELECT content_id FROM passage)");
  none(
    "texts that are cut short",
    `SELECT 1 FROM content WHERE characters <>
       (SELECT coalesce(sum(length(text)), 0) FROM content_text WHERE content_id = content.id)`,
  );
  none(
    "texts without a document",
    "SELECT 1 FROM content WHERE id NOT IN (SELECT content_id FROM document WHERE content_id IS NOT NULL)",
  );
  none("passages without terms", "SELECT 1 FROM passage WHERE id NOT IN (SELECT rowid FROM passage_terms)");
  none("terms without a passage", "SELECT 1 FROM passage_terms WHERE rowid NOT IN (SELECT id FROM passage)");
  none("vectors without a passage", "SELECT 1 FROM passage_vector WHERE passage_id NOT IN (SELECT id FROM passage)");
  for (const [name, database] of [
    ["index", store.index],
    ["user", store.user],
  ] as const) {
    const answer = database.pragma("integrity_check", { simple: true }) as string;
    if (answer !== "ok") complaints.push(`${name}: ${answer}`);
  }
  store.index.prepare("INSERT INTO passage_terms (passage_terms) VALUES ('integrity-check')").run();
  return complaints;
}
