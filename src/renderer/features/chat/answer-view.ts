import type { Answer, AnswerEvent, Question } from "../../../shared/answer-schemas.ts";
import type { WireError } from "../../../shared/error-codes.ts";

export type AnswerState = "searching" | "reading" | "writing" | "checking" | "done" | "stopped" | "failed";

/** One answer as it is drawn, the same for one being written and one of last year. */
export interface AnswerView {
  key: string;
  answerId: number | null;
  runId: number | null;
  state: AnswerState;
  /** A text is to follow the quotes. */
  willWrite: boolean;
  sources: Answer["sources"] | null;
  searched: Answer["searched"] | null;
  evidence: Answer["evidence"] | null;
  quotes: Answer["quotes"];
  text: string;
  citations: Answer["citations"];
  sentences: Answer["sentences"];
  progress: { tokensDone: number; tokensTotal: number; secondsLeft: number | null } | null;
  notice: string | null;
  /** The stored answer, once there is one. */
  answer: Answer | null;
  error: WireError | null;
}

export interface QuestionView {
  key: string;
  id: number | null;
  text: string;
  createdAt: number;
  answers: AnswerView[];
  /** Index of the variant on screen. */
  shown: number;
}

/** An answer at the moment of asking. */
export function newAnswerView(key: string, willWrite = false): AnswerView {
  return {
    key,
    answerId: null,
    runId: null,
    state: "searching",
    willWrite,
    sources: null,
    searched: null,
    evidence: null,
    quotes: [],
    text: "",
    citations: [],
    sentences: [],
    progress: null,
    notice: null,
    answer: null,
    error: null,
  };
}

const endState: Record<Answer["state"], AnswerState> = { complete: "done", stopped: "stopped", failed: "failed" };

/** A stored answer; `key` stays what it was while the answer was written, so that nothing is drawn anew. */
export function viewOfAnswer(answer: Answer, key = `answer-${answer.id}`): AnswerView {
  return {
    key,
    answerId: answer.id,
    runId: answer.runId,
    state: endState[answer.state],
    willWrite: answer.mode === "written",
    sources: answer.sources,
    searched: answer.searched,
    evidence: answer.evidence,
    quotes: answer.quotes,
    text: answer.text,
    citations: answer.citations,
    sentences: answer.sentences,
    progress: null,
    notice: null,
    answer,
    error: answer.error,
  };
}

/** A stored question. What of it is on screen keeps its keys: drawn anew, it would lose open menus and half-typed words. */
export function viewOfQuestion(question: Question, before?: QuestionView): QuestionView {
  const keys = new Map(before?.answers.map((answer) => [answer.answerId, answer.key]));
  const last = Math.max(0, question.answers.length - 1);
  return {
    key: before?.key ?? `question-${question.id}`,
    id: question.id,
    text: question.text,
    createdAt: question.createdAt,
    answers: question.answers.map((answer) => viewOfAnswer(answer, keys.get(answer.id))),
    shown: before === undefined ? last : Math.min(before.shown, last),
  };
}

/** What one event of the stream makes of the view. Events after the end change nothing. */
export function applyEvent(view: AnswerView, event: AnswerEvent): AnswerView {
  if (isSettled(view)) return view;
  switch (event.type) {
    case "started":
      return { ...view, answerId: event.answerId, runId: event.runId, notice: event.notice };
    case "state":
      return { ...view, state: event.state };
    case "sources":
      return { ...view, sources: event.sources, searched: event.searched, evidence: event.evidence };
    case "quotes":
      return { ...view, quotes: event.quotes };
    case "progress":
      return {
        ...view,
        progress: { tokensDone: event.tokensDone, tokensTotal: event.tokensTotal, secondsLeft: event.secondsLeft },
      };
    case "delta":
      return { ...view, text: view.text + event.text, progress: null };
    case "checked":
      return { ...view, sentences: event.sentences, citations: event.citations };
    case "finished":
      return viewOfAnswer(event.answer, view.key);
  }
}

/** Nothing more will come for this answer. */
export function isSettled(view: AnswerView): boolean {
  return view.state === "done" || view.state === "stopped" || view.state === "failed";
}

/** Keeps what stands there and says why no more came. */
export function failView(view: AnswerView, error: WireError): AnswerView {
  return { ...view, state: error.code === "cancelled" ? "stopped" : "failed", error, progress: null };
}

export interface SupportCounts {
  supported: number;
  partly: number;
  unsupported: number;
}

export function countSupport(sentences: Answer["sentences"]): SupportCounts {
  const counts: SupportCounts = { supported: 0, partly: 0, unsupported: 0 };
  for (const sentence of sentences) counts[sentence.support] += 1;
  return counts;
}

/** Words of a text without its citation marks, for "Stopped after n words". */
export function countWords(text: string): number {
  return text.replaceAll(/\[\d+\]/g, " ").match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
}
