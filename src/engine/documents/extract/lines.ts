/** A line with its place in the text; the line end is not part of it. */
export interface Line {
  text: string;
  start: number;
  /** Where its characters end, before the line end. */
  end: number;
}

/** All lines of a text whatever their ends; offsets are UTF-16 indices. */
export function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    lines.push({ text: text.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), start, end: text.length });
  return lines;
}

/** The line's span without white space at both ends. */
export function trimmedSpan(line: Line): { start: number; end: number } {
  const start = line.start + (line.text.length - line.text.trimStart().length);
  return { start, end: start + line.text.trim().length };
}
