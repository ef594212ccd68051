import { lineText } from "./pdf-lines.ts";
import type { PdfLine } from "./pdf-lines.ts";

/** Top and bottom part of a page where running heads and page numbers stand. */
const edge = 0.12;

function wordsOf(line: PdfLine): string[] {
  return (
    lineText(line)
      .toLowerCase()
      .match(/\p{L}{2,}/gu) ?? []
  );
}

/**
 * Running heads and page numbers: a line at the edge of at least three pages and a third of all, alike but for its
 * numbers. All of them are left out when their words stand elsewhere in the document too; else the first is kept, so
 * that nothing a reader sees is lost.
 */
export function repeatedLines(pages: readonly { height: number; lines: readonly PdfLine[] }[]): Set<PdfLine> {
  const seen = new Map<string, PdfLine[]>();
  for (const page of pages) {
    const keys = new Set<string>();
    for (const line of page.lines) {
      if (line.baseline > page.height * edge && line.baseline < page.height * (1 - edge)) continue;
      const key = lineText(line).replace(/\d+/g, "#").toLowerCase();
      if (keys.has(key)) continue;
      keys.add(key);
      const known = seen.get(key);
      if (known === undefined) seen.set(key, [line]);
      else known.push(line);
    }
  }
  const enough = Math.max(3, pages.length / 3);
  const groups = [...seen.values()].filter((lines) => lines.length >= enough);
  const repeated = new Set(groups.flat());
  if (repeated.size === 0) return repeated;
  const said = new Set(
    pages.flatMap((page) => page.lines.filter((line) => !repeated.has(line)).flatMap((line) => wordsOf(line))),
  );
  for (const [first] of groups) {
    if (first !== undefined && !wordsOf(first).every((word) => said.has(word))) repeated.delete(first);
  }
  return repeated;
}
