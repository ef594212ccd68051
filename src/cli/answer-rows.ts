import type { Answer, Citation } from "../shared/answer-schemas.ts";
import type { Support } from "../shared/schemas.ts";

export interface AnswerRow {
  question: string;
  mode: Answer["mode"];
  answer: string;
  sentences: { text: string; support: Support; citations: number[] }[];
  citations: { n: number; path: string; page: number | null; start: number; end: number; text: string }[];
  setup: string;
  model: string | null;
  weak: boolean;
  conversation: number;
  timings: {
    retrieval_ms: number;
    first_token_ms: number | null;
    total_ms: number;
    prompt_tokens: number | null;
    output_tokens: number | null;
  };
}

/** What an answer of quotes says: each quote is a sentence of a file, word for word, so each supports itself. */
function fromQuotes(answer: Answer, pathOf: (documentId: number) => string) {
  const documentOf = new Map(answer.sources.map((source) => [source.number, source.documentId]));
  const citations = answer.quotes.map((quote, index) => ({
    n: index + 1,
    path: pathOf(documentOf.get(quote.source) ?? 0),
    page: quote.page,
    start: quote.start,
    end: quote.end,
    text: quote.text,
  }));
  return {
    answer: answer.quotes.map((quote, index) => `${quote.text} [${index + 1}]`).join("\n"),
    sentences: answer.quotes.map((quote, index) => ({
      text: quote.text,
      support: "supported" as const,
      citations: [index + 1],
    })),
    citations,
  };
}

function fromText(answer: Answer, pathOf: (documentId: number) => string) {
  return {
    answer: answer.text,
    sentences: answer.sentences.map(({ text, support, citations }) => ({ text, support, citations })),
    citations: answer.citations.map((citation: Citation) => ({
      n: citation.number,
      path: pathOf(citation.documentId),
      page: citation.page,
      start: citation.start,
      end: citation.end,
      text: citation.text,
    })),
  };
}

/** An answer as the command line gives it out. */
export function toAnswerRow(
  question: string,
  conversation: number,
  answer: Answer,
  pathOf: (documentId: number) => string,
): AnswerRow {
  const content = answer.mode === "quote" ? fromQuotes(answer, pathOf) : fromText(answer, pathOf);
  return {
    question,
    mode: answer.mode,
    ...content,
    setup: answer.setupId,
    model: answer.model?.id ?? null,
    weak: answer.model?.weak ?? false,
    conversation,
    timings: {
      retrieval_ms: answer.timings.retrievalMs,
      first_token_ms: answer.timings.firstTokenMs,
      total_ms: answer.timings.totalMs,
      prompt_tokens: answer.timings.promptTokens,
      output_tokens: answer.timings.outputTokens,
    },
  };
}
