import type { QueryTerm } from "./query-terms.ts";

export interface WeighedTerm {
  term: string;
  variants: string[];
  idf: number;
  documentFrequency: number;
}

/** A query pasted from a page has hundreds of words; the rarest carry its meaning and bound the time. */
const mostTerms = 64;

/** ln(1 + (N - df + .5)/(df + .5)): never negative (Lucene's form of Robertson and Spärck Jones' weight). */
export function inverseDocumentFrequency(documentFrequency: number, passages: number): number {
  return Math.log(1 + (passages - documentFrequency + 0.5) / (documentFrequency + 0.5));
}

/** Query terms with their weight in the library, in the query's order. A term counts where any of its forms stands. */
export function weighTerms(
  terms: readonly QueryTerm[],
  passages: number,
  frequencyOf: (term: string) => number,
): WeighedTerm[] {
  return terms.map(({ term, variants }) => {
    const documentFrequency = Math.min(
      passages,
      variants.reduce((sum, variant) => sum + frequencyOf(variant), 0),
    );
    return { term, variants, documentFrequency, idf: inverseDocumentFrequency(documentFrequency, passages) };
  });
}

/**
 * The forms worth asking the lexical index for: those it holds. A term in more than half of the passages gets no
 * weight from BM25 and is the dearest to rank, so it is left out unless all are like that.
 */
export function searchForms(
  terms: readonly WeighedTerm[],
  passages: number,
  frequencyOf: (term: string) => number,
): string[] {
  const held = terms
    .filter(({ documentFrequency }) => documentFrequency > 0)
    .toSorted((a, b) => b.idf - a.idf)
    .slice(0, mostTerms)
    .flatMap(({ variants }) => variants.filter((variant) => frequencyOf(variant) > 0));
  const telling = held.filter((form) => frequencyOf(form) * 2 <= passages);
  return telling.length > 0 ? telling : held;
}
