import Database, { type Database as SqliteDatabase } from "better-sqlite3";
import * as sqliteVec from "sqlite-vec";

import type { PassageIndex } from "../../../src/engine/documents/document-types.ts";
import type { EmbeddingModel } from "../../../src/engine/models/model-types.ts";
import { createPassageIndex } from "../../../src/engine/retrieval/passage-index.ts";
import { indexMigrations } from "../../../src/engine/store/migrations/index.ts";

export interface SmallContent {
  title?: string;
  language?: string | null;
  /** Each is one passage; together, parted by a blank line, they are the text. */
  passages: readonly { text: string; headings?: string[]; vector?: readonly number[] }[];
  /** Files that hold it: name and folder. */
  documents?: readonly { name: string; folderId?: number; excluded?: boolean }[];
}

export const plane = "plane";

/** A real index in memory with contents, passages and files numbered from 1 in the order given. */
export function openSmallIndex(contents: readonly SmallContent[]): {
  index: SqliteDatabase;
  passageIndex: PassageIndex;
  /** Adds one more content; returns its id. */
  add: (content: SmallContent) => number;
} {
  const index = new Database(":memory:");
  sqliteVec.load(index);
  for (const migration of indexMigrations) index.exec(migration);
  index.exec("INSERT INTO folder (id, path, name) VALUES (1, '/one', 'One'), (2, '/two', 'Two')");
  const passageIndex = createPassageIndex({ store: { index } });
  const add = (content: SmallContent): number => {
    const { title = "", language = "en", passages, documents = [{ name: "file" }] } = content;
    const text = passages.map((passage) => passage.text).join("\n\n");
    const contentId = Number(
      index
        .prepare(
          `INSERT INTO content (hash, title, language, text_format, characters, pages, blocks, pipeline_version)
           VALUES (hex(randomblob(8)), ?, ?, 'plain', ?, '[]', x'', 1)`,
        )
        .run(title, language, [...text].length).lastInsertRowid,
    );
    index.prepare("INSERT INTO content_text VALUES (?, 0, 0, ?)").run(contentId, text);
    let start = 0;
    for (const [ordinal, { text, headings = [], vector }] of passages.entries()) {
      const end = start + [...text].length;
      const id = Number(
        index
          .prepare('INSERT INTO passage (content_id, ordinal, start, "end", page, headings) VALUES (?, ?, ?, ?, ?, ?)')
          .run(contentId, ordinal, start, end, ordinal + 1, JSON.stringify(headings)).lastInsertRowid,
      );
      passageIndex.add([{ id, title, headings, text, language }]);
      if (vector !== undefined) passageIndex.addVectors([{ passageId: id, vector: unit(vector) }], plane);
      start = end + 2;
    }
    for (const { name, folderId = 1, excluded = false } of documents) {
      index
        .prepare(
          `INSERT INTO document (folder_id, path, relative_path, name, size, modified_at, outcome, content_id, excluded,
             read_at)
           VALUES (?, hex(randomblob(8)), ?, ?, 1, 1000, 'indexed', ?, ?, 2000)`,
        )
        .run(folderId, name, name, contentId, excluded ? 1 : 0);
    }
    return contentId;
  };
  for (const content of contents) add(content);
  return { index, passageIndex, add };
}

/** A vector of length 1 in the given direction. */
export function unit(direction: readonly number[]): Float32Array {
  const length = Math.hypot(...direction);
  return Float32Array.from(direction, (value) => value / length);
}

/** A model that gives every text one vector, and counts how often it was asked. */
export function pointing(direction: readonly number[]): EmbeddingModel & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    spaceId: plane,
    dimensions: direction.length,
    embed: (texts) => {
      asked.push(...texts);
      return Promise.resolve(texts.map(() => unit(direction)));
    },
    close: () => Promise.resolve(),
  };
}
