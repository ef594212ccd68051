import type { Quote, Sentence, Source } from "../../../shared/answer-schemas.ts";
import { slicePoints } from "../../ui/code-points.ts";
import { cleanName } from "../../ui/file-name.ts";
import { formatLongDate } from "../../ui/format.ts";

export type CopyForm = "text" | "markdown" | "quote";

/** What a copy is made of; passages by their number. */
export interface CopyContent {
  text: string;
  sentences: readonly Pick<Sentence, "start" | "end" | "support">[];
  quotes: readonly Pick<Quote, "source" | "text" | "page">[];
  passages: readonly CopyPassage[];
  /** Appended to sentences that no passage supports. */
  notInFiles: string;
}

export interface CopyPassage {
  number: number;
  text: string;
  documentName: string;
  page: number | null;
  heading: string;
  documentModifiedAt: number;
}

const quoteLimit = 400;

/** The passage a number stands for: the cited words where they are known, else the whole passage. */
export function copyPassages(
  sources: readonly Source[],
  cited: readonly { number: number; text: string; page: number | null }[],
  quotes: readonly Pick<Quote, "source" | "text" | "page">[],
): CopyPassage[] {
  return sources.map((source) => {
    const exact =
      cited.find((one) => one.number === source.number) ?? quotes.find((one) => one.source === source.number);
    return {
      number: source.number,
      text: exact?.text ?? source.text,
      documentName: source.documentName,
      page: exact?.page ?? source.page,
      heading: source.heading,
      documentModifiedAt: source.documentModifiedAt,
    };
  });
}

function oneLine(text: string): string {
  const flat = text.replaceAll(/\s+/g, " ").trim();
  const characters = [...flat];
  return characters.length > quoteLimit ? `${characters.slice(0, quoteLimit).join("").trimEnd()}…` : flat;
}

function place(passage: CopyPassage, long: boolean): string {
  if (passage.page !== null) return long ? `page ${passage.page}` : `p. ${passage.page}`;
  return cleanName(passage.heading.split(" › ").at(-1) ?? "");
}

function joined(...parts: string[]): string {
  return parts.filter((part) => part !== "").join(", ");
}

/** Numbers in the order in which they first stand in the text. */
export function citedNumbers(text: string): number[] {
  return [...new Set([...text.matchAll(/\[(\d{1,3})\]/g)].map((match) => Number(match[1])))];
}

/** The text with a note after each sentence that is not in the files. Offsets are code points. */
export function withNotes(content: Pick<CopyContent, "text" | "sentences" | "notInFiles">): string {
  let out = "";
  let at = 0;
  const open = content.sentences.filter((one) => one.support === "unsupported").sort((a, b) => a.start - b.start);
  for (const sentence of open) {
    out += slicePoints(content.text, at, sentence.end).trimEnd();
    out += ` ${content.notInFiles}`;
    at = sentence.end;
  }
  return out + slicePoints(content.text, at, Number.MAX_SAFE_INTEGER);
}

function textForm(content: CopyContent): string {
  if (content.text === "") {
    return content.quotes
      .map((quote) => {
        const passage = content.passages.find((one) => one.number === quote.source);
        return passage ? quoteForm({ ...passage, text: quote.text, page: quote.page }) : `“${oneLine(quote.text)}”`;
      })
      .join("\n");
  }
  const notes = citedNumbers(content.text).flatMap((number) => {
    const passage = content.passages.find((one) => one.number === number);
    if (!passage) return [];
    const head = joined(
      cleanName(passage.documentName),
      place(passage, true),
      formatLongDate(passage.documentModifiedAt),
    );
    return [`[${number}] ${head}: “${oneLine(passage.text)}”`];
  });
  return [
    withNotes(content)
      .replaceAll(/(\S)\[(\d{1,3})\]/g, "$1 [$2]")
      .replaceAll("] [", "]["),
    notes.join("\n"),
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}

function markdownForm(content: CopyContent): string {
  if (content.text === "") {
    return content.quotes
      .map((quote) => {
        const passage = content.passages.find((one) => one.number === quote.source);
        const from = passage
          ? joined(`**${cleanName(passage.documentName)}**`, place({ ...passage, page: quote.page }, false))
          : "";
        return `> ${oneLine(quote.text)}${from ? `\n>\n> ${from}` : ""}`;
      })
      .join("\n\n");
  }
  const notes = citedNumbers(content.text).flatMap((number) => {
    const passage = content.passages.find((one) => one.number === number);
    if (!passage) return [];
    const head = joined(
      `**${cleanName(passage.documentName)}**`,
      place(passage, false),
      formatLongDate(passage.documentModifiedAt),
    );
    return [`[^${number}]: ${head}. “${oneLine(passage.text)}”`];
  });
  const body = withNotes(content)
    .replaceAll(/ ?((?:\[\d{1,3}\])+)([.,;:!?]?)/g, (_all, marks: string, stop: string) => stop + marks)
    .replaceAll(/\[(\d{1,3})\]/g, "[^$1]");
  return [body, notes.join("\n")].filter((part) => part !== "").join("\n\n");
}

/** One passage with where it stands: `“The deposit…” (lease-2024.pdf, p. 4)`. */
export function quoteForm(passage: Pick<CopyPassage, "text" | "documentName" | "page" | "heading">): string {
  const where = joined(cleanName(passage.documentName), place({ ...passage, number: 0, documentModifiedAt: 0 }, false));
  return `“${oneLine(passage.text)}” (${where})`;
}

/** What lands on the clipboard. Folder paths never do. */
export function copyAs(form: CopyForm, content: CopyContent): string {
  if (form === "text") return textForm(content);
  if (form === "markdown") return markdownForm(content);
  const numbers = content.text === "" ? content.quotes.map((quote) => quote.source) : citedNumbers(content.text);
  return [...new Set(numbers)]
    .flatMap((number) => content.passages.filter((one) => one.number === number).map((one) => quoteForm(one)))
    .join("\n");
}
