import type { Database } from "better-sqlite3";

import { sliceCodePoints } from "../platform/code-points.ts";
import { textChunk } from "./content-table.ts";
import type { Block, ExtractedPage, StoredPassage, TextRun } from "./document-types.ts";
import { decodeBlocks, decodeRuns } from "./stored-layout.ts";

export interface StoredContent {
  id: number;
  title: string;
  language: string | null;
  textFormat: "markdown" | "plain" | "code";
  /** Length in code points. */
  characters: number;
  pages: ExtractedPage[];
  hidden: { start: number; end: number }[];
}

export interface TextTable {
  content(id: number): StoredContent | null;
  blocks(id: number): Block[];
  runs(id: number, wanted: (page: number, start: number, end: number) => boolean): TextRun[];
  /** Code points [start, end) of a text; what lies outside it is left out. */
  text(id: number, start: number, end: number): string;
  passages(ids: readonly number[]): StoredPassage[];
  /** True when anything is stored at all. */
  hasPassages(): boolean;
}

/** Reads of stored text; a span costs only the rows it lies in. */
export function createTextTable(index: Database): TextTable {
  const content = index.prepare(
    "SELECT id, title, language, text_format AS textFormat, characters, pages, hidden FROM content WHERE id = ?",
  );
  const blocks = index.prepare("SELECT blocks FROM content WHERE id = ?").pluck();
  const runs = index.prepare("SELECT runs FROM content WHERE id = ?").pluck();
  const chunks = index
    .prepare("SELECT text FROM content_text WHERE content_id = ? AND ordinal BETWEEN ? AND ? ORDER BY ordinal")
    .pluck();
  const passage = index.prepare(
    `SELECT passage.id, passage.content_id AS contentId, passage.start, passage."end", passage.headings,
            content.title, content.language
     FROM passage JOIN content ON content.id = passage.content_id WHERE passage.id = ?`,
  );

  const any = index.prepare("SELECT 1 FROM passage LIMIT 1");

  function text(id: number, start: number, end: number): string {
    if (end <= start) return "";
    const first = Math.floor(Math.max(0, start) / textChunk);
    const last = Math.floor((end - 1) / textChunk);
    const offset = first * textChunk;
    return sliceCodePoints((chunks.all(id, first, last) as string[]).join(""), start - offset, end - offset);
  }

  return {
    content(id) {
      const row = content.get(id) as (Omit<StoredContent, "pages" | "hidden"> & Record<string, string>) | undefined;
      if (row === undefined) return null;
      return {
        ...row,
        pages: JSON.parse(row["pages"] as string) as ExtractedPage[],
        hidden: JSON.parse(row["hidden"] as string) as StoredContent["hidden"],
      };
    },
    blocks(id) {
      const bytes = blocks.get(id) as Buffer | undefined;
      return bytes === undefined ? [] : decodeBlocks(bytes);
    },
    runs: (id, wanted) => decodeRuns((runs.get(id) as Buffer | null | undefined) ?? null, wanted),
    text,
    hasPassages: () => any.get() !== undefined,
    passages(ids) {
      return ids.flatMap((id) => {
        const row = passage.get(id) as
          | (Omit<StoredPassage, "headings" | "text"> & {
              contentId: number;
              start: number;
              end: number;
              headings: string;
            })
          | undefined;
        if (row === undefined) return [];
        return [
          {
            id: row.id,
            title: row.title,
            headings: JSON.parse(row.headings) as string[],
            text: text(row.contentId, row.start, row.end),
            language: row.language,
          },
        ];
      });
    },
  };
}
