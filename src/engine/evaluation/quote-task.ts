import type { Answer, Quote } from "../../shared/answer-schemas.ts";
import { sliceCodePoints } from "../platform/code-points.ts";
import type { Case } from "./cases.ts";
import type { CollectionLibrary } from "./collection-library.ts";
import type { EvaluationRow } from "./run-record.ts";
import type { Task } from "./set-schema.ts";
import { type DocumentSpan, holdsEvidence } from "./spans.ts";

type QuoteTask = Extract<Task, { kind: "quote" }>;

/** A quote with the set's name of its document and the headings of its passage. */
export interface NamedQuote extends DocumentSpan {
  page: number | null;
  heading: string;
  text: string;
  /** It is what the document says there, character for character. */
  verbatim: boolean;
}

/** Letters and digits only, so that line breaks and typographic signs do not decide. */
function plain(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim();
}

/** Right file, right page (heading where the format has none), and one of the accepted answers in it. */
export function quoteAnswers(quote: NamedQuote, question: Pick<Case, "answers" | "evidence">): boolean {
  const said = ` ${plain(quote.text)} `;
  if (!question.answers.some((answer) => said.includes(` ${plain(answer)} `))) return false;
  return question.evidence.some((item) => {
    if (item.document !== quote.document) return false;
    if (item.page !== null) return item.page === quote.page;
    return item.heading === null || plain(quote.heading).includes(plain(item.heading));
  });
}

/** Values of the quotes of one answer: the first one's, that of any of the first three, and the share word for word. */
export function quoteValues(
  quotes: readonly NamedQuote[],
  isRight: (quote: NamedQuote) => boolean,
): Record<string, number> {
  const values: Record<string, number> = {
    quote: quotes[0] !== undefined && isRight(quotes[0]) ? 1 : 0,
    "three quotes": quotes.slice(0, 3).some(isRight) ? 1 : 0,
  };
  if (quotes.length > 0) values["word for word"] = quotes.filter((quote) => quote.verbatim).length / quotes.length;
  return values;
}

async function nameQuote(quote: Quote, answer: Answer, library: CollectionLibrary): Promise<NamedQuote> {
  const source = answer.sources.find((item) => item.number === quote.source);
  if (source === undefined) throw new Error(`a quote names source ${quote.source}, which the answer lacks`);
  const document = library.keyOf(source.documentId);
  const text = await library.textOf(document);
  return {
    document,
    start: quote.start,
    end: quote.end,
    page: quote.page,
    heading: source.heading,
    text: quote.text,
    verbatim: text !== null && sliceCodePoints(text, quote.start, quote.end) === quote.text,
  };
}

/** Judges the quotes of an answer to an answerable question. */
export async function quoteRow(
  question: Case,
  answer: Answer,
  library: CollectionLibrary,
  task: QuoteTask,
): Promise<Pick<EvaluationRow, "values" | "found">> {
  const quotes: NamedQuote[] = [];
  for (const quote of answer.quotes) quotes.push(await nameQuote(quote, answer, library));
  const evidence = task.judge === "span" ? await library.spansOf(question) : [];
  // Without marked evidence nobody can say whether a quote holds it.
  if (task.judge === "span" && evidence.length === 0) return { values: {}, found: [] };
  const isRight = (quote: NamedQuote): boolean =>
    task.judge === "span" ? holdsEvidence(evidence, [quote], task.share) : quoteAnswers(quote, question);
  return {
    values: quoteValues(quotes, isRight),
    found: quotes.map((quote, index) => ({
      label: `quote ${index + 1}: ${quote.document}${quote.page === null ? "" : `, page ${quote.page}`}`,
      text: quote.text,
      right: isRight(quote),
    })),
  };
}
