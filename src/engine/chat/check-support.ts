import type { Support } from "../../shared/schemas.ts";
import { tokenise } from "../retrieval/tokenise.ts";
import { cutPassages, type CutPassage, type EvidencePassage } from "./evidence-sentences.ts";
import { misplaced, type Mention } from "./binding.ts";
import { strayFigures, topicTerms } from "./stray-figures.ts";
import { type ExactParts, strangers, wrongFigures, wrongNames, wrongQuotations } from "./exact-parts.ts";
import { figureKeys, findFigures } from "./figures.ts";
import { findFlip } from "./flips.ts";
import { mentionsOf } from "./mentions.ts";
import { findNames, isTitle, sameName } from "./names.ts";

/** Thresholds of the check, in every setup. */
export const supportParameters = {
  /** IDF recall of the claim's words in its best window that makes it supported. */
  supported: 0.6,
  /** Below this it is not found in the files. */
  partly: 0.45,
  /** Share of the claim that the sentences must hold themselves: a title alone supports nothing. */
  withoutHeadings: 0.25,
  /** Recall that two places together must reach. */
  joined: 0.8,
  /** Sentences in a window. */
  window: 3,
} as const;

export interface Verdict {
  support: Support;
  /** Words, numbers and names that the closest window lacks, as the sentence writes them. */
  missing: string[];
  /** The closest window, null when no passage shares a word with the sentence. */
  closest: SupportWindow | null;
}

/** Consecutive sentences of one passage. */
export interface SupportWindow {
  /** Place of the passage in the list that was given. */
  passage: number;
  /** Code points of the passage's text. */
  start: number;
  end: number;
  /** Share of the claim's weight in the window, 0 to 1. */
  recall: number;
}

interface Window extends SupportWindow {
  text: string;
  terms: ReadonlySet<string>;
  /** Without those of title and headings. */
  own: ReadonlySet<string>;
  /** The one or two places it is made of. */
  parts: readonly { text: string; terms: ReadonlySet<string> }[];
}

export interface SupportChecker {
  /**
   * Scores one written sentence, without markers and markup, against the passages; `cited` (places in the list)
   * limits it to those. Lexical support after ../research: IDF recall in the best window of three sentences, with
   * numbers, dates, names and quotations compared exactly there or in the question. It catches invented facts and
   * wrong citations, not subtle twists.
   */
  check(sentence: string, cited?: readonly number[]): Verdict;
}

/** Prepares the passages of one answer once; `frequency` gives how often a term occurs, from 0 (never) to 1. */
export function createSupportChecker(options: {
  passages: readonly EvidencePassage[];
  question: string;
  isStopWord: (term: string, language: string | null) => boolean;
}): SupportChecker {
  const { question, isStopWord } = options;
  const cut = cutPassages(options.passages);
  const windows = cut.flatMap((passage, index) => windowsOf(passage, index));
  const weight = createWeights(cut);
  const questionKeys = figureKeys(findFigures(question));
  const questionNames = [...question.matchAll(/[\p{L}\p{M}][\p{L}\p{M}'’.-]*/gu)].map((match) => match[0]);

  const leaveOut = (word: string, language: string | null) =>
    isStopWord(word, language) || isTitle(word) || (/^\d+$/.test(word) && questionKeys.has(`n:${Number(word)}`));
  const known = new Map<string, Mention[]>();
  const lowerCase = new Set(
    cut.flatMap(({ passage }) => passage.text.match(/(?<![\p{L}\p{N}])\p{Ll}[\p{L}’'-]+/gu) ?? []),
  );
  const allWords = [
    ...new Set(
      cut.flatMap(
        ({ passage }) =>
          [passage.title, ...passage.headings, passage.text].join("\n").match(/[\p{L}\p{M}][\p{L}\p{M}'’-]*/gu) ?? [],
      ),
    ),
  ];
  const isKnown = (word: string) => allWords.some((other) => sameName(word, other));
  const isName = (word: string) => !lowerCase.has(word.toLocaleLowerCase());
  const mentionsIn = (text: string, language: string | null): Mention[] => {
    const found = known.get(text) ?? mentionsOf(text, language, weight, isStopWord, isName);
    known.set(text, found);
    return found;
  };

  const topic = topicTerms(question, cut, isStopWord);

  return {
    check(sentence, cited) {
      const pool = cited === undefined ? windows : windows.filter((window) => cited.includes(window.passage));
      const claims = new Map<string | null, Claim>();
      const claimIn = (language: string | null): Claim => {
        const claim = claims.get(language) ?? makeClaim(sentence, language, weight, isStopWord, isName, leaveOut);
        claims.set(language, claim);
        return claim;
      };
      const compared = {
        sentence,
        question,
        figures: findFigures(sentence),
        questionKeys,
        questionNames,
        cut,
        mentionsIn,
        isKnown,
        topic,
      };
      let best: { verdict: Verdict; value: number } | null = null;
      let fullest: Window | null = null;
      const weigh = (window: Window): void => {
        const language = cut[window.passage]!.passage.language;
        const claim = claimIn(language);
        const recall = recallIn(claim, window.terms);
        if (fullest === null || recall > fullest.recall) fullest = { ...window, recall };
        if (best !== null && recall + levels.supported < best.value) return;
        const isTelling = (word: string) => !isStopWord(word, language);
        const verdict = judgeWindow(
          { ...compared, claim, names: findNames(sentence, language), isTelling },
          window,
          recall,
        );
        // A window that clears everything beats one with more words but a wrong number; short ones beat long ones.
        const value = recall + levels[verdict.support] - (window.end - window.start) / 100_000;
        if (best === null || value > best.value) best = { verdict, value };
      };
      for (const window of pool) weigh(window);
      const single = best as { verdict: Verdict; value: number } | null;
      if (single === null) return { support: "unsupported", missing: [], closest: null };
      if (single.verdict.support === "supported" || fullest === null) return single.verdict;
      // A sentence may join what stands in two places.
      const pair = joinWindows(fullest, pool, (language, terms) => recallIn(claimIn(language), terms), cut);
      if (pair !== null) weigh(pair);
      return (best as { verdict: Verdict; value: number } | null)?.verdict ?? single.verdict;
    },
  };
}

/** The window with the one that adds most to it, null when both together still lack too much. */
function joinWindows(
  first: Window,
  pool: readonly Window[],
  recallWith: (language: string | null, terms: ReadonlySet<string>) => number,
  cut: readonly CutPassage[],
): Window | null {
  const language = cut[first.passage]!.passage.language;
  let best: { window: Window; recall: number } | null = null;
  for (const window of pool) {
    if (window.passage === first.passage && window.start < first.end && first.start < window.end) continue;
    const recall = recallWith(language, new Set([...first.terms, ...window.terms]));
    if (best === null || recall > best.recall) best = { window, recall };
  }
  if (best === null || best.recall < supportParameters.joined) return null;
  return {
    ...first,
    text: `${first.text}\n${best.window.text}`,
    terms: new Set([...first.terms, ...best.window.terms]),
    own: new Set([...first.own, ...best.window.own]),
    parts: [...first.parts, ...best.window.parts],
  };
}

const levels: Record<Support, number> = { supported: 0.3, partly: 0.1, unsupported: 0 };

function windowsOf({ sentences, passage, headingTerms }: CutPassage, index: number): Window[] {
  const windows: Window[] = [];
  const characters = [...passage.text];
  for (let first = 0; first < sentences.length; first += 1) {
    for (let length = 1; length <= supportParameters.window && first + length <= sentences.length; length += 1) {
      const part = sentences.slice(first, first + length);
      const [start, end] = [part[0]!.start, part.at(-1)!.end];
      const text = characters.slice(start, end).join("");
      const terms = new Set([...headingTerms, ...part.flatMap((sentence) => sentence.terms)]);
      windows.push({
        passage: index,
        start,
        end,
        recall: 0,
        text,
        terms,
        own: new Set(part.flatMap((sentence) => sentence.terms)),
        parts: [{ text, terms }],
      });
    }
  }
  return windows;
}

/** Rarity of a term among the sentences at hand; what no sentence holds weighs most. */
function createWeights(cut: readonly CutPassage[]): (term: string) => number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const { sentences } of cut) {
    for (const sentence of sentences) {
      total += 1;
      for (const term of sentence.termSet) counts.set(term, (counts.get(term) ?? 0) + 1);
    }
  }
  return (term) => {
    const count = counts.get(term) ?? 0;
    return Math.log(1 + (total - count + 0.5) / (count + 0.5));
  };
}

interface Claim {
  mentions: Mention[];
  language: string | null;
  words: { term: string; text: string; weight: number }[];
  total: number;
}

function makeClaim(
  sentence: string,
  language: string | null,
  weight: (term: string) => number,
  isStopWord: (term: string, language: string | null) => boolean,
  isName: (word: string) => boolean,
  /** Words that need no support: stop words, and numbers that the question brought in. */
  leaveOut: (word: string, language: string | null) => boolean,
): Claim {
  const characters = [...sentence];
  const seen = new Set<string>();
  const words: Claim["words"] = [];
  for (const { term, start, end } of tokenise(sentence, language).words) {
    const text = characters.slice(start, end).join("");
    if (seen.has(term) || leaveOut(text, language)) continue;
    seen.add(term);
    words.push({ term, text, weight: weight(term) });
  }
  const mentions = mentionsOf(sentence, language, weight, isStopWord, isName);
  return { mentions, language, words, total: words.reduce((total, word) => total + word.weight, 0) };
}

function recallIn(claim: Claim, terms: ReadonlySet<string>): number {
  if (claim.total === 0) return 0;
  let found = 0;
  for (const word of claim.words) if (terms.has(word.term)) found += word.weight;
  return found / claim.total;
}

interface Compared extends ExactParts {
  sentence: string;
  question: string;
  claim: Claim;
  cut: readonly CutPassage[];
  mentionsIn: (text: string, language: string | null) => Mention[];
  isTelling: (word: string) => boolean;
  /** Words of the question that the passages hold. */
  topic: ReadonlySet<string>;
}

function judgeWindow(compared: Compared, window: Window, recall: number): Verdict {
  const { passage } = compared.cut[window.passage] as CutPassage;
  const heading = [passage.title, ...passage.headings].join("\n");
  const evidence = `${heading}\n${window.text}`;
  const closest = { passage: window.passage, start: window.start, end: window.end, recall };
  const wrong = [
    ...wrongFigures(compared, evidence, window.text),
    ...wrongNames(compared, evidence),
    ...wrongQuotations(compared.sentence, passage.text),
  ];
  const doubtful =
    wrong.length > 0
      ? []
      : [
          ...strangers(compared),
          ...strayFigures(compared, compared.claim.words, window.parts),
          ...doubts(compared, window, heading),
        ];
  const absent = compared.claim.words.filter((word) => !window.terms.has(word.term)).map((word) => word.text);
  const missing = [...new Set([...wrong, ...doubtful, ...absent])].slice(0, 12);
  const bodyless = recallIn(compared.claim, window.own) < supportParameters.withoutHeadings;
  if (wrong.length > 0 || bodyless || recall < supportParameters.partly) {
    return { support: "unsupported", missing, closest };
  }
  if (recall < supportParameters.supported || doubtful.length > 0) return { support: "partly", missing, closest };
  return { support: "supported", missing: [], closest };
}

/** Signs that the words fit but the meaning may not: a flip, or a number or name that belongs to something else. */
function doubts(compared: Compared, window: Window, heading: string): string[] {
  const { claim, sentence } = compared;
  const bare = compared.mentionsIn(window.text.replaceAll(/\s?[([][^()[\]]*[)\]]/g, ""), claim.language);
  const whole = compared.mentionsIn(window.text, claim.language);
  const subject = compared.mentionsIn(`${heading}\n${compared.question}`, claim.language);
  const wrong = misplaced(claim.mentions, whole, bare, subject);
  if (wrong.length > 0) return wrong;
  const flip = findFlip(sentence, window.text, compared.isTelling);
  return flip === null ? [] : [flip];
}
