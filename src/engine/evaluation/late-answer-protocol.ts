import { hashPlace, seededRandom } from "./statistics.ts";

/*
 * How the late-answer detector is measured, after the measurement that its rule was chosen by (XQuAD-en, 100 open
 * questions, about 140 arriving passages, 8 repeats): some passages are there from the start; questions whose passage
 * is not are asked and kept open; then all other passages arrive one by one, in a seeded order, mixed with files that
 * answer none of them. A card is right when the file that it names is the one the question was written for. A question
 * gets one card at most, so its first card decides.
 */

/** A passage that becomes one file. */
export interface Arrival {
  key: string;
  text: string;
}

export interface OpenQuestionCase {
  id: string;
  question: string;
  /** Key of the passage that answers it. */
  answeredBy: string;
}

export interface LateAnswerTrial {
  repeat: number;
  present: Arrival[];
  /** In order of arrival. */
  arriving: Arrival[];
  questions: OpenQuestionCase[];
}

/** A card that came up. */
export interface Card {
  questionId: string;
  documentKey: string;
}

export interface LateAnswerOptions {
  seed: number;
  repeats: number;
  openQuestions: number;
  noiseDocuments: number;
  present: number;
}

/** Fisher and Yates, with seeded draws; the input stays as it is. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const result = [...items];
  for (let index = result.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [result[index], result[other]] = [result[other] as Item, result[index] as Item];
  }
  return result;
}

/**
 * Makes the trials. Of equal question texts only one is asked in a trial, because a card names its question by text.
 * The noise is the same number of files in every trial, drawn anew.
 */
export function lateAnswerTrials(
  passages: readonly Arrival[],
  questions: readonly OpenQuestionCase[],
  noise: readonly Arrival[],
  options: LateAnswerOptions,
): LateAnswerTrial[] {
  const trials: LateAnswerTrial[] = [];
  for (let repeat = 0; repeat < options.repeats; repeat += 1) {
    const random = seededRandom(Math.floor(hashPlace(`late-answer/${options.seed}`, String(repeat)) * 4_294_967_296));
    const order = shuffled(passages, random);
    const count = Math.round(order.length * options.present);
    const present = order.slice(0, count);
    const absent = order.slice(count);
    const absentKeys = new Set(absent.map((passage) => passage.key));
    const texts = new Set<string>();
    const open: OpenQuestionCase[] = [];
    for (const question of shuffled(questions, random)) {
      if (open.length === options.openQuestions) break;
      if (!absentKeys.has(question.answeredBy) || texts.has(question.question)) continue;
      texts.add(question.question);
      open.push(question);
    }
    const arriving = shuffled([...absent, ...shuffled(noise, random).slice(0, options.noiseDocuments)], random);
    trials.push({ repeat, present, arriving, questions: open });
  }
  return trials;
}

/** What each open question got: the right card, a wrong one, or none. Later cards of a question do not count. */
export function judgeCards(
  trial: Pick<LateAnswerTrial, "questions">,
  cards: readonly Card[],
): { question: OpenQuestionCase; result: "right" | "wrong" | "missed"; card: Card | null }[] {
  return trial.questions.map((question) => {
    const card = cards.find((item) => item.questionId === question.id) ?? null;
    const result = card === null ? "missed" : card.documentKey === question.answeredBy ? "right" : "wrong";
    return { question, result, card };
  });
}

/** Precision over cards, recall over open questions; null where there is nothing to divide by. */
export function precisionRecall(results: readonly ("right" | "wrong" | "missed")[]): {
  precision: number | null;
  recall: number | null;
} {
  const right = results.filter((result) => result === "right").length;
  const cards = results.filter((result) => result !== "missed").length;
  return {
    precision: cards === 0 ? null : right / cards,
    recall: results.length === 0 ? null : right / results.length,
  };
}
