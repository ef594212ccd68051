import { expect, test } from "vitest";

import {
  applyEvent,
  countWords,
  failView,
  newAnswerView,
  viewOfAnswer,
  viewOfQuestion,
} from "../../../src/renderer/features/chat/answer-view.ts";
import type { AnswerEvent } from "../../../src/shared/answer-schemas.ts";
import { answer, sentence, source } from "../support/answers.ts";

const searched = { files: 12, partly: 0, failed: 0, waiting: 0 };

test("a stream becomes the same view as the stored answer, under the key it was drawn with", () => {
  const stored = answer({ sentences: [sentence("The deposit is 1,900 euro [1].", answer().text, "supported")] });
  const events: AnswerEvent[] = [
    { type: "started", conversationId: 1, questionId: 3, answerId: 7, runId: 11, notice: null },
    { type: "state", state: "searching" },
    { type: "sources", sources: [source(1)], searched, evidence: "enough", retrievalMs: 30 },
    { type: "state", state: "reading" },
    { type: "progress", tokensDone: 5, tokensTotal: 10, secondsLeft: 2 },
    { type: "state", state: "writing" },
    { type: "delta", text: "The deposit is " },
    { type: "delta", text: "1,900 euro [1]." },
    { type: "state", state: "checking" },
    { type: "checked", sentences: stored.sentences, citations: [] },
    { type: "finished", answer: stored },
  ];
  const states: string[] = [];
  const view = events.reduce((now, event) => {
    const next = applyEvent(now, event);
    if (states.at(-1) !== next.state) states.push(next.state);
    return next;
  }, newAnswerView("asked-1"));
  expect(states).toEqual(["searching", "reading", "writing", "checking", "done"]);
  expect(view).toEqual(viewOfAnswer(stored, "asked-1"));
});

test("a delta ends the progress line", () => {
  const read = applyEvent(newAnswerView("a"), { type: "progress", tokensDone: 1, tokensTotal: 4, secondsLeft: null });
  expect(read.progress).not.toBeNull();
  expect(applyEvent(read, { type: "delta", text: "x" }).progress).toBeNull();
});

test("what stands there stays when the answer is stopped or fails, and late events change nothing", () => {
  const written = applyEvent(newAnswerView("a"), { type: "delta", text: "Half a" });
  const stopped = failView(written, { code: "cancelled", message: "" });
  expect([stopped.state, stopped.text]).toEqual(["stopped", "Half a"]);
  expect(applyEvent(stopped, { type: "delta", text: " sentence" })).toBe(stopped);
  const failed = failView(written, { code: "model-failed", message: "x" });
  expect([failed.state, failed.text, failed.error?.code]).toEqual(["failed", "Half a", "model-failed"]);
});

test("words are counted without citation marks", () => {
  expect(countWords("The deposit is 1900 euro [1][2].")).toBe(5);
  expect(countWords("")).toBe(0);
});

test("a question read again keeps the keys of what is on screen, and the variant that is shown", () => {
  const first = answer({ id: 7 });
  const second = answer({ id: 9 });
  const question = { id: 3, text: "How big was the deposit?", createdAt: 1, answers: [first] };
  const onScreen = { ...viewOfQuestion(question), key: "question-asked-1" };
  onScreen.answers = [viewOfAnswer(first, "asked-1")];
  const again = viewOfQuestion({ ...question, answers: [first, second] }, onScreen);
  expect(again.key).toBe("question-asked-1");
  expect(again.answers.map((one) => one.key)).toEqual(["asked-1", "answer-9"]);
  expect(again.shown).toBe(0);
  // Without anything on screen the newest variant is shown, under keys of its own.
  expect(viewOfQuestion({ ...question, answers: [first, second] })).toMatchObject({ key: "question-3", shown: 1 });
});
