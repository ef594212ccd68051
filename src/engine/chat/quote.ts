import { sliceCodePoints } from "../platform/code-points.ts";
import type { CutPassage, EvidenceSentence } from "./evidence-sentences.ts";
import type { AskedKind } from "./asked-kind.ts";
import { holdsKind } from "./asked-kind.ts";
import { looseCoverage, type TermsForLanguage } from "./question-terms.ts";

/** Weights of one sentence's score, changed only with a new measurement on the committed sets. */
export const quoteParameters = {
  /** Sentences that get a vector: the best ones by words. */
  embedded: 8,
  cosine: 1,
  /** So many of the best sentences are compared once more, with their neighbours and heading around them. */
  reread: 3,
  /** Only those within this of the best score: a clear winner is not looked at again. */
  rereadGap: 0.2,
  /** Share of that second cosine in a sentence's own. */
  window: 0.5,
  passageCoverage: 0.3,
  titleCoverage: 0.3,
  pair: 0.2,
  kind: 0.25,
  /** Without vectors the window around a sentence has to stand in for them. */
  windowWithoutVectors: 0.4,
  windowWithVectors: 0,
  /** Weight of the passage's relevance, as a share of the best passage's. */
  relevance: 0.3,
  /** A neighbour joins the quote when its score is within this of the best sentence's. */
  neighbourGap: 0.9,
  neighbours: 2,
  /** Neighbours join as long as the quote stays below this, in code points. */
  longest: 600,
  /** A quote shorter than this takes its better neighbour whatever it scores, in code points. */
  shortest: 250,
  /** So far a short quote may reach over the end of its paragraph. */
  overParagraph: 120,
  /** Bonus for a neighbour that the best sentence leans on: it opens with a pronoun or the like. */
  leaning: 0.4,
  /** A further quote must reach this share of the best one's score. */
  furtherShare: 0.55,
  quotes: 3,
} as const;
export type QuoteParameters = { readonly [name in keyof typeof quoteParameters]: number };

export interface ScoredSentence {
  sentence: EvidenceSentence;
  /** Share of the question's weight in it. */
  coverage: number;
  /** Everything but the vectors' part. */
  lexical: number;
  score: number;
}

/** A quote: consecutive sentences of one passage. Offsets are code points of the passage's text. */
export interface PickedQuote {
  passage: number;
  start: number;
  end: number;
  score: number;
}

/** Pairs of the question that stand side by side in the sentence too, as a share. */
function pairShare(pairs: readonly string[], weights: ReadonlyMap<string, number>, terms: readonly string[]): number {
  if (pairs.length === 0) return 0;
  const counted = terms.filter((term) => weights.has(term));
  const present = new Set(counted.slice(1).map((term, index) => `${counted[index]} ${term}`));
  return pairs.filter((pair) => present.has(pair)).length / pairs.length;
}

/** A title, a heading or a question repeats the question's words and answers nothing. */
function saysNothing(sentence: EvidenceSentence, headingTerms: ReadonlySet<string>): boolean {
  if (/[?？؟]["'”’»)\]]*$/.test(sentence.text)) return true;
  return !/[.!。！…:;]["'”’»)\]]*$/.test(sentence.text) && sentence.terms.every((term) => headingTerms.has(term));
}

/** What the question brings to the scoring of sentences. */
export interface QuoteQuestion {
  text: string;
  termsFor: TermsForLanguage;
  asked: AskedKind | null;
  /** False when sentences get no vectors: the window around a sentence then stands in for them. */
  vectors: boolean;
}

/**
 * Scores all sentences by words: the "simple" recipe (question's idf share in the sentence, in passage and title, in
 * the title alone with the numbers of the file's name, adjacent pairs kept, the kind of thing asked for). Higher is better; 0 to about 2.
 */
export function scoreByWords(
  passages: readonly CutPassage[],
  question: QuoteQuestion,
  parameters: QuoteParameters = quoteParameters,
): ScoredSentence[] {
  const best = Math.max(...passages.map(({ passage }) => passage.score), 0);
  return passages.flatMap(({ passage, sentences, headingTerms, nameTerms, allTerms }) => {
    const terms = question.termsFor(passage.language);
    const relevance = best > 0 ? passage.score / best : 0;
    const share = (set: ReadonlySet<string>) => looseCoverage(terms.weights, terms.total, set);
    const whole =
      parameters.passageCoverage * share(allTerms) +
      parameters.titleCoverage * share(nameTerms) +
      parameters.relevance * relevance;
    return sentences.flatMap((sentence, at) => {
      if (saysNothing(sentence, headingTerms)) return [];
      const own = share(sentence.termSet);
      let lexical = own + whole + parameters.pair * pairShare(terms.pairs, terms.weights, sentence.terms);
      if (question.asked !== null && holdsKind(question.asked, sentence.text, question.text))
        lexical += parameters.kind;
      const window = question.vectors ? parameters.windowWithVectors : parameters.windowWithoutVectors;
      if (window > 0) {
        const around = [sentences[at - 1], sentence, sentences[at + 1]].flatMap((one) => one?.terms ?? []);
        lexical += window * share(new Set([...around, ...headingTerms]));
      }
      return [{ sentence, coverage: own, lexical, score: lexical }];
    });
  });
}

/** The sentences whose vectors are worth their time, best first. */
export function worthEmbedding(
  scored: readonly ScoredSentence[],
  parameters: QuoteParameters = quoteParameters,
): ScoredSentence[] {
  return [...scored].sort((a, b) => b.lexical - a.lexical).slice(0, parameters.embedded);
}

/** Adds the cosine of each embedded sentence with the question; the others can no longer win over them unfairly. */
export function addCosines(
  scored: readonly ScoredSentence[],
  cosines: ReadonlyMap<EvidenceSentence, number>,
  parameters: QuoteParameters = quoteParameters,
): ScoredSentence[] {
  if (cosines.size === 0) return [...scored];
  const lowest = Math.min(...cosines.values());
  return scored.map((one) => ({
    ...one,
    score: one.lexical + parameters.cosine * (cosines.get(one.sentence) ?? Math.min(lowest, 0)),
  }));
}

/** The sentences that are worth a second look, best first; none when the best one stands alone. */
export function worthRereading(
  scored: readonly ScoredSentence[],
  parameters: QuoteParameters = quoteParameters,
): EvidenceSentence[] {
  const ranked = [...scored].sort((a, b) => b.score - a.score).slice(0, parameters.reread);
  const near = ranked.filter((one) => one.score >= (ranked[0]?.score ?? 0) - parameters.rereadGap);
  return near.length > 1 ? near.map((one) => one.sentence) : [];
}

/** A sentence as its reader meets it: under its heading, between its neighbours. */
export function windowText({ passage, sentences }: CutPassage, { ordinal }: EvidenceSentence): string {
  const heading = passage.headings.at(-1) ?? passage.title;
  const around = sentences.slice(Math.max(0, ordinal - 1), ordinal + 2).map((sentence) => sentence.text);
  return [heading, around.join(" ")].filter((part) => part !== "").join("\n");
}

/**
 * "It is 48 degrees." is near no question by itself: the best sentences take a share of the cosine that they have
 * together with heading and neighbours. Sentences without a cosine of their own stay as they are.
 */
export function addWindows(
  scored: readonly ScoredSentence[],
  cosines: ReadonlyMap<EvidenceSentence, number>,
  windows: ReadonlyMap<EvidenceSentence, number>,
  parameters: QuoteParameters = quoteParameters,
): ScoredSentence[] {
  return scored.map((one) => {
    const own = cosines.get(one.sentence);
    const window = windows.get(one.sentence);
    if (own === undefined || window === undefined) return one;
    return { ...one, score: one.score + parameters.cosine * parameters.window * (window - own) };
  });
}

/**
 * The quotes of an answer, best first: each is the best sentence left with up to two neighbours of its passage that
 * score nearly as well, and none touches a place that is already quoted. A further quote must reach a share of the
 * first one's score, so that an answer found in one place is not padded with what merely shares a word.
 */
export function pickQuotes(
  passages: readonly CutPassage[],
  scored: readonly ScoredSentence[],
  parameters: QuoteParameters = quoteParameters,
): PickedQuote[] {
  const picked: PickedQuote[] = [];
  const texts = new Set<string>();
  const scores = new Map(scored.map((one) => [one.sentence, one.score]));
  const ranked = [...scored].sort((a, b) => b.score - a.score || a.sentence.passage - b.sentence.passage);
  const best = ranked[0];
  if (best === undefined) return [];
  for (const { sentence, score } of ranked) {
    if (picked.length >= parameters.quotes) break;
    if (picked.length > 0 && score < parameters.furtherShare * best.score) break;
    const place = passages[sentence.passage] as CutPassage;
    const free = (candidate: EvidenceSentence) =>
      !texts.has(plain(candidate.text)) && !picked.some((quote) => overlaps(passages, quote, candidate));
    if (!free(sentence)) continue;
    const joined = joinNeighbours(place, sentence, scores, free, parameters);
    const [first, last] = [joined[0] as EvidenceSentence, joined.at(-1) as EvidenceSentence];
    picked.push({ passage: sentence.passage, start: first.start, end: last.end, score });
    for (const one of joined) texts.add(plain(one.text));
  }
  return picked;
}

/** Opens with a word that points back, so that the sentence before is needed to understand it. */
const pointsBack =
  /^["'“„«(]*(?:he|she|it|they|this|these|that|those|his|her|its|their|such|both|er|sie|es|dies\p{L}*|él|ella|ellos|esto|este|esta|estos|estas|il|elle|ils|он|она|оно|они|это|эт[аои]т?|o|bu|bunlar|onlar|它|他|她|这|该|此)(?![\p{L}])/iu;

/** Grows a quote to the better side, one neighbour at a time, never over the end of a paragraph. */
function joinNeighbours(
  { sentences, passage }: CutPassage,
  best: EvidenceSentence,
  scores: ReadonlyMap<EvidenceSentence, number>,
  free: (sentence: EvidenceSentence) => boolean,
  parameters: QuoteParameters,
): EvidenceSentence[] {
  const least = (scores.get(best) ?? 0) - parameters.neighbourGap;
  const value = (neighbour: EvidenceSentence) => {
    const leans =
      (neighbour.ordinal < best.ordinal && pointsBack.test(best.text)) ||
      (neighbour.ordinal > best.ordinal && pointsBack.test(neighbour.text));
    return (scores.get(neighbour) ?? Number.NEGATIVE_INFINITY) + (leans ? parameters.leaning : 0);
  };
  const paragraphEnds = (one: EvidenceSentence, next: EvidenceSentence) =>
    /\n\s*\n/.test(sliceCodePoints(passage.text, one.end, next.start));
  let [first, last] = [best.ordinal, best.ordinal];
  while (last - first < parameters.neighbours) {
    const [start, end] = [sentences[first]!.start, sentences[last]!.end];
    const fits = (side: EvidenceSentence | undefined, atEdge: boolean): side is EvidenceSentence =>
      side !== undefined &&
      free(side) &&
      scores.has(side) &&
      Math.max(end, side.end) - Math.min(start, side.start) <= parameters.longest &&
      (!atEdge || end - start < parameters.overParagraph) &&
      (value(side) >= least || end - start < parameters.shortest);
    const [left, right] = [sentences[first - 1], sentences[last + 1]];
    const sides = [
      ...(fits(left, left !== undefined && paragraphEnds(left, sentences[first]!)) ? [left] : []),
      ...(fits(right, right !== undefined && paragraphEnds(sentences[last]!, right)) ? [right] : []),
    ];
    const next = sides.sort((a, b) => value(b) - value(a))[0];
    if (next === undefined) break;
    first = Math.min(first, next.ordinal);
    last = Math.max(last, next.ordinal);
  }
  return sentences.slice(first, last + 1);
}

const plain = (text: string) => text.replaceAll(/\s+/g, " ").trim().toLowerCase();

/** Passages of one document overlap: the same place must not be quoted twice under two numbers. */
function overlaps(passages: readonly CutPassage[], quote: PickedQuote, sentence: EvidenceSentence): boolean {
  const quoted = (passages[quote.passage] as CutPassage).passage;
  const other = (passages[sentence.passage] as CutPassage).passage;
  if (quoted.contentId !== other.contentId) return false;
  return (
    quoted.start + quote.start < other.start + sentence.end && other.start + sentence.start < quoted.start + quote.end
  );
}
