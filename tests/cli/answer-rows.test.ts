import { expect, test } from "vitest";

import { toAnswerRow } from "../../src/cli/answer-rows.ts";
import type { Answer } from "../../src/shared/answer-schemas.ts";

const answer: Answer = {
  id: 1,
  questionId: 1,
  runId: 1,
  setupId: "abc",
  state: "complete",
  mode: "quote",
  evidence: "enough",
  text: "",
  quotes: [
    { source: 2, start: 10, end: 20, page: 3, text: "Ten years.", matches: [] },
    { source: 2, start: 30, end: 40, page: null, text: "No more.", matches: [] },
  ],
  sources: [
    {
      number: 2,
      passageId: 5,
      documentId: 7,
      documentName: "lease.pdf",
      folderName: "home",
      page: 3,
      heading: "",
      start: 0,
      end: 50,
      text: "…",
      matches: [],
      documentModifiedAt: 0,
      readAt: 0,
      score: 1,
      language: null,
    },
  ],
  citations: [],
  sentences: [],
  searched: { files: 1, partly: 0, failed: 0, waiting: 0 },
  model: null,
  timings: { retrievalMs: 1, quoteMs: 2, firstTokenMs: null, totalMs: 3, promptTokens: null, outputTokens: null },
  error: null,
  rating: null,
  keptOpen: false,
  createdAt: 0,
};
const pathOf = (id: number): string => `/files/${id}`;

test("each quote is a sentence with a citation of its own, even two of one source", () => {
  const row = toAnswerRow("How long?", 9, answer, pathOf);
  expect(row.answer).toBe("Ten years. [1]\nNo more. [2]");
  expect(row.sentences).toEqual([
    { text: "Ten years.", support: "supported", citations: [1] },
    { text: "No more.", support: "supported", citations: [2] },
  ]);
  expect(row.citations).toEqual([
    { n: 1, path: "/files/7", page: 3, start: 10, end: 20, text: "Ten years." },
    { n: 2, path: "/files/7", page: null, start: 30, end: 40, text: "No more." },
  ]);
  expect(row).toMatchObject({ question: "How long?", mode: "quote", setup: "abc", conversation: 9, weak: false });
});

test("a written answer keeps its text, verdicts and citations", () => {
  const written: Answer = {
    ...answer,
    mode: "written",
    text: "Ten years [1].",
    sentences: [
      { start: 0, end: 14, text: "Ten years [1].", support: "partly", citations: [1], missing: [], closest: null },
    ],
    citations: [{ number: 1, passageId: 5, documentId: 7, start: 1, end: 2, page: 3, text: "x" }],
    model: { id: "m", label: "M", weak: true, host: null },
  };
  const row = toAnswerRow("How long?", 9, written, pathOf);
  expect(row).toMatchObject({ answer: "Ten years [1].", model: "m", weak: true });
  expect(row.sentences).toEqual([{ text: "Ten years [1].", support: "partly", citations: [1] }]);
  expect(row.citations).toEqual([{ n: 1, path: "/files/7", page: 3, start: 1, end: 2, text: "x" }]);
});

test("an answer that abstained cites nothing", () => {
  const row = toAnswerRow("How long?", 9, { ...answer, mode: "abstained", quotes: [] }, pathOf);
  expect(row).toMatchObject({ mode: "abstained", sentences: [], citations: [] });
});
