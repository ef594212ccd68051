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
  allTerms: ReadonlySet<string>;
}

/** Cuts passages into sentences with their terms: the common ground of quoting, judging and checking. */
export function cutPassages(passages: readonly EvidencePassage[]): CutPassage[] {
  return passages.map((passage, index) => {
    const { text, language } = passage;
    const headingTerms = new Set(
      tokenise([passage.title, ...passage.headings].join("\n"), language).words.map((word) => word.term),
    );
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
      allTerms: new Set([...headingTerms, ...words.map((word) => word.term)]),
    };
  });
}
