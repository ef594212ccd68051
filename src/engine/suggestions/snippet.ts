const longest = 160;
/** The mark of a Markdown heading with its blanks: it says nothing in running text. */
const headingMark = /^#{1,6}[ \t]+/gmu;

/** White space becomes single spaces; heading marks are left out. */
const oneLine = (text: string): string => text.replace(headingMark, "").replace(/\s+/gu, " ").trim();

/**
 * At most 160 characters of `text`, cut at word bounds, around the densest run of matches; "…" where it was cut.
 * `matches` are code-point spans in order.
 */
export function snippetOf(text: string, matches: readonly { start: number; end: number }[]): string {
  const points = [...text];
  const room = longest - 2;
  if (points.length <= longest) return oneLine(text);
  let bestStart = 0;
  let bestCount = -1;
  for (const match of matches) {
    const count = matches.filter((other) => other.start >= match.start && other.end <= match.start + room).length;
    if (count > bestCount) {
      bestCount = count;
      bestStart = match.start;
    }
  }
  let start = Math.max(0, Math.min(bestStart - 20, points.length - room));
  let end = Math.min(points.length, start + room);
  if (start > 0) while (start < end && !/\s/u.test(points[start - 1] as string)) start += 1;
  if (end < points.length) while (end > start && !/\s/u.test(points[end] as string)) end -= 1;
  if (end === start) {
    start = Math.max(0, Math.min(bestStart, points.length - room));
    end = start + room;
  }
  const cut = oneLine(points.slice(start, end).join(""));
  return `${start > 0 ? "…" : ""}${cut}${end < points.length ? "…" : ""}`;
}
