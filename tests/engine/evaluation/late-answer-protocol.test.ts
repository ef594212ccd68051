import { describe, expect, it } from "vitest";

import {
  type Arrival,
  judgeCards,
  lateAnswerTrials,
  type OpenQuestionCase,
  precisionRecall,
} from "../../../src/engine/evaluation/late-answer-protocol.ts";
import { lateAnswerRows, looksIn } from "../../../src/engine/evaluation/late-answer-task.ts";

const passages: Arrival[] = Array.from({ length: 10 }, (_, index) => ({ key: `p${index}`, text: `text ${index}` }));
const noise: Arrival[] = Array.from({ length: 20 }, (_, index) => ({ key: `n${index}`, text: `noise ${index}` }));
const questions: OpenQuestionCase[] = Array.from({ length: 40 }, (_, index) => ({
  id: `q${index}`,
  question: `Question ${index}?`,
  answeredBy: `p${index % 10}`,
}));
const options = { seed: 1, repeats: 3, openQuestions: 12, noiseDocuments: 5, present: 0.4 };

describe("trials", () => {
  const trials = lateAnswerTrials(passages, questions, noise, options);

  it("ask only what no present file answers, and let every answer arrive", () => {
    expect(trials).toHaveLength(3);
    for (const trial of trials) {
      expect(trial.present).toHaveLength(4);
      expect(trial.arriving).toHaveLength(6 + 5);
      expect(trial.questions).toHaveLength(12);
      const arriving = trial.arriving.map((item) => item.key);
      for (const question of trial.questions) expect(arriving).toContain(question.answeredBy);
      expect(new Set([...arriving, ...trial.present.map((item) => item.key)]).size).toBe(15);
    }
  });

  it("repeat for a seed, differ between repeats", () => {
    expect(lateAnswerTrials(passages, questions, noise, options)).toEqual(trials);
    const orders = trials.map((trial) => trial.arriving.map((item) => item.key).join());
    expect(new Set(orders).size).toBe(3);
    expect(lateAnswerTrials(passages, questions, noise, { ...options, seed: 2 })).not.toEqual(trials);
  });

  it("never ask the same words twice", () => {
    const twice = questions.map((question) => ({ ...question, question: "Same?" }));
    expect(lateAnswerTrials(passages, twice, noise, options)[0]?.questions).toHaveLength(1);
  });
});

describe("judging", () => {
  const trial = { questions: questions.slice(0, 4) };

  it("the first card of a question decides", () => {
    const results = judgeCards(trial, [
      { questionId: "q0", documentKey: "p0" },
      { questionId: "q1", documentKey: "n3" },
      { questionId: "q1", documentKey: "p1" },
      { questionId: "q2", documentKey: "p2" },
    ]).map((item) => item.result);
    expect(results).toEqual(["right", "wrong", "right", "missed"]);
    expect(precisionRecall(results)).toEqual({ precision: 2 / 3, recall: 0.5 });
  });

  it("without cards there is no precision, without questions no recall", () => {
    expect(precisionRecall(["missed"])).toEqual({ precision: null, recall: 0 });
    expect(precisionRecall([])).toEqual({ precision: null, recall: null });
  });

  it("rows carry both rates", () => {
    const whole = { repeat: 0, present: passages, arriving: noise, questions: questions.slice(0, 3) };
    const rows = lateAnswerRows(whole, [
      { questionId: "q0", documentKey: "p0" },
      { questionId: "q1", documentKey: "n3" },
    ]);
    expect(rows.map((row) => row.values)).toEqual([
      { recall: 1, precision: 1 },
      { recall: 0, precision: 0 },
      { recall: 0 },
    ]);
    expect(rows[1]?.found).toEqual([{ label: "n3", text: "noise 3", right: false }]);
  });
});

it("reads the detector's times from the log, and fails when there are none", () => {
  const log = '{"event":"started"}\n{"event":"late-answer","ms":12}\n{"event":"late-answer","ms":3}\n';
  expect(looksIn(log)).toEqual([12, 3]);
  expect(() => looksIn('{"event":"started"}\n')).toThrow("no file");
});
