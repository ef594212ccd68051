import type { Evidence } from "../../shared/schemas.ts";
import { embedderKnows } from "./embedder-languages.ts";
import type { CutPassage } from "./evidence-sentences.ts";
import { coverage, type TermsForLanguage } from "./question-terms.ts";

/** Thresholds of the judge, in every setup. Method and first values: docs/decisions/0003-answering.md. */
export const judgeParameters = {
  /** Weight of the words beside the best cosine. */
  words: 0.25,
  /** The best sentence's cosine counts this much more: a long passage dilutes what it says. */
  sentence: 0.05,
  /** With vectors: below `none` nothing is found, below `enough` only the closest passages are shown. */
  none: 0.48,
  enough: 0.72,
  /** Without vectors, by words alone: below this the evidence is weak, below `noneShare` of it there is none. */
  byWords: { en: 0.41, es: 0.45, ru: 0.37, tr: 0.37, de: 0.33, zh: 0.24 } as Readonly<Record<string, number>>,
  byWordsOther: 0.37,
  noneShare: 0.6,
} as const;

export interface EvidenceSignals {
  /** Best share of the question's weight in a window of three sentences with title; absent words count half. */
  words: number;
  /** Best cosine of any passage found, null without vectors. */
  cosine: number | null;
  /** Best cosine of any sentence, null before sentences have vectors. */
  sentence: number | null;
  /** What is compared with the thresholds. */
  score: number;
}

/** The best window of three sentences with headings, by the question's weight with library-absent words halved. */
function bestWindow(passages: readonly CutPassage[], termsFor: TermsForLanguage): number {
  let best = 0;
  for (const { passage, sentences, headingTerms } of passages) {
    const { halved, halvedTotal } = termsFor(passage.language);
    for (let at = 0; at < sentences.length; at += 1) {
      const around = [sentences[at - 1], sentences[at], sentences[at + 1]].flatMap((one) => one?.terms ?? []);
      best = Math.max(best, coverage(halved, halvedTotal, new Set([...around, ...headingTerms])));
    }
  }
  return best;
}

/**
 * Is an answer in what was found? With vectors the greater of the best passage's and the best sentence's cosine plus a
 * share of the words; else the words alone under a threshold of the passages' language. `sentence` is the best cosine
 * of a sentence, null while it is not known: the verdict is then a first one.
 */
export function judgeEvidence(
  passages: readonly CutPassage[],
  termsFor: TermsForLanguage,
  sentence: number | null = null,
): { evidence: Evidence; signals: EvidenceSignals } {
  const words = bestWindow(passages, termsFor);
  const language = passages[0]?.passage.language ?? "en";
  const cosines = embedderKnows(language)
    ? passages.flatMap(({ passage }) => (passage.cosine === null ? [] : [passage.cosine]))
    : [];
  const cosine = cosines.length === 0 ? null : Math.max(...cosines);
  if (passages.length === 0) return { evidence: "none", signals: { words, cosine, sentence, score: 0 } };
  if (cosine !== null) {
    const meaning = sentence === null ? cosine : Math.max(cosine, sentence + judgeParameters.sentence);
    const score = meaning + judgeParameters.words * words;
    const evidence = score < judgeParameters.none ? "none" : score < judgeParameters.enough ? "weak" : "enough";
    return { evidence, signals: { words, cosine, sentence, score } };
  }
  const threshold = judgeParameters.byWords[language] ?? judgeParameters.byWordsOther;
  const evidence = words < threshold * judgeParameters.noneShare ? "none" : words < threshold ? "weak" : "enough";
  return { evidence, signals: { words, cosine, sentence, score: words } };
}
