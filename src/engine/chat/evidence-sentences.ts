import path from "node:path";

import { sentenceSpans } from "../documents/sentences.ts";
import { createCodePointMap } from "../platform/code-points.ts";
import { tokenise } from "../retrieval/tokenise.ts";

/** What quoting, judging and checking need of a passage; a retrieval candidate is one. */
export interface EvidencePassage {
  passageId: number;
  contentId: number;
  /** Code points of the document's text. */
  start: number;
  end: number;
  /** Name of the file, as its owner called it. */
  documentName: string;
  title: string;
  headings: readonly string[];
  text: string;
  language: string | null;
  /** Relevance of the search. */
  score: number;
  cosine: number | null;
}

export interface EvidenceSentence {
  /** Place of its passage in the list. */
  passage: number;
  /** Place within its passage. */
  ordinal: number;
  /** Code points of the passage's text. */
  start: number;
  end: number;
  text: string;
  /** Terms in order. */
  terms: readonly string[];
  termSet: ReadonlySet<string>;
}

/** A passage with its sentences and the terms of title and headings. */
export interface CutPassage {
  passage: EvidencePassage;
  sentences: readonly EvidenceSentence[];
  headingTerms: ReadonlySet<string>;
  /** The same with the numbers of the file's name: they tell "House rules 2026.pdf" from the one of 2025. */
  nameTerms: ReadonlySet<string>;
  allTerms: ReadonlySet<string>;
}

/** Cuts passages into sentences with their terms: the common ground of quoting, judging and checking. */
export function cutPassages(passages: readonly EvidencePassage[]): CutPassage[] {
  return passages.map((passage, index) => {
    const { text, language } = passage;
    const termsOf = (lines: readonly string[]) => tokenise(lines.join("\n"), language).words.map((word) => word.term);
    const headingTerms = new Set(termsOf([passage.title, ...passage.headings]));
    const numbers = termsOf([path.parse(passage.documentName).name]).filter((term) => /\d/.test(term));
    const nameTerms = new Set([...headingTerms, ...numbers]);
    const words = tokenise(text, language).words;
    const map = createCodePointMap(text);
    let next = 0;
    const sentences = sentenceSpans(text, language).map((span, ordinal) => {
      const [start, end] = [map.toCodePoint(span.start), map.toCodePoint(span.end)];
      const terms: string[] = [];
      while (next < words.length && words[next]!.start < end) {
        if (words[next]!.start >= start) terms.push(words[next]!.term);
        next += 1;
      }
      return {
        passage: index,
        ordinal,
        start,
        end,
        text: text.slice(span.start, span.end),
        terms,
        termSet: new Set(terms),
      };
    });
    return {
      passage,
      sentences,
      headingTerms,
      nameTerms,
      allTerms: new Set([...headingTerms, ...words.map((word) => word.term)]),
    };
  });
}
