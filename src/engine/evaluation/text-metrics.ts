/*
 * Measures of texts. `tokenF1` is SQuAD's (Rajpurkar et al. 2016): overlap of word multisets; the normaliser strips
 * markup from both sides, since ground truths are written in Markdown and Docent keeps words.
 */

/** Words of a text without Markdown and HTML markup, case and punctuation; CJK characters are words of their own. */
export function plainWords(text: string): string[] {
  const bare = text
    .normalize("NFKC")
    .replaceAll(/<!--[\s\S]*?-->/g, " ")
    .replaceAll(/!\[([^\]]*)\]\([^)]*\)/g, " $1 ")
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, " $1 ")
    .replaceAll(/<\/?[a-z][^>]{0,400}>/gi, " ")
    .replaceAll(/&(?:nbsp|amp|lt|gt|quot|#\d+|#x[0-9a-f]+);/gi, (entity) => entities[entity.toLowerCase()] ?? " ")
    .toLowerCase();
  return (
    bare.match(
      /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{M}\p{N}])+/gu,
    ) ?? []
  );
}

const entities: Record<string, string> = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };

function counted(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

export interface Overlap {
  precision: number;
  recall: number;
  f1: number;
}

/** Overlap of two word lists as multisets. Two empty lists agree fully; one empty list agrees in nothing. */
export function wordOverlap(found: readonly string[], wanted: readonly string[]): Overlap {
  if (found.length === 0 && wanted.length === 0) return { precision: 1, recall: 1, f1: 1 };
  const wantedCounts = counted(wanted);
  let common = 0;
  for (const [word, count] of counted(found)) common += Math.min(count, wantedCounts.get(word) ?? 0);
  const precision = found.length === 0 ? 0 : common / found.length;
  const recall = wanted.length === 0 ? 0 : common / wanted.length;
  return { precision, recall, f1: common === 0 ? 0 : (2 * precision * recall) / (precision + recall) };
}

/** Token F1 of two texts, markup stripped from both, 0 to 1. */
export function tokenF1(found: string, wanted: string): number {
  return wordOverlap(plainWords(found), plainWords(wanted)).f1;
}

/** True when the words of `wanted` stand in a row in `text`. */
export function holdsWords(text: string, wanted: string): boolean {
  const words = plainWords(wanted);
  return words.length > 0 && ` ${plainWords(text).join(" ")} `.includes(` ${words.join(" ")} `);
}
