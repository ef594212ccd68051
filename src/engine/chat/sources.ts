import type { Citation, Quote, Source } from "../../shared/answer-schemas.ts";
import type { ExtractedPage } from "../documents/document-types.ts";
import { sliceCodePoints } from "../platform/code-points.ts";
import type { Candidate, Retriever } from "../retrieval/retrieval-types.ts";
import type { PickedQuote } from "./quote.ts";

/** A candidate as the page shows it, with its place in the row of sources. */
export function toSource(
  candidate: Candidate,
  number: number,
  best: number,
  query: string,
  matches: Retriever["matches"],
): Source {
  return {
    number,
    passageId: candidate.passageId,
    documentId: candidate.documentId,
    documentName: candidate.documentName,
    folderName: candidate.folderName,
    page: candidate.page,
    heading: [candidate.title, ...candidate.headings].filter((part) => part !== "").join(" › "),
    start: candidate.start,
    end: candidate.end,
    text: candidate.text,
    matches: matches(query, candidate.text, candidate.language),
    documentModifiedAt: candidate.documentModifiedAt,
    readAt: candidate.readAt,
    score: best > 0 ? Math.max(0, Math.min(1, candidate.score / best)) : 0,
    language: candidate.language,
  };
}

/** The page on which a place of the text lies; null where the format has no pages. */
export function pageAt(pages: readonly ExtractedPage[], place: number): number | null {
  let found: number | null = null;
  for (const page of pages) {
    if (page.start > place) break;
    found = page.number;
  }
  return found;
}

/** A picked quote word for word, with its page and its matches. */
export function toQuote(
  picked: PickedQuote,
  source: Source,
  pages: readonly ExtractedPage[],
  query: string,
  matches: Retriever["matches"],
): Quote {
  const text = sliceCodePoints(source.text, picked.start, picked.end);
  return {
    source: source.number,
    start: source.start + picked.start,
    end: source.start + picked.end,
    page: pageAt(pages, source.start + picked.start),
    text,
    matches: matches(query, text, source.language),
  };
}

/** Citations of quotes, one a source; two quotes of one passage share a span that holds both. */
export function citationsOfQuotes(quotes: readonly Quote[], sources: readonly Source[]): Citation[] {
  const citations = new Map<number, Citation>();
  for (const quote of quotes) {
    const source = sources.find((one) => one.number === quote.source) as Source;
    const before = citations.get(quote.source);
    const start = Math.min(quote.start, before?.start ?? quote.start);
    const end = Math.max(quote.end, before?.end ?? quote.end);
    citations.set(quote.source, {
      number: source.number,
      passageId: source.passageId,
      documentId: source.documentId,
      start,
      end,
      page: start === before?.start ? before.page : quote.page,
      text: sliceCodePoints(source.text, start - source.start, end - source.start),
    });
  }
  return [...citations.values()];
}
