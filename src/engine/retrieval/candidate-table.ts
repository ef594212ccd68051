import type { Database } from "better-sqlite3";

import { createTextTable } from "../documents/text-table.ts";
import type { FilterableDocument } from "./filters.ts";

export interface PassageRow {
  passageId: number;
  contentId: number;
  ordinal: number;
  start: number;
  end: number;
  page: number | null;
  headings: string[];
  title: string;
  language: string | null;
  text: string;
}

export interface DocumentRow {
  documentId: number;
  documentName: string;
  folderId: number;
  folderName: string;
  documentModifiedAt: number;
  readAt: number;
}

export type CandidateTable = ReturnType<typeof createCandidateTable>;

/** What retrieval reads of documents, contents and passages. */
export function createCandidateTable(database: Database) {
  const passages = database.prepare<[string], Omit<PassageRow, "headings" | "text"> & { headings: string }>(
    `SELECT p.id AS passageId, p.content_id AS contentId, p.ordinal, p.start, p."end", p.page, p.headings,
            c.title, c.language
     FROM passage p JOIN content c ON c.id = p.content_id
     WHERE p.id IN (SELECT value FROM json_each(?))`,
  );
  const texts = createTextTable(database);
  const documents = database.prepare<[string], DocumentRow>(
    `SELECT d.id AS documentId, d.name AS documentName, d.folder_id AS folderId, f.name AS folderName,
            d.modified_at AS documentModifiedAt, coalesce(d.read_at, 0) AS readAt
     FROM document d JOIN folder f ON f.id = d.folder_id
     WHERE d.id IN (SELECT value FROM json_each(?))`,
  );
  const searchable = database.prepare<[], FilterableDocument>(
    `SELECT id AS documentId, content_id AS contentId, folder_id AS folderId
     FROM document WHERE content_id IS NOT NULL AND excluded <> 1`,
  );
  const contents = database.prepare<[], number>("SELECT count(*) FROM content").pluck();
  const passagesInAll = database.prepare<[], number>("SELECT count(*) FROM passage").pluck();
  const passagesWithin = database
    .prepare<[string], number>("SELECT count(*) FROM passage WHERE content_id IN (SELECT value FROM json_each(?))")
    .pluck();
  const languages = database
    .prepare<[], string | null>(
      "SELECT language FROM content GROUP BY language ORDER BY sum(characters) DESC, language",
    )
    .pluck();
  const changes = database.prepare<[], number>("SELECT total_changes()").pluck();

  return {
    /** Changes whenever this or another connection writes to the database. */
    version: (): string => `${changes.get()}/${database.pragma("data_version", { simple: true }) as number}`,
    searchableDocuments: (): FilterableDocument[] => searchable.all(),
    contentCount: (): number => contents.get() ?? 0,
    passageCount: (contentIds: readonly number[] | null): number =>
      (contentIds === null ? passagesInAll.get() : passagesWithin.get(JSON.stringify(contentIds))) ?? 0,
    /** Languages of the library, most text first. */
    languages: (): (string | null)[] => languages.all(),
    /** Passages with their text, by id. */
    passages(ids: readonly number[]): Map<number, PassageRow> {
      return new Map(
        passages.all(JSON.stringify(ids)).map((row) => {
          const text = texts.text(row.contentId, row.start, row.end);
          return [row.passageId, { ...row, headings: JSON.parse(row.headings) as string[], text }];
        }),
      );
    },
    documents: (ids: readonly number[]): Map<number, DocumentRow> =>
      new Map(documents.all(JSON.stringify(ids)).map((row) => [row.documentId, row])),
  };
}
