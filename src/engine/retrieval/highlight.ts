import type { QueryTerm } from "./query-terms.ts";
import { tokenise } from "./tokenise.ts";

export interface Span {
  start: number;
  end: number;
}

/** Spans of `text` (code points) that hold a term, in order; overlapping and touching ones become one. */
export function matchSpans(terms: readonly QueryTerm[], text: string, language: string | null): Span[] {
  const wanted = new Set(terms.flatMap(({ variants }) => variants));
  if (wanted.size === 0) return [];
  const { words, identifiers } = tokenise(text, language);
  const found = [...words, ...identifiers]
    .filter(({ term }) => wanted.has(term))
    .toSorted((a, b) => a.start - b.start || a.end - b.end);
  const spans: Span[] = [];
  for (const { start, end } of found) {
    const last = spans.at(-1);
    if (last !== undefined && start <= last.end) last.end = Math.max(last.end, end);
    else spans.push({ start, end });
  }
  return spans;
}
