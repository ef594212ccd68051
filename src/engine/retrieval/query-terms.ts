import { foldWord } from "./normalise-word.ts";
import { isStopWord } from "./stop-words.ts";
import { identifierTerms, stretches, stretchTerms, type Stretch } from "./tokenise.ts";

/** One word of a query and every form in which it may stand in the index. */
export interface QueryTerm {
  /** The form in the query's most likely language. */
  term: string;
  /** `term` first, then the forms that other languages of the library give it, where the query's is in doubt. */
  variants: string[];
}

/** With this many more function words of one language than of any other, a query is taken to be in it. */
const sureLead = 2;

/**
 * The languages whose stemmers a query is run through, likeliest first. A query is too short to detect its language
 * from letters, so function words decide among the languages of the library. When they leave no doubt, that language
 * stands alone: the forms of the others mostly find names in foreign texts. Otherwise all stand, ties in the order
 * given: by amount of text, null for text of unknown language.
 */
export function queryLanguages(query: string, libraryLanguages: readonly (string | null)[]): string[] {
  const languages = [...new Set(libraryLanguages.map((language) => language ?? "en"))];
  if (languages.length === 0) languages.push("en");
  if (languages.length === 1) return languages;
  const words = stretches(query).map((stretch) => foldWord(stretch.text));
  const counted = languages
    .map((language) => ({ language, count: words.filter((word) => isStopWord(word, language)).length }))
    .toSorted((a, b) => b.count - a.count);
  const [first, second] = counted as [(typeof counted)[number], (typeof counted)[number]];
  if (first.count >= second.count + sureLead) return [first.language];
  return counted.map(({ language }) => language);
}

/**
 * The terms to look for: the query's words without the function words of its language (unless there is nothing else)
 * in the forms of its possible languages, and the pieces of its identifiers. Each form appears once.
 */
export function queryTerms(query: string, libraryLanguages: readonly (string | null)[]): QueryTerm[] {
  const languages = queryLanguages(query, libraryLanguages);
  const all = stretches(query);
  const main = languages[0] as string;
  const telling = all.filter((stretch) => !isStopWord(foldWord(stretch.text), main));
  const terms: QueryTerm[] = [];
  const seen = new Set<string>();
  const add = (variants: string[]): void => {
    const fresh = [...new Set(variants)].filter((variant) => !seen.has(variant));
    for (const variant of fresh) seen.add(variant);
    if (fresh.length > 0) terms.push({ term: fresh[0] as string, variants: fresh });
  };
  for (const stretch of telling.length > 0 ? telling : all) {
    for (const variants of formsOf(stretch, languages)) add(variants);
  }
  for (const stretch of telling) for (const { term } of identifierTerms(stretch)) add([term]);
  return terms;
}

function formsOf(stretch: Stretch, languages: readonly string[]): string[][] {
  if (stretch.kind !== "word") return stretchTerms(stretch, null).map(({ term }) => [term]);
  return [languages.flatMap((language) => stretchTerms(stretch, language).map(({ term }) => term))];
}
