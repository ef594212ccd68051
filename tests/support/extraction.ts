import { countCodePoints } from "../../src/engine/platform/code-points.ts";
import type { Block, Extraction } from "../../src/engine/documents/document-types.ts";

/**
 * What a plain reader makes of a text: blank lines part paragraphs, a line that begins with # is a heading, a form
 * feed begins a page. For tests of what comes after extraction.
 */
export function extractPlain(text: string, overrides: Partial<Extraction> = {}): Extraction {
  const blocks: Block[] = [];
  const pages: Extraction["pages"] = [];
  let at = 0;
  let pageNumber = 0;
  const paged = text.includes("\f");
  for (const pageText of text.split("\f")) {
    pageNumber += 1;
    const pageStart = at;
    for (const part of pageText.split(/(\n\s*\n)/)) {
      const length = countCodePoints(part);
      const heading = /^(#{1,6}) /.exec(part.trimStart());
      if (part.trim() !== "") {
        blocks.push({
          kind: heading === null ? "paragraph" : "heading",
          start: at,
          end: at + length,
          page: paged ? pageNumber : null,
          level: heading?.[1]?.length ?? 0,
        });
      }
      at += length;
    }
    if (paged) pages.push({ number: pageNumber, width: 595, height: 842, start: pageStart, end: at });
    at += 1;
  }
  return {
    outcome: text.trim() === "" ? "no-text" : "indexed",
    reason: text.trim() === "" ? "The file holds no text." : null,
    title: null,
    language: "en",
    text,
    textFormat: "plain",
    blocks,
    pages,
    runs: [],
    extractor: "plain",
    hidden: [],
    ...overrides,
  };
}
