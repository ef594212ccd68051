import type { Answer, Sentence } from "../../shared/answer-schemas.ts";

/** Letters and digits only: markers, markup and line breaks are not part of what is said. */
function plain(text: string): string {
  return text
    .replaceAll(/\[\d+\]/g, " ")
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/** Numbers of the markers that a reader sees in a text. */
export function shownMarkers(text: string): number[] {
  return [...text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]));
}

/** True when a text says these words in this order. */
export function says(text: string, words: string): boolean {
  const wanted = plain(words);
  return wanted !== "" && ` ${plain(text)} `.includes(` ${wanted} `);
}

/**
 * True when a text holds every figure and every longer word of a sentence, in any order: another source that says
 * the same in other words is no wrong citation.
 */
export function couldSay(text: string, sentence: string): boolean {
  const held = new Set(plain(text).split(" "));
  const words = plain(sentence).split(" ");
  return words.every((word) => held.has(word) || (word.length < 4 && !/\p{N}/u.test(word)));
}

type Judged = Pick<Answer, "text" | "sentences" | "citations" | "sources">;

/** A scripted model says true things word for word: what stands in no source is made up. */
export function isMadeUp(sentence: Pick<Sentence, "text">, sources: Judged["sources"]): boolean {
  return plain(sentence.text) !== "" && !sources.some((source) => says(source.text, sentence.text));
}

/**
 * Values of one written answer, from what the page gets. All are shares over the answer's markers, sentences or
 * citations (citation recall and precision of ALCE, Gao et al. 2023; in the place of an entailment model, which
 * words stand there: exact for scripted answers, which say true things word for word):
 * - markers resolve: shown markers that have a citation whose text is at hand;
 * - sentences supported: sentences that Docent marks as supported;
 * - citations right: citations of sentences whose passage holds all figures and longer words of the sentence;
 * - made up shown as supported: made-up sentences that Docent marks as supported (lower is better).
 * A share over nothing is left out.
 */
export function writtenValues(answer: Judged): Record<string, number> {
  const values: Record<string, number> = {};
  const share = (name: string, good: number, all: number): void => {
    if (all > 0) values[name] = good / all;
  };
  const byNumber = new Map(answer.citations.map((citation) => [citation.number, citation]));
  const markers = shownMarkers(answer.text);
  const resolved = markers.filter((number) => (byNumber.get(number)?.text ?? "") !== "");
  share("markers resolve", resolved.length, markers.length);

  const sentences = answer.sentences.filter((sentence) => plain(sentence.text) !== "");
  share(
    "sentences supported",
    sentences.filter((sentence) => sentence.support === "supported").length,
    sentences.length,
  );
  const cited = sentences.flatMap((sentence) => sentence.citations.map((number) => ({ sentence, number })));
  const right = cited.filter(({ sentence, number }) =>
    answer.sources.some((source) => source.number === number && couldSay(source.text, sentence.text)),
  );
  share("citations right", right.length, cited.length);

  const madeUp = sentences.filter((sentence) => isMadeUp(sentence, answer.sources));
  share(
    "made up shown as supported",
    madeUp.filter((sentence) => sentence.support === "supported").length,
    madeUp.length,
  );
  return values;
}

/**
 * Faults that a scripted model planted, each flagged or not: made-up sentences must not be shown as supported, and
 * no sentence may be shown as supported by a passage that can't say it.
 */
export function faults(answer: Judged): { planted: number; flagged: number } {
  let planted = 0;
  let flagged = 0;
  for (const sentence of answer.sentences) {
    if (plain(sentence.text) === "") continue;
    if (isMadeUp(sentence, answer.sources)) {
      planted += 1;
      if (sentence.support !== "supported") flagged += 1;
      continue;
    }
    for (const number of sentence.citations) {
      const source = answer.sources.find((item) => item.number === number);
      if (source !== undefined && couldSay(source.text, sentence.text)) continue;
      planted += 1;
      if (sentence.support !== "supported") flagged += 1;
    }
  }
  return { planted, flagged };
}
