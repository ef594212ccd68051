import type { Database } from "better-sqlite3";

import type { ExtractedPage } from "../documents/document-types.ts";

/** What citations need of a document as it is now. */
export interface CitedDocument {
  name: string;
  folderState: string;
  excluded: boolean;
  outcome: string | null;
  contentId: number | null;
}

export interface DocumentLookup {
  /** null when the file has gone from the library. */
  document(id: number): CitedDocument | null;
  pages(contentId: number): readonly ExtractedPage[];
  /** Model and hash of weights of the vectors that searches use; null while there are none. */
  embeddingSpace(): string | null;
  /** Ids of documents by their name, case ignored: exactly, without the ending, or as a part of it. */
  byName(name: string): number[];
}

/** Reads of index.db that belong to answering: pages of quoted sentences and files named in a question. */
export function createDocumentLookup(index: Database): DocumentLookup {
  const document = index.prepare(
    `SELECT document.name, folder.state AS folderState, document.excluded, document.outcome,
       document.content_id AS contentId
     FROM document JOIN folder ON folder.id = document.folder_id WHERE document.id = ?`,
  );
  const pages = index.prepare("SELECT pages FROM content WHERE id = ?").pluck();
  const space = index.prepare("SELECT name FROM embedding_space ORDER BY id DESC LIMIT 1").pluck();
  const byName = index
    .prepare(
      `SELECT id FROM document WHERE name LIKE @pattern ESCAPE '\\' OR relative_path LIKE @pattern ESCAPE '\\'
       ORDER BY id LIMIT 1000`,
    )
    .pluck();
  const known = new Map<number, readonly ExtractedPage[]>();
  return {
    document(id) {
      const row = document.get(id) as (Omit<CitedDocument, "excluded"> & { excluded: number }) | undefined;
      return row === undefined ? null : { ...row, excluded: row.excluded === 1 };
    },
    pages(contentId) {
      let found = known.get(contentId);
      if (found === undefined) {
        found = JSON.parse((pages.get(contentId) as string | undefined) ?? "[]") as ExtractedPage[];
        // Texts never change under their id, so a small memory is all the care it needs.
        if (known.size > 200) known.clear();
        known.set(contentId, found);
      }
      return found;
    },
    embeddingSpace: () => (space.get() as string | undefined) ?? null,
    byName(name) {
      const safe = name.replaceAll(/[\\%_]/g, "\\$&");
      for (const pattern of [safe, `%/${safe}`, `${safe}.%`, `%${safe}%`]) {
        const ids = byName.all({ pattern }) as number[];
        if (ids.length > 0) return ids;
      }
      return [];
    },
  };
}
