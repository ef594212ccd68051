import type { Conversation } from "../../../shared/answer-schemas.ts";
import type { WireError } from "../../../shared/error-codes.ts";
import type { AnswerView, QuestionView } from "./answer-view.ts";

export const newThreadKey = "new";

/** One conversation as it is on screen; the one not asked in yet has the key "new". */
export interface Thread {
  key: string;
  state: "loading" | "ready" | "failed";
  error: WireError | null;
  conversation: Conversation | null;
  questions: QuestionView[];
  /** Choices of a conversation that does not exist yet. */
  modelId: string | null;
  /** Model elsewhere that was allowed for it, before it exists. */
  cloudConsent: string | null;
  folderIds: number[];
  quotesOnly: boolean;
}

export function newThread(key: string): Thread {
  return {
    key,
    state: key === newThreadKey ? "ready" : "loading",
    error: null,
    conversation: null,
    questions: [],
    modelId: null,
    cloudConsent: null,
    folderIds: [],
    quotesOnly: false,
  };
}

/** Replaces one answer, found by its key. */
export function patchAnswer(thread: Thread, key: string, patch: (view: AnswerView) => AnswerView): Thread {
  return {
    ...thread,
    questions: thread.questions.map((question) =>
      question.answers.some((answer) => answer.key === key)
        ? { ...question, answers: question.answers.map((answer) => (answer.key === key ? patch(answer) : answer)) }
        : question,
    ),
  };
}

/** Adds a question, or a variant to the question with this id, and shows the new answer. */
export function addAnswer(
  thread: Thread,
  added: { answer: AnswerView; questionId: number | null; text: string; now: number },
): Thread {
  if (added.questionId !== null) {
    return {
      ...thread,
      questions: thread.questions.map((question) =>
        question.id === added.questionId
          ? { ...question, answers: [...question.answers, added.answer], shown: question.answers.length }
          : question,
      ),
    };
  }
  const question: QuestionView = {
    key: `question-of-${added.answer.key}`,
    id: null,
    text: added.text,
    createdAt: added.now,
    answers: [added.answer],
    shown: 0,
  };
  return { ...thread, questions: [...thread.questions, question] };
}

/** Gives the question of an answer the id that the engine made for it. */
export function nameQuestion(thread: Thread, answerKey: string, questionId: number): Thread {
  return {
    ...thread,
    questions: thread.questions.map((question) =>
      question.id === null && question.answers.some((answer) => answer.key === answerKey)
        ? { ...question, id: questionId }
        : question,
    ),
  };
}

export function findAnswer(thread: Thread, key: string): AnswerView | null {
  for (const question of thread.questions) {
    const found = question.answers.find((answer) => answer.key === key);
    if (found) return found;
  }
  return null;
}
