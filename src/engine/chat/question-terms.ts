import { tokenise } from "../retrieval/tokenise.ts";

/** What the library knows of one term of the question. */
export interface KnownTerm {
  term: string;
  /** ln(1 + (N - df + .5)/(df + .5)) */
  idf: number;
  documentFrequency: number;
  /** The forms that the library's languages give it. */
  variants?: readonly string[];
}

/** The question as a text of one language sees it: its terms with their weight, without stop words. */
export interface QuestionTerms {
  /** Weight of each different term. */
  weights: ReadonlyMap<string, number>;
  total: number;
  /** Weights with terms that the library lacks at half, for the judge. */
  halved: ReadonlyMap<string, number>;
  halvedTotal: number;
  /** Terms that stand side by side in the question, joined by a blank. */
  pairs: readonly string[];
}

/** Makes the question's terms for a passage's language; stems differ by language, so each gets its own, made once. */
export type TermsForLanguage = (language: string | null) => QuestionTerms;

/**
 * The retriever says which terms count (stop words are not among them) and how rare they are; the question is cut
 * again by the tokeniser in the language of the passage that it is compared with.
 */
export function createQuestionTerms(question: string, known: readonly KnownTerm[]): TermsForLanguage {
  const byTerm = new Map<string, KnownTerm>();
  for (const term of known) for (const form of [term.term, ...(term.variants ?? [])]) byTerm.set(form, term);
  const made = new Map<string | null, QuestionTerms>();
  return (language) => {
    let terms = made.get(language);
    if (terms === undefined) {
      terms = makeTerms(question, language, byTerm);
      made.set(language, terms);
    }
    return terms;
  };
}

function makeTerms(question: string, language: string | null, known: ReadonlyMap<string, KnownTerm>): QuestionTerms {
  const ordered = tokenise(question, language).words.map((word) => word.term);
  const weights = new Map<string, number>();
  const halved = new Map<string, number>();
  for (const term of ordered) {
    const found = known.get(term);
    if (found === undefined) continue;
    weights.set(term, found.idf);
    halved.set(term, found.documentFrequency === 0 ? found.idf / 2 : found.idf);
  }
  const counted = ordered.filter((term) => weights.has(term));
  const pairs = counted.slice(1).map((term, index) => `${counted[index]} ${term}`);
  const sum = (values: Iterable<number>) => [...values].reduce((total, value) => total + value, 0);
  return { weights, total: sum(weights.values()), halved, halvedTotal: sum(halved.values()), pairs };
}

/** Share of the question's weight that a set of terms holds, 0 to 1. */
export function coverage(weights: ReadonlyMap<string, number>, total: number, terms: ReadonlySet<string>): number {
  if (total === 0) return 0;
  let found = 0;
  for (const [term, weight] of weights) if (terms.has(term)) found += weight;
  return found / total;
}

/** Two words of one family mostly begin alike: "kaufvertrag" and "kaufen", Turkish and Russian endings. */
const kinLetters = 5;
const kinShare = 0.65;

/** As coverage, but a missing term counts in part when a word of the text begins like it. */
export function looseCoverage(weights: ReadonlyMap<string, number>, total: number, terms: ReadonlySet<string>): number {
  if (total === 0) return 0;
  let found = 0;
  for (const [term, weight] of weights) {
    if (terms.has(term)) found += weight;
    else if (term.length >= kinLetters) {
      const beginning = term.slice(0, Math.max(kinLetters, term.length - 3));
      for (const other of terms) {
        if (other.startsWith(beginning) || (other.length >= kinLetters && term.startsWith(other))) {
          found += weight * kinShare;
          break;
        }
      }
    }
  }
  return found / total;
}
