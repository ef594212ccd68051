import type { Source } from "../../../shared/answer-schemas.ts";
import type { PanelEntry } from "../sources/source-panel-store.ts";
import { citedNumbers } from "./copy-forms.ts";
import type { AnswerView } from "./answer-view.ts";

/** What is opened: a source by its number, or one of its quotes by where it begins as well. */
export interface PassageTarget {
  number: number;
  start?: number;
}

interface Exact {
  start: number;
  end: number;
  page: number | null;
  text: string;
}

function entry(view: AnswerView, source: Source, exact: Exact, stored: boolean): PanelEntry {
  return {
    number: source.number,
    documentId: source.documentId,
    documentName: source.documentName,
    page: exact.page ?? source.page,
    heading: source.heading,
    start: exact.start,
    end: exact.end,
    text: exact.text,
    readAt: source.readAt,
    answerId: view.answerId,
    runId: view.runId,
    stored,
  };
}

/** The passage behind a number: the cited words where they are known, else its first quote, else the whole passage. */
export function entryOf(view: AnswerView, number: number): PanelEntry | null {
  const source = view.sources?.find((one) => one.number === number);
  if (!source) return null;
  const citation = view.citations.find((one) => one.number === number);
  const quote = view.quotes.find((one) => one.source === number);
  return entry(view, source, citation ?? quote ?? source, citation !== undefined && view.answer !== null);
}

function quoteEntries(view: AnswerView): PanelEntry[] {
  return view.quotes.flatMap((quote) => {
    const source = view.sources?.find((one) => one.number === quote.source);
    if (!source) return [];
    const citation = view.citations.find(
      (one) => one.number === quote.source && one.start <= quote.start && one.end >= quote.end,
    );
    return [entry(view, source, quote, citation !== undefined && view.answer !== null)];
  });
}

/** Numbers that the text or the quotes use, in order of first use. */
export function usedNumbers(view: AnswerView): number[] {
  return [...new Set([...citedNumbers(view.text), ...view.quotes.map((quote) => quote.source)])];
}

function entriesOf(view: AnswerView, numbers: readonly number[]): PanelEntry[] {
  return numbers.map((number) => entryOf(view, number)).filter((one) => one !== null);
}

/**
 * What the panel's stepper walks through: the quotes when a quote was opened, the cited passages when one of them
 * was, else all sources.
 */
export function panelEntries(view: AnswerView, target: PassageTarget): { entries: PanelEntry[]; index: number } {
  if (target.start !== undefined || view.text === "") {
    const entries = quoteEntries(view);
    const index = entries.findIndex(
      (one) => one.number === target.number && (target.start === undefined || one.start === target.start),
    );
    if (index >= 0) return { entries, index };
  }
  const used = citedNumbers(view.text);
  const numbers = used.includes(target.number) ? used : (view.sources ?? []).map((source) => source.number);
  const entries = entriesOf(view, numbers);
  return {
    entries,
    index: Math.max(
      0,
      entries.findIndex((one) => one.number === target.number),
    ),
  };
}
