import { slicePoints } from "./code-points.ts";

interface Span {
  start: number;
  end: number;
}

export interface TextPart {
  text: string;
  marked: boolean;
}

/** Cuts a text into plain and marked parts; spans in code points, in any order, overlaps joined. */
export function markedParts(text: string, spans: readonly Span[]): TextPart[] {
  const parts: TextPart[] = [];
  let at = 0;
  const sorted = [...spans].sort((a, b) => a.start - b.start);
  for (const span of sorted) {
    const start = Math.max(span.start, at);
    if (span.end <= start) continue;
    if (start > at) parts.push({ text: slicePoints(text, at, start), marked: false });
    parts.push({ text: slicePoints(text, start, span.end), marked: true });
    at = span.end;
  }
  const rest = slicePoints(text, at, Number.MAX_SAFE_INTEGER);
  if (rest !== "") parts.push({ text: rest, marked: false });
  return parts;
}

/** Untrusted text with the matched words marked: text nodes only. */
export function MarkedText({ text, spans }: { text: string; spans: readonly Span[] }) {
  // A passage's parts never move, so their place is their key.
  return markedParts(text, spans).map((part, index) =>
    part.marked ? <mark key={index}>{part.text}</mark> : <span key={index}>{part.text}</span>,
  );
}
