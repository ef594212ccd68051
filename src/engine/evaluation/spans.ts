/** Half-open span [start, end) of one document, in code points. */
export interface DocumentSpan {
  document: string;
  start: number;
  end: number;
}

/** True when both spans share at least one character of one document. */
export function overlaps(a: DocumentSpan, b: DocumentSpan): boolean {
  return a.document === b.document && Math.min(a.end, b.end) > Math.max(a.start, b.start);
}

/** Characters of `target` that lie in at least one of `spans`; text that several of them hold counts once. */
export function coveredCharacters(target: DocumentSpan, spans: readonly DocumentSpan[]): number {
  const parts = spans
    .filter((span) => overlaps(target, span))
    .map((span) => ({ start: Math.max(span.start, target.start), end: Math.min(span.end, target.end) }))
    .sort((a, b) => a.start - b.start);
  let covered = 0;
  let reached = target.start;
  for (const part of parts) {
    if (part.end <= reached) continue;
    covered += part.end - Math.max(part.start, reached);
    reached = part.end;
  }
  return covered;
}

/** Share of all evidence characters that lie in `spans`, 0 to 1; null without evidence. */
export function evidenceShare(evidence: readonly DocumentSpan[], spans: readonly DocumentSpan[]): number | null {
  const total = evidence.reduce((sum, span) => sum + (span.end - span.start), 0);
  if (total === 0) return null;
  return evidence.reduce((sum, span) => sum + coveredCharacters(span, spans), 0) / total;
}

/**
 * The passages that fit into a context of `budget` characters: in ranked order, one that does not fit is skipped,
 * and text that a chosen passage already holds is not paid again (recipe of Docent's own context).
 */
export function fillContext(ranked: readonly DocumentSpan[], budget: number): DocumentSpan[] {
  const chosen: DocumentSpan[] = [];
  let used = 0;
  for (const span of ranked) {
    const cost = span.end - span.start - coveredCharacters(span, chosen);
    if (used + cost > budget) continue;
    used += cost;
    chosen.push(span);
  }
  return chosen;
}

/** True when `spans` together hold at least `share` of the characters of one evidence span. */
export function holdsEvidence(
  evidence: readonly DocumentSpan[],
  spans: readonly DocumentSpan[],
  share: number,
): boolean {
  return evidence.some((item) => coveredCharacters(item, spans) >= share * (item.end - item.start));
}
