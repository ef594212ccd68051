import type { BlockKind } from "../../document-types.ts";
import { cleanInline } from "../clean-text.ts";
import type { TextBuilder } from "../text-builder.ts";
import { lineText } from "./pdf-lines.ts";
import type { Piece } from "./pdf-items.ts";
import type { PdfLine } from "./pdf-lines.ts";

/** Sizes of a document's letters: what most text has, and the larger ones that head it, largest first. */
export interface Sizes {
  body: number;
  headings: number[];
}

interface Group {
  kind: BlockKind;
  level: number;
  lines: PdfLine[];
}

const listMark = /^(?:[\u2022\u2023\u25AA\u25CF\u25E6\u2043\u2013*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+\S/u;
const wide = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF00-\uFFEF]/u;
const longestHeading = 160;
/** Spaces that part cells: wider than any in justified prose, or less wide right under another row. */
const cellGap = 1.5;
const nextCellGap = 0.7;

function rounded(size: number): number {
  return Math.round(size * 2) / 2;
}

/** Finds the sizes by counting letters, so that one big line doesn't make a body. */
export function measureSizes(lines: readonly PdfLine[]): Sizes {
  const letters = new Map<number, number>();
  for (const line of lines) {
    const size = rounded(line.size);
    letters.set(size, (letters.get(size) ?? 0) + lineText(line).length);
  }
  const body = [...letters].reduce((best, entry) => (entry[1] > best[1] ? entry : best), [0, -1])[0];
  const headings = [...letters.keys()].filter((size) => size >= body * 1.12).sort((left, right) => right - left);
  return { body, headings: headings.slice(0, 5) };
}

/** Level of a line that heads what follows, or 0. */
function headingLevel(line: PdfLine, text: string, sizes: Sizes, alone: boolean): number {
  if (text.length > longestHeading || !/\p{L}/u.test(text) || !line.upright) return 0;
  const rank = sizes.headings.indexOf(rounded(line.size));
  if (rounded(line.size) >= sizes.body * 1.12) return rank >= 0 ? rank + 1 : sizes.headings.length;
  const ends = /[.,;:]$/.test(text) && !/^\d+(?:\.\d+)*\.?\s/.test(text);
  return line.bold && alone && !ends && text.length <= 100 ? Math.min(6, sizes.headings.length + 1) : 0;
}

function continues(group: Group, line: PdfLine, text: string, pageRight: number): boolean {
  const last = group.lines.at(-1) as PdfLine;
  const first = group.lines[0] as PdfLine;
  if (group.kind === "table-row" || listMark.test(text)) return false;
  if (!line.upright || !last.upright) return line.upright === last.upright && group.lines.length < 20;
  const size = Math.max(line.size, last.size);
  if (Math.abs(line.size - last.size) > size * 0.12) return false;
  const step = line.baseline - last.baseline;
  if (step <= 0 || step > size * 1.85) return false;
  const before = group.lines.at(-2);
  if (before !== undefined && step > (last.baseline - before.baseline) * 1.25 + 1) return false;
  const lastText = lineText(last);
  const ended = /[.!?:。！？]["'”’»)]?$/u.test(lastText);
  if (ended && last.right < pageRight - (pageRight - first.left) * 0.2) return false;
  if (ended && group.kind === "list-item" && line.left < first.left + size * 0.5) return false;
  if (ended && line.left > first.left + size && group.kind === "paragraph") return false;
  return true;
}

function group(lines: readonly PdfLine[], sizes: Sizes): Group[] {
  const groups: Group[] = [];
  const pageRight = lines.reduce((most, line) => Math.max(most, line.right), 0);
  let open: Group | undefined;
  for (const [index, line] of lines.entries()) {
    const text = lineText(line);
    if (text === "") continue;
    const next = lines[index + 1];
    const previous = lines[index - 1];
    const alone = next?.bold !== true || rounded(next.size) !== rounded(line.size) || previous?.bold !== true;
    const isRow: boolean = line.upright && line.gap > (open?.kind === "table-row" ? nextCellGap : cellGap);
    const level: number = isRow ? 0 : headingLevel(line, text, sizes, alone);
    const last = open?.lines.at(-1);
    if (level > 0) {
      const near =
        last !== undefined && line.baseline - last.baseline > 0 && line.baseline - last.baseline < line.size * 1.7;
      const joins = open?.kind === "heading" && open.level === level && near && open.lines.length < 4;
      if (joins && !/^\d+(?:\.\d+)*\.?\s/.test(text)) {
        open?.lines.push(line);
      } else {
        open = { kind: "heading", level, lines: [line] };
        groups.push(open);
      }
    } else if (open !== undefined && open.kind !== "heading" && !isRow && continues(open, line, text, pageRight)) {
      open.lines.push(line);
    } else {
      const kind: BlockKind = isRow ? "table-row" : listMark.test(text) ? "list-item" : "paragraph";
      open = { kind, level: 0, lines: [line] };
      groups.push(open);
    }
  }
  return groups;
}

/** How the end of one line meets the start of the next: what to cut from the first, and what stands between. */
function joint(before: string, after: string, hyphenated: ReadonlySet<string>): { cut: number; between: string } {
  if (before.endsWith("\u00AD")) return { cut: 1, between: "" };
  const left = /(\p{L}{2,})[-\u2010]$/u.exec(before)?.[1];
  const right = /^\p{Ll}[\p{L}]*/u.exec(after)?.[0];
  if (left !== undefined && right !== undefined) {
    // A word that has its hyphen elsewhere too keeps it.
    return hyphenated.has(`${left}-${right}`.toLowerCase()) ? { cut: 0, between: "" } : { cut: 1, between: "" };
  }
  if (/[-\u2010]$/.test(before) && /^\p{L}/u.test(after)) return { cut: 0, between: "" };
  const lastCharacter = before.at(-1) ?? "";
  const firstCharacter = after.at(0) ?? "";
  return { cut: 0, between: wide.test(lastCharacter) && wide.test(firstCharacter) ? "" : " " };
}

/** Neighbouring short pieces become one run, so that a page set letter by letter does not make a run a letter. */
function mergedPieces(pieces: readonly Piece[]): Piece[] {
  const merged: Piece[] = [];
  for (const piece of pieces) {
    const last = merged.at(-1);
    const short = last !== undefined && (last.text.length < 12 || piece.text.length < 3 || /^\p{M}/u.test(piece.text));
    if (last !== undefined && short && last.unseen === piece.unseen && last.text.length < 60) {
      const right = Math.max(last.x + last.width, piece.x + piece.width);
      const bottom = Math.max(last.y + last.height, piece.y + piece.height);
      last.x = Math.min(last.x, piece.x);
      last.y = Math.min(last.y, piece.y);
      last.width = right - last.x;
      last.height = bottom - last.y;
      last.text += piece.text;
    } else {
      merged.push({ ...piece });
    }
  }
  return merged;
}

/** Adds one line to the open block; white space at joints of pieces is kept to one space. */
function addLine(builder: TextBuilder, line: PdfLine, cut: number, atStart: boolean): void {
  const pieces = mergedPieces(line.pieces)
    .map((piece) => ({ ...piece, text: cleanInline(piece.text) }))
    .filter((piece) => piece.text !== "");
  const total = lineText(line).length - cut;
  let written = 0;
  let spaced = atStart;
  for (const piece of pieces) {
    let text = spaced ? piece.text.trimStart() : piece.text;
    text = text.slice(0, Math.max(0, total - written));
    if (text === "") continue;
    spaced = text.endsWith(" ");
    const start = builder.length;
    builder.append(text);
    written += text.length;
    if (text.trim() === "") continue;
    const { x, y, width, height } = piece;
    builder.runs.push({ page: line.page, start, end: builder.length, x, y, width, height });
    if (piece.unseen) builder.addHidden({ start, end: builder.length });
  }
}

/** Words with a hyphen inside a line: these are written so on purpose. */
export function hyphenatedWords(lines: readonly PdfLine[]): Set<string> {
  const words = new Set<string>();
  for (const line of lines) {
    for (const match of lineText(line).matchAll(/\p{L}{2,}-\p{Ll}+/gu)) words.add(match[0].toLowerCase());
  }
  return words;
}

/** Writes the blocks of one page into the builder, with a run and a rectangle for every stretch of text. */
export function addPageBlocks(
  builder: TextBuilder,
  page: { number: number; lines: readonly PdfLine[] },
  sizes: Sizes,
  hyphenated: ReadonlySet<string>,
): void {
  for (const { kind, level, lines } of group(page.lines, sizes)) {
    const close = kind === builder.blocks.at(-1)?.kind && (kind === "table-row" || kind === "list-item");
    if (builder.length > 0) builder.append(close ? "\n" : "\n\n");
    const start = builder.length;
    for (const [index, line] of lines.entries()) {
      const next = lines[index + 1];
      const { cut, between } =
        next === undefined ? { cut: 0, between: "" } : joint(lineText(line), lineText(next), hyphenated);
      addLine(builder, line, cut, true);
      builder.append(between);
    }
    builder.blocks.push({ kind, start, end: builder.length, page: page.number, level });
  }
}
