import type { Box } from "../../../../shared/library-schemas.ts";
import type { PaintedPage, PaintedText } from "./pdf-objects.ts";

/** A text item as pdf.js gives it. */
export interface TextItem {
  str: string;
  dir: string;
  transform: number[];
  width: number;
  height: number;
  fontName: string;
  hasEOL: boolean;
}

interface FontStyle {
  ascent?: number;
  descent?: number;
  vertical?: boolean;
}

/** A stretch of a line with its rectangle in points from the top left of the page as it is shown. */
export interface Piece extends Box {
  text: string;
  unseen: boolean;
}

export interface PageSource {
  number: number;
  width: number;
  height: number;
  /** From the page's own units to points from the top left, as pdf.js' viewport gives it. */
  toView: number[];
  items: TextItem[];
  styles: Record<string, FontStyle | undefined>;
  painted: PaintedPage | null;
}

const gridStep = 24;

/** Finds what is painted at a point of the page without looking at every text of it. */
export function createPaintedGrid(painted: PaintedPage | null): (x: number, y: number) => PaintedText[] {
  const rows = new Map<number, PaintedText[]>();
  for (const text of painted?.texts ?? []) {
    const first = Math.floor(text.bottom / gridStep);
    const last = Math.min(Math.floor(text.top / gridStep), first + 200);
    for (let row = first; row <= last; row += 1) {
      const known = rows.get(row);
      if (known === undefined) rows.set(row, [text]);
      else known.push(text);
    }
  }
  return (x, y) =>
    (rows.get(Math.floor(y / gridStep)) ?? []).filter(
      (text) => x >= text.left - 0.5 && x <= text.right + 0.5 && y >= text.bottom - 1 && y <= text.top + 1,
    );
}

/** A text item on the page as it is shown. */
export interface PlacedItem {
  pieces: Piece[];
  left: number;
  right: number;
  baseline: number;
  size: number;
  bold: boolean;
  upright: boolean;
  letters: number;
}

function viewPoint(toView: readonly number[], x: number, y: number): [number, number] {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = toView;
  return [a * x + c * y + e, b * x + d * y + f];
}

/** The rectangle around a part of an item, from `from` to `to` of its length (0 to 1). */
function partBox(page: PageSource, item: TextItem, from: number, to: number): Box {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = item.transform;
  const style = page.styles[item.fontName];
  const along = Math.hypot(a, b) || 1;
  const across = Math.hypot(c, d) || 1;
  const vertical = style?.vertical === true;
  const length = vertical ? item.height : item.width;
  const direction = vertical ? [-c / across, -d / across] : [a / along, b / along];
  const up = vertical ? [a / along, b / along] : [c / across, d / across];
  const size = vertical ? item.width : item.height || across;
  const ascent = vertical ? 0.5 : bounded(style?.ascent, 0.5, 1.1, 0.85);
  const descent = vertical ? -0.5 : bounded(style?.descent, -0.5, 0, -0.22);
  const corners = [from, to].flatMap((part) =>
    [ascent, descent].map((height) =>
      viewPoint(
        page.toView,
        e + (direction[0] as number) * length * part + (up[0] as number) * size * height,
        f + (direction[1] as number) * length * part + (up[1] as number) * size * height,
      ),
    ),
  );
  const xs = corners.map((corner) => corner[0]);
  const ys = corners.map((corner) => corner[1]);
  const x = Math.min(...xs);
  const y = Math.min(...ys);
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

function bounded(value: number | undefined, low: number, high: number, otherwise: number): number {
  return value !== undefined && Number.isFinite(value) && value >= low && value <= high && value !== 0
    ? value
    : otherwise;
}

function isOutside(box: Box, page: PageSource): boolean {
  return box.x + box.width <= 0 || box.y + box.height <= 0 || box.x >= page.width || box.y >= page.height;
}

/**
 * Ends of the parts of a text that are seen or not, decided word by word: where letters stand is only known about,
 * because their widths are not.
 */
function partsBySight(text: string, unseenAt: (index: number) => boolean): { end: number; unseen: boolean }[] {
  const parts: { end: number; unseen: boolean }[] = [];
  for (const match of text.matchAll(/\s*\S+\s*$|\s*\S+|\s+$/g)) {
    const first = match.index + (match[0].length - match[0].trimStart().length);
    let unseen = 0;
    let letters = 0;
    for (let index = first; index < match.index + match[0].trimEnd().length; index += 1) {
      letters += 1;
      if (unseenAt(index)) unseen += 1;
    }
    const part = { end: match.index + match[0].length, unseen: unseen > letters / 2 };
    const last = parts.at(-1);
    if (last !== undefined && last.unseen === part.unseen) last.end = part.end;
    else parts.push(part);
  }
  return parts;
}

/** Cuts an item where its visibility changes; pdf.js joins neighbours of one font whatever their colour. */
export function placeItem(page: PageSource, item: TextItem, at: ReturnType<typeof createPaintedGrid>): PlacedItem {
  const [a = 1, b = 0, c = 0, d = 1, e = 0, f = 0] = item.transform;
  const size = item.height || Math.hypot(c, d);
  const length = item.str.length;
  const along = Math.hypot(a, b) || 1;
  const up = Math.hypot(c, d) || 1;
  const paintedAt = (part: number): PaintedText[] =>
    at(
      e + (a / along) * item.width * part + (c / up) * size * 0.3,
      f + (b / along) * item.width * part + (d / up) * size * 0.3,
    );
  const middle = paintedAt(0.5);
  const mayHide = page.painted?.texts.some((text) => text.unseen) ?? false;
  const unseenAt = (index: number): boolean => {
    const painted = paintedAt((index + 0.5) / length);
    return painted.length > 0 && painted.every((text) => text.unseen);
  };
  const pieces: Piece[] = [];
  for (const part of mayHide && item.width > 0 ? partsBySight(item.str, unseenAt) : [{ end: length, unseen: false }]) {
    const start = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
    const box = partBox(page, item, start / length, part.end / length);
    pieces.push({ ...box, text: item.str.slice(start, part.end), unseen: part.unseen || isOutside(box, page) });
  }
  const whole = partBox(page, item, 0, 1);
  const [, baseline] = viewPoint(page.toView, e, f);
  const [originX, originY] = viewPoint(page.toView, 0, 0);
  const [tipX, tipY] = viewPoint(page.toView, a, b);
  return {
    pieces,
    left: whole.x,
    right: whole.x + whole.width,
    baseline,
    size,
    bold: middle.some((text) => text.bold),
    upright: Math.abs(tipY - originY) < 0.1 * Math.abs(tipX - originX) && tipX >= originX,
    letters: item.str.trim().length,
  };
}
