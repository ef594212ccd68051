import { cleanInline } from "../clean-text.ts";
import { createPaintedGrid, placeItem } from "./pdf-items.ts";
import type { PageSource, Piece, PlacedItem } from "./pdf-items.ts";

/** Words on one baseline, in the order of reading. */
export interface PdfLine {
  page: number;
  pieces: Piece[];
  left: number;
  right: number;
  /** Distance of the baseline from the top of the page. */
  baseline: number;
  /** Size of most of its letters in points. */
  size: number;
  bold: boolean;
  /** Widest space between two words, in sizes of its letters; cells of a table stand far apart. */
  gap: number;
  upright: boolean;
}

/** Numbers and bullets stand apart from their words by rule; that is no gap between cells. */
const leadingMark = /^\s*(?:[\p{P}\p{S}]|\(?[\p{L}\d]{1,3}[.)]|\d+(?:\.\d+)*\.?)\s*$/u;

const rightToLeft = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/gu;

/** Items of a right-to-left line in the order of reading; runs of numbers and Latin words keep theirs. */
function inReadingOrder(items: readonly PlacedItem[]): { items: PlacedItem[]; reversed: boolean } {
  const text = items.flatMap((item) => item.pieces.map((piece) => piece.text)).join("");
  const foreign = text.match(rightToLeft)?.length ?? 0;
  if (foreign <= (text.match(/\p{L}/gu)?.length ?? 0) / 2) return { items: [...items], reversed: false };
  const sorted = items.toSorted((one, other) => other.right - one.right);
  const ordered: PlacedItem[] = [];
  let latin: PlacedItem[] = [];
  for (const item of sorted) {
    const words = item.pieces.map((piece) => piece.text).join("");
    if (/[\p{L}\d]/u.test(words) && !rightToLeft.test(words)) {
      latin.unshift(item);
    } else {
      ordered.push(...latin, item);
      latin = [];
    }
    rightToLeft.lastIndex = 0;
  }
  return { items: [...ordered, ...latin], reversed: true };
}

class LineMaker {
  readonly lines: PdfLine[] = [];
  readonly #page: PageSource;
  #items: PlacedItem[] = [];

  constructor(page: PageSource) {
    this.#page = page;
  }

  end(): void {
    const { items, reversed } = inReadingOrder(this.#items);
    this.#items = [];
    const worded = items.filter((item) => item.letters > 0);
    const first = worded[0];
    if (first === undefined) return;
    const letters = worded.reduce((sum, item) => sum + item.letters, 0);
    const bold = worded.reduce((sum, item) => sum + (item.bold ? item.letters : 0), 0);
    const main = worded.reduce((best, item) => (item.letters > best.letters ? item : best));
    const { pieces, gap } = joinItems(items, reversed);
    this.lines.push({
      page: this.#page.number,
      pieces,
      left: Math.min(...worded.map((item) => item.left)),
      right: Math.max(...worded.map((item) => item.right)),
      baseline: main.baseline,
      size: main.size,
      bold: bold > letters * 0.8,
      gap,
      upright: first.upright,
    });
  }

  add(item: PlacedItem): void {
    const last = this.#items.at(-1);
    if (last !== undefined && item.upright && item.letters > 0) {
      const size = Math.max(item.size, last.size);
      const sameLine = item.upright === last.upright && Math.abs(item.baseline - last.baseline) < size * 0.6;
      if (!sameLine) this.end();
    }
    this.#items.push(item);
  }
}

/** The pieces of a line with a space wherever two words stand apart without one, and the widest such space. */
function joinItems(items: readonly PlacedItem[], reversed: boolean): { pieces: Piece[]; gap: number } {
  const pieces: Piece[] = [];
  let text = "";
  let gap = 0;
  let last: PlacedItem | undefined;
  for (const item of items) {
    if (last !== undefined && item.upright) {
      const size = Math.max(item.size, last.size);
      const apart = reversed ? last.left - item.right : item.left - last.right;
      const space = item.letters === 0 ? item.right - item.left : apart;
      if (!leadingMark.test(text.slice(0, 40))) gap = Math.max(gap, space / size);
      const spaced = text.endsWith(" ") || item.letters === 0 || last.letters === 0;
      if (!spaced && (space > 0.25 * size || space < -3 * size)) {
        pieces.push({ ...emptyAfter(last), text: " " });
        text += " ";
      }
    }
    pieces.push(...item.pieces);
    if (text.length < 40 || item.letters === 0)
      text = `${text.slice(0, 40)}${item.pieces.map((piece) => piece.text).join("")}`;
    else text = `${text.slice(0, 40)}${item.pieces.at(-1)?.text ?? ""}`;
    last = item;
  }
  return { pieces, gap };
}

function emptyAfter(item: PlacedItem): Piece {
  const last = item.pieces.at(-1) as Piece;
  return { x: last.x + last.width, y: last.y, width: 0, height: last.height, text: "", unseen: last.unseen };
}

/** The lines of a page in the order of the file, which for nearly all files is the order of reading. */
export function pageLines(page: PageSource): PdfLine[] {
  const at = createPaintedGrid(page.painted);
  const maker = new LineMaker(page);
  for (const item of page.items) {
    if (item.str !== "") maker.add(placeItem(page, item, at));
    if (item.hasEOL) maker.end();
  }
  maker.end();
  return maker.lines;
}

/** The words of a line as they go into the text. */
export function lineText(line: PdfLine): string {
  return cleanInline(line.pieces.map((piece) => piece.text).join("")).trim();
}
