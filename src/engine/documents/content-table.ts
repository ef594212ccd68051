import { createHash } from "node:crypto";

import type { Database } from "better-sqlite3";

import { countCodePoints } from "../platform/code-points.ts";
import { extractorVersion, type ExtractedPage, type Extraction, type PassageDraft } from "./document-types.ts";
import { encodeBlocks, encodeRuns } from "./stored-layout.ts";

/** Raised when cutting into passages changes. */
const splitVersion = 1;
/** Documents read by an older pipeline are read again. */
export const pipelineVersion = extractorVersion * 1_000 + splitVersion;

/** Code points of text in one row, so that a passage of a long text is read without the rest of it. */
export const textChunk = 8_192;

/**
 * Names a text with its title and its layout under one way of reading; equal keys share passages, terms and vectors.
 * The layout belongs to it: a page or a hidden span of one format would be wrong in a file of another with equal text.
 */
export function contentHash(extraction: Extraction): string {
  const { title, textFormat, extractor, pages, hidden } = extraction;
  const spans = (of: readonly { start: number; end: number }[]) => of.map(({ start, end }) => [start, end]);
  return createHash("sha256")
    .update(JSON.stringify([pipelineVersion, title, textFormat, extractor, spans(pages), spans(hidden)]))
    .update("\0")
    .update(extraction.text)
    .digest("hex");
}

export interface ContentTable {
  find(hash: string): number | null;
  /** Writes the text, its layout and its passages; returns the ids of the passages in order. */
  insert(hash: string, extraction: Extraction, drafts: readonly PassageDraft[]): { id: number; passageIds: number[] };
  isUsed(id: number): boolean;
  passageIds(id: number): number[];
  /** Removes the text and its passages, also their vectors; terms are the passage index's own. */
  remove(id: number): void;
}

/** Rows of content, its text and its passages, as ingest writes them. */
export function createContentTable(index: Database): ContentTable {
  const find = index.prepare("SELECT id FROM content WHERE hash = ?").pluck();
  const insertContent = index.prepare(
    `INSERT INTO content (hash, title, language, text_format, characters, pages, blocks, runs, hidden, pipeline_version)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertText = index.prepare("INSERT INTO content_text (content_id, ordinal, start, text) VALUES (?, ?, ?, ?)");
  const insertPassage = index.prepare(
    'INSERT INTO passage (content_id, ordinal, start, "end", page, headings) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const used = index.prepare("SELECT 1 FROM document WHERE content_id = ? LIMIT 1");
  const passages = index.prepare("SELECT id FROM passage WHERE content_id = ? ORDER BY ordinal").pluck();
  const remove = index.prepare("DELETE FROM content WHERE id = ?");

  function insertChunks(id: number, text: string): void {
    let at = 0;
    let start = 0;
    let ordinal = 0;
    const plain = !/[\uD800-\uDFFF]/.test(text);
    while (at < text.length) {
      let end = Math.min(text.length, at + textChunk);
      if (!plain) {
        // Step over `textChunk` whole characters.
        end = at;
        for (let count = 0; count < textChunk && end < text.length; count += 1) {
          end += (text.codePointAt(end) as number) > 0xffff ? 2 : 1;
        }
      }
      insertText.run(id, ordinal, start, text.slice(at, end));
      start += textChunk;
      ordinal += 1;
      at = end;
    }
  }

  return {
    find: (hash) => (find.get(hash) as number | undefined) ?? null,
    insert(hash, extraction, drafts) {
      const pages: ExtractedPage[] = extraction.pages;
      const result = insertContent.run(
        hash,
        extraction.title ?? "",
        extraction.language,
        extraction.textFormat,
        countCodePoints(extraction.text),
        JSON.stringify(pages),
        encodeBlocks(extraction.blocks),
        encodeRuns(extraction.runs),
        JSON.stringify(extraction.hidden),
        pipelineVersion,
      );
      const id = Number(result.lastInsertRowid);
      insertChunks(id, extraction.text);
      const passageIds = drafts.map((draft) =>
        Number(
          insertPassage.run(id, draft.ordinal, draft.start, draft.end, draft.page, JSON.stringify(draft.headings))
            .lastInsertRowid,
        ),
      );
      return { id, passageIds };
    },
    isUsed: (id) => used.get(id) !== undefined,
    passageIds: (id) => passages.all(id) as number[],
    remove(id) {
      remove.run(id);
    },
  };
}
