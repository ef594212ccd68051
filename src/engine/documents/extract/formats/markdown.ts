import { invisibleSpans } from "../clean-text.ts";
import type { DraftBlock, Extracted, Span } from "../extracted.ts";
import { tooMuchText } from "../limits.ts";
import { linesOf, trimmedSpan } from "../lines.ts";
import type { Line } from "../lines.ts";

const atxHeading = /^ {0,3}(#{1,6})(?:[ \t]+|$)/;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const listMark = /^\s*(?:[-*+]|\d{1,9}[.)])(?:\s|$)/;
const setext = /^ {0,3}(=+|-{2,})\s*$/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$/;
/** Longer lines are no headings and no rows; this also keeps patterns that try twice off endless lines. */
const longestMark = 1_000;
const thematicBreak = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;

/** The words of "## Words ##" without the marks. */
function headingSpan(line: Line, marks: number): Span {
  const after = line.text.slice(marks);
  const words = after.replace(/[ \t]+#+[ \t]*$/, "").trim();
  const start = line.start + marks + (after.length - after.trimStart().length);
  return { start, end: start + words.length };
}

/** Reads blocks line by line; lists, quotes and tables are told apart, their inner marks are not parsed. */
class MarkdownBlocks {
  readonly blocks: DraftBlock[] = [];
  #open: DraftBlock | null = null;
  #fence: string | null = null;

  #add(kind: DraftBlock["kind"], span: Span, level = 0): DraftBlock {
    const block = { kind, start: span.start, end: span.end, page: null, level };
    this.blocks.push(block);
    return block;
  }

  /** True when the line belongs to a fenced block. */
  #fenced(line: Line): boolean {
    const mark = fence.exec(line.text)?.[1];
    if (this.#fence === null) {
      if (mark === undefined) return false;
      this.#fence = mark;
      this.#open = null;
      return true;
    }
    if (mark !== undefined && mark.startsWith(this.#fence) && line.text.trim() === mark) {
      this.#fence = null;
      this.#open = null;
      return true;
    }
    if (this.#open === null) {
      if (line.text.trim() !== "") this.#open = this.#add("code", { start: line.start, end: line.end });
    } else if (line.text.trim() !== "") {
      this.#open.end = line.end;
    }
    return true;
  }

  #continued(kind: DraftBlock["kind"], line: Line): void {
    const span = trimmedSpan(line);
    if (this.#open?.kind === kind) this.#open.end = span.end;
    else this.#open = this.#add(kind, span);
  }

  #setextHeading(line: Line): boolean {
    const mark = setext.exec(line.text)?.[1];
    if (mark === undefined || this.#open?.kind !== "paragraph") return false;
    this.#open.kind = "heading";
    this.#open.level = mark.startsWith("=") ? 1 : 2;
    this.#open = null;
    return true;
  }

  read(line: Line, inTable: boolean): void {
    if (this.#fenced(line)) return;
    if (line.text.trim() === "") {
      this.#open = null;
      return;
    }
    const heading = line.text.length <= longestMark ? atxHeading.exec(line.text) : null;
    if (heading !== null) {
      this.#open = null;
      const span = headingSpan(line, heading[0].length);
      if (span.end > span.start) this.#add("heading", span, (heading[1] as string).length);
    } else if (this.#setextHeading(line)) {
      return;
    } else if (thematicBreak.test(line.text)) {
      this.#open = null;
    } else if (inTable) {
      this.#open = null;
      if (!tableRule.test(line.text)) this.#add("table-row", trimmedSpan(line));
    } else if (listMark.test(line.text)) {
      this.#open = this.#add("list-item", trimmedSpan(line));
    } else if (/^ {0,3}>/.test(line.text)) {
      this.#continued("quote", line);
    } else if (this.#open === null && /^(?: {4}|\t)/.test(line.text)) {
      this.#open = this.#add("code", { start: line.start, end: line.end });
    } else if (this.#open === null) {
      this.#open = this.#add("paragraph", trimmedSpan(line));
    } else {
      this.#open.end = trimmedSpan(line).end;
    }
  }
}

/** Which lines are rows of a table: those around a rule line of dashes and bars, up to the next blank line. */
function tableLines(lines: readonly Line[]): Set<number> {
  const found = new Set<number>();
  for (const [index, line] of lines.entries()) {
    const header = lines[index - 1]?.text ?? "";
    if (
      line.text.length > longestMark ||
      !line.text.includes("|") ||
      !header.includes("|") ||
      !tableRule.test(line.text)
    )
      continue;
    found.add(index - 1);
    for (let row = index; lines[row]?.text.includes("|"); row += 1) found.add(row);
  }
  return found;
}

/** Front matter between two lines of three dashes at the very start, as its number of lines; 0 for none. */
function frontMatter(lines: readonly Line[]): number {
  if (lines[0]?.text.trim() !== "---") return 0;
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)\s*$/.test(line.text));
  const inner = lines.slice(1, end);
  return end > 1 && end <= 60 && inner.every((line) => /^(?:\s|[\w-]+\s*:|#|- |$)/.test(line.text)) ? end + 1 : 0;
}

/** Comments are not shown by any reader of Markdown; inside code they are text. */
function commentSpans(text: string, blocks: readonly DraftBlock[]): Span[] {
  const code = blocks.filter((block) => block.kind === "code");
  const spans: Span[] = [];
  let place = 0;
  let start = text.indexOf("<!--");
  while (start >= 0) {
    const close = text.indexOf("-->", start + 4);
    const end = close < 0 ? text.length : close + 3;
    while (place < code.length && (code[place] as DraftBlock).end <= start) place += 1;
    const block = code[place];
    if (block === undefined || start < block.start) spans.push({ start, end });
    start = text.indexOf("<!--", end);
  }
  return spans;
}

/** A title as it is shown, without emphasis, code marks and the addresses of links. */
function withoutMarks(heading: string): string {
  return heading.replace(/\[([^[\]]*)\]\([^()]*\)/g, "$1").replace(/[*`]|(?<!\w)_|_(?!\w)/g, "");
}

/** A heading of level 1 after this many blocks heads a part, or is a stray line of dashes; it names no file. */
const titleWithin = 10;

/** Markdown: the text is the file itself. The title is the front matter's, else the heading of level 1 at the start. */
export function extractMarkdown(text: string, textLimit: number): Extracted {
  if (text.length > textLimit) throw tooMuchText(textLimit);
  const lines = linesOf(text);
  const tables = tableLines(lines);
  const skipped = frontMatter(lines);
  const reader = new MarkdownBlocks();
  for (const [index, line] of lines.entries()) {
    if (index >= skipped) reader.read(line, tables.has(index));
  }
  const { blocks } = reader;
  const front = lines
    .slice(0, skipped)
    .map((line) => /^title\s*:\s*(?:"(.*)"|'(.*)'|(.*))$/.exec(line.text.trim()))
    .find((match) => match !== null);
  const first = blocks.slice(0, titleWithin).find((block) => block.kind === "heading" && block.level === 1);
  const named = front?.[1] ?? front?.[2] ?? front?.[3] ?? null;
  const title = named ?? (first === undefined ? null : withoutMarks(text.slice(first.start, first.end)));
  const hidden = [...commentSpans(text, blocks), ...invisibleSpans(text)].sort((a, b) => a.start - b.start);
  return { partly: null, title, text, textFormat: "markdown", blocks, pages: [], runs: [], hidden };
}
