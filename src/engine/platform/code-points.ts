/*
 * Offsets in the databases and on every wire are Unicode code points; JavaScript strings count UTF-16 units.
 * Text without surrogates, nearly all of it, takes the quick way where both are the same number.
 */
const surrogate = /[\uD800-\uDFFF]/;

/** Length of `text` in code points. */
export function countCodePoints(text: string): number {
  if (!surrogate.test(text)) return text.length;
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** Converts UTF-16 indices of one text to code points; made once a text because it walks it once. */
export function createCodePointMap(text: string): {
  toCodePoint(index: number): number;
  toIndex(codePoint: number): number;
} {
  if (!surrogate.test(text)) return { toCodePoint: (index) => index, toIndex: (codePoint) => codePoint };
  /** Index of the high surrogate of each pair, in order. */
  const pairs: number[] = [];
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xd800 && unit <= 0xdbff && index + 1 < text.length) {
      const low = text.charCodeAt(index + 1);
      if (low >= 0xdc00 && low <= 0xdfff) {
        pairs.push(index);
        index += 1;
      }
    }
  }
  const pairsBefore = (index: number): number => {
    let low = 0;
    let high = pairs.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[middle] as number) < index) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return {
    toCodePoint: (index) => index - pairsBefore(index),
    toIndex(codePoint) {
      let low = 0;
      let high = pairs.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        // The pair at `middle` starts at code point pairs[middle] - middle.
        if ((pairs[middle] as number) - middle < codePoint) low = middle + 1;
        else high = middle;
      }
      return codePoint + low;
    },
  };
}

/** The part of `text` from code point `start` up to, not including, `end`. */
export function sliceCodePoints(text: string, start: number, end: number): string {
  if (!surrogate.test(text)) return text.slice(start, end);
  const map = createCodePointMap(text);
  return text.slice(map.toIndex(start), map.toIndex(end));
}
