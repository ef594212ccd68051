import { pointIndex } from "./code-points.ts";

/** The mark of a Markdown heading with its blanks: it says nothing in running text. */
const headingMark = /^#{1,6}[ \t]+/gmu;

interface Span {
  start: number;
  end: number;
}

/** Places of the marks of headings, in code points. */
function headingMarks(text: string): ReadonlySet<number> {
  const marks = new Set<number>();
  for (const match of text.matchAll(headingMark)) {
    const start = pointIndex(text, match.index);
    for (let at = start; at < start + match[0].length; at += 1) marks.add(at);
  }
  return marks;
}

/**
 * A short piece of a passage around its first matched word, with the spans moved along. `length` in characters.
 * White space is made single and heading marks are left out, so that two lines of a card show as much text as they can.
 */
export function snippet(text: string, spans: readonly Span[], length: number): { text: string; spans: Span[] } {
  const characters = [...text];
  const marks = headingMarks(text);
  const first = spans.reduce((least, span) => Math.min(least, span.start), Number.MAX_SAFE_INTEGER);
  let from = 0;
  if (characters.length > length && first < Number.MAX_SAFE_INTEGER && first > length * 0.4) {
    from = Math.max(0, Math.min(first - Math.floor(length * 0.25), characters.length - length));
    while (from > 0 && from < first && !/\s/.test(characters[from - 1] ?? "")) from += 1;
  }
  const to = Math.min(characters.length, from + length);
  const out: string[] = from > 0 ? ["…"] : [];
  const places: number[] = [];
  for (let at = from; at < to; at += 1) {
    const character = characters[at] ?? "";
    const space = /\s/.test(character) || marks.has(at);
    places.push(out.length);
    if (!space) out.push(character);
    else if (out.length > 0 && out.at(-1) !== " ") out.push(" ");
  }
  places.push(out.length);
  if (to < characters.length) out.push("…");
  const moved = spans
    .filter((span) => span.end > from && span.start < to)
    .map((span) => ({
      start: places[Math.max(span.start, from) - from] ?? 0,
      end: places[Math.min(span.end, to) - from] ?? 0,
    }));
  return { text: out.join(""), spans: moved };
}
