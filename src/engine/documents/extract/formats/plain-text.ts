import { invisibleSpans } from "../clean-text.ts";
import type { DraftBlock, Extracted } from "../extracted.ts";
import { tooMuchText } from "../limits.ts";
import { linesOf, trimmedSpan } from "../lines.ts";
import type { Line } from "../lines.ts";

const listMark = /^\s*(?:[-*+•]|\d{1,3}[.)])\s+\S/;
const underline = /^\s*(={3,}|-{3,})\s*$/;

/** A short line in capitals, as people head the parts of a plain note. */
function isShouted(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length >= 3 && trimmed.length <= 70 && /\p{Lu}{2}/u.test(trimmed) && !/\p{Ll}/u.test(trimmed);
}

/** Blocks of a note: paragraphs at blank lines, list items, headings that are underlined or written in capitals. */
function plainBlocks(text: string): DraftBlock[] {
  const blocks: DraftBlock[] = [];
  const lines = linesOf(text);
  let open: DraftBlock | null = null;
  const add = (kind: DraftBlock["kind"], line: Line, level = 0): DraftBlock => {
    const block = { kind, ...trimmedSpan(line), page: null, level };
    blocks.push(block);
    return block;
  };
  for (const [index, line] of lines.entries()) {
    const next = lines[index + 1]?.text ?? "";
    const blank = line.text.trim() === "";
    if (blank || underline.test(line.text)) {
      open = null;
    } else if (open === null && underline.test(next) && line.text.trim().length <= 100) {
      add("heading", line, next.includes("=") ? 1 : 2);
    } else if (open === null && isShouted(line.text) && next.trim() !== "") {
      add("heading", line, 2);
    } else if (listMark.test(line.text)) {
      open = add("list-item", line);
    } else if (open !== null) {
      open.end = trimmedSpan(line).end;
    } else {
      open = add("paragraph", line);
    }
  }
  return blocks;
}

/** One block a line: the rows of a table kept as text. */
function rowBlocks(text: string): DraftBlock[] {
  return linesOf(text)
    .filter((line) => line.text.trim() !== "")
    .map((line) => ({ kind: "table-row" as const, ...trimmedSpan(line), page: null, level: 0 }));
}

/** One block for each stretch of code between blank lines. */
function codeBlocks(text: string): DraftBlock[] {
  const blocks: DraftBlock[] = [];
  let open: DraftBlock | null = null;
  for (const line of linesOf(text)) {
    if (line.text.trim() === "") {
      open = null;
    } else if (open === null) {
      // Indentation belongs to code, so the block begins at the line, not at its first word.
      open = { kind: "code", start: line.start, end: trimmedSpan(line).end, page: null, level: 0 };
      blocks.push(open);
    } else {
      open.end = trimmedSpan(line).end;
    }
  }
  return blocks;
}

/** A text file: its text is the file itself, so that offsets are offsets of the file. */
export function extractPlain(text: string, kind: "plain" | "rows" | "code", textLimit: number): Extracted {
  if (text.length > textLimit) throw tooMuchText(textLimit);
  const read = { plain: plainBlocks, rows: rowBlocks, code: codeBlocks }[kind];
  return {
    partly: null,
    title: null,
    text,
    textFormat: kind === "code" ? "code" : "plain",
    blocks: read(text),
    pages: [],
    runs: [],
    hidden: invisibleSpans(text),
  };
}
