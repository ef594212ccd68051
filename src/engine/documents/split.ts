import { createCodePointMap } from "../platform/code-points.ts";
import type { Extraction, PassageDraft } from "./document-types.ts";
import { sectionsOf, withoutSpans } from "./heading-path.ts";
import { sentenceSpans } from "./sentences.ts";

export interface SplitOptions {
  /** Longest passage in characters. */
  limit: number;
  /** A passage repeats at most this many characters of the one before, in whole sentences; 15-18 % measured best. */
  overlap: number;
}

export const defaultSplit: SplitOptions = { limit: 1_000, overlap: 175 };

/** A page's start ends a passage that is at least this long, so that its citation names one page. */
const shortestBeforePage = 120;

/** How far before a window its sentences are looked up, so that the first one found is seldom cut. */
const sentenceLead = 240;

type Source = Pick<Extraction, "text" | "textFormat" | "blocks" | "pages" | "hidden" | "title" | "language">;

/** A place where a passage may end, in UTF-16 indices: the structure of the text, strongest first. */
interface Bounds {
  /** Starts of pages that begin a new sentence. */
  pages: number[];
  paragraphs: number[];
}

function lastAtMost(sorted: readonly number[], most: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) <= most) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? -1 : (sorted[low - 1] as number);
}

/** The first of the sorted numbers that is at least `least`. */
function firstFrom(sorted: readonly number[], least: number): number | undefined {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return sorted[low];
}

function sentenceStarts(text: string, from: number, to: number, floor: number, language: string | null): number[] {
  const begin = Math.max(floor, from - sentenceLead);
  return sentenceSpans(text.slice(begin, to), language)
    .map((span) => span.start + begin)
    .filter((start) => start > begin || begin === floor);
}

/** Where the passage that starts at `start` ends, at most `start + limit`; the best bound in its second half. */
function cutPoint(
  text: string,
  start: number,
  end: number,
  bounds: Bounds,
  limit: number,
  language: string | null,
): number {
  const latest = start + limit;
  const middle = start + Math.floor(limit / 2);
  const page = firstFrom(bounds.pages, start + shortestBeforePage);
  if (page !== undefined && page <= Math.min(latest, end - 1)) return page;
  if (end <= latest) return end;
  const paragraph = lastAtMost(bounds.paragraphs, latest);
  if (paragraph > middle) return paragraph;
  const line = text.lastIndexOf("\n", latest - 1) + 1;
  // In wrapped prose most lines end in the middle of a sentence; then the sentence is the better bound.
  if (line > middle && /[.!?…。！？:;|)\]}>,]\s*$/u.test(text.slice(Math.max(start, line - 4), line))) return line;
  const sentence = sentenceStarts(text, middle, latest, start, language)
    .filter((place) => place > middle)
    .at(-1);
  if (sentence !== undefined) return sentence;
  if (line > middle) return line;
  const space = text.slice(middle, latest).search(/\s\S*$/);
  if (space >= 0) return middle + space + 1;
  // Never between the two halves of a character.
  const low = text.charCodeAt(latest);
  return low >= 0xdc00 && low <= 0xdfff ? latest - 1 : latest;
}

/** Where the next passage starts: the first whole sentence within `overlap` before the cut, else the cut. */
function nextStart(
  text: string,
  start: number,
  cut: number,
  bounds: Bounds,
  overlap: number,
  language: string | null,
): number {
  // What follows a page's start belongs to that page alone, so that a citation names the right one.
  if (overlap === 0 || lastAtMost(bounds.pages, cut) === cut) return cut;
  const earliest = Math.max(start + 1, cut - overlap, lastAtMost(bounds.pages, cut));
  const sentence = sentenceStarts(text, earliest, cut, start, language).find((place) => place >= earliest);
  return sentence ?? cut;
}

/** Paragraph starts within the text: of the blocks, or after blank lines where there are none. */
function paragraphStarts(source: Source, toIndex: (codePoint: number) => number): number[] {
  const starts = new Set(source.blocks.map((block) => toIndex(block.start)));
  if (source.blocks.length === 0 || source.textFormat === "code") {
    for (const match of source.text.matchAll(/\n[^\S\n]*\n\s*/g)) starts.add(match.index + match[0].length);
  }
  return [...starts].sort((left, right) => left - right);
}

/**
 * Cuts a document's text into passages of at most `limit` characters, each inside one section, with its headings and
 * the page of its start. Cut at the start of a page, else at a paragraph, line or sentence bound in the second half, in this order; hidden
 * spans are in no passage. Spans are code points of the text. Pure and in one pass over the text.
 */
export function splitPassages(source: Source, options: SplitOptions = defaultSplit): PassageDraft[] {
  const { text, language } = source;
  const map = createCodePointMap(text);
  const toIndex = (codePoint: number): number => map.toIndex(codePoint);
  const paragraphs = paragraphStarts(source, toIndex);
  const headingStarts = new Set(
    source.blocks.filter((block) => block.kind === "heading").map((block) => toIndex(block.start)),
  );
  const pageStarts = source.pages.map((page) => ({ number: page.number, start: toIndex(page.start) }));
  const bounds: Bounds = {
    paragraphs,
    pages: pageStarts
      .map((page) => page.start)
      .filter(
        (start) =>
          headingStarts.has(start) ||
          /[.!?…。！？:;]["'”’»)\]」』）]*\s*$/u.test(text.slice(Math.max(0, start - 12), start)),
      ),
  };
  let page = -1;
  // Asked with growing positions only.
  const pageOf = (index: number): number | null => {
    while (page + 1 < pageStarts.length && (pageStarts[page + 1] as { start: number }).start <= index) page += 1;
    return pageStarts[Math.max(page, 0)]?.number ?? null;
  };
  const sections = sectionsOf(map.toCodePoint(text.length), source.blocks, source.title, (start, end) =>
    text.slice(toIndex(start), toIndex(end)),
  );
  const drafts: PassageDraft[] = [];
  for (const section of sections) {
    for (const piece of withoutSpans(section.start, section.end, source.hidden)) {
      let start = toIndex(piece.start);
      const end = toIndex(piece.end);
      while (start < end) {
        start += text.slice(start, end).length - text.slice(start, end).trimStart().length;
        if (start >= end) break;
        const cut = cutPoint(text, start, end, bounds, options.limit, language);
        const stop = start + text.slice(start, cut).trimEnd().length;
        if (/[\p{L}\p{N}]/u.test(text.slice(start, stop))) {
          drafts.push({
            ordinal: drafts.length,
            start: map.toCodePoint(start),
            end: map.toCodePoint(stop),
            page: pageOf(start),
            headings: section.headings,
          });
        }
        start = cut >= end ? end : nextStart(text, start, cut, bounds, options.overlap, language);
      }
    }
  }
  return drafts;
}
