/** How much text stands around a highlight before more is asked for, in code points. */
export const windowBefore = 6_000;
export const windowAfter = 14_000;
export const windowStep = 20_000;

export interface Span {
  start: number;
  end: number;
}

/** The part of a long document that is loaded at first: the highlight with text around it. */
export function firstWindow(span: Span, characters: number): Span {
  return { start: Math.max(0, span.start - windowBefore), end: Math.min(characters, span.end + windowAfter) };
}

export interface HighlightPart {
  text: string;
  kind: "none" | "active" | "other";
}

/**
 * Cuts a loaded part of a document for its highlights. Spans are code points of the document; the active one wins
 * where both meet.
 */
export function highlightParts(
  loaded: Span & { text: string },
  active: Span | null,
  others: readonly Span[],
): HighlightPart[] {
  const characters = [...loaded.text];
  const edges = new Set<number>([0, characters.length]);
  const inside = (value: number): number => Math.min(Math.max(value - loaded.start, 0), characters.length);
  for (const span of [...others, ...(active ? [active] : [])]) {
    edges.add(inside(span.start));
    edges.add(inside(span.end));
  }
  const sorted = [...edges].sort((a, b) => a - b);
  const within = (span: Span, at: number): boolean => at >= span.start - loaded.start && at < span.end - loaded.start;
  const parts: HighlightPart[] = [];
  for (let index = 0; index + 1 < sorted.length; index += 1) {
    const from = sorted[index] ?? 0;
    const kind = active && within(active, from) ? "active" : others.some((one) => within(one, from)) ? "other" : "none";
    const text = characters.slice(from, sorted[index + 1]).join("");
    const last = parts.at(-1);
    if (last?.kind === kind) last.text += text;
    else parts.push({ text, kind });
  }
  return parts;
}
