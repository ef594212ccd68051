import type { Answer, Sentence, Source } from "../../../src/shared/answer-schemas.ts";

/** A source as the engine sends it; what a test does not name is plain. */
export function source(number: number, changes: Partial<Source> = {}): Source {
  return {
    number,
    passageId: number,
    documentId: number,
    documentName: "lease-2024.pdf",
    folderName: "Contracts",
    page: 4,
    heading: "Lease › Deposit",
    start: 100,
    end: 160,
    text: "The deposit is two months' rent, 1,900 euro, payable in full.",
    matches: [],
    documentModifiedAt: Date.UTC(2024, 4, 3, 12),
    readAt: Date.UTC(2026, 2, 4, 12),
    score: 1,
    language: "en",
    ...changes,
  };
}

export function sentence(text: string, answer: string, support: Sentence["support"]): Sentence {
  const start = Array.from(answer.slice(0, answer.indexOf(text))).length;
  return { start, end: start + [...text].length, text, support, citations: [], missing: [], closest: null };
}

export function answer(changes: Partial<Answer> = {}): Answer {
  return {
    id: 7,
    questionId: 3,
    runId: 11,
    setupId: "s1",
    state: "complete",
    mode: "written",
    evidence: "enough",
    text: "The deposit is 1,900 euro [1].",
    quotes: [],
    sources: [source(1)],
    citations: [],
    sentences: [],
    searched: { files: 12, partly: 0, failed: 0, waiting: 0 },
    model: null,
    timings: { retrievalMs: 30, quoteMs: 5, firstTokenMs: null, totalMs: 50, promptTokens: null, outputTokens: null },
    error: null,
    rating: null,
    keptOpen: false,
    createdAt: 0,
    ...changes,
  };
}
