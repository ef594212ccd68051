/** A true sentence made false by one change, for measuring whether the support check notices. */
export interface Swap {
  sentence: string;
  from: string;
  to: string;
}

const numberPattern = /(?<![\p{L}\p{N}.,])\d+(?:[.,]\d+)*(?![\p{L}\p{N}])/gu;
/** A name: capitalised words in a row, not at the start of a sentence. */
const namePattern = /(?<=[\p{Ll}\p{N},;]['’]?\s)\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}[\p{L}'’-]+)*/gu;

const value = (written: string): string => written.replaceAll(",", "");

function swapOne(
  sentence: string,
  passage: string,
  pattern: RegExp,
  same: (a: string, b: string) => boolean,
  random: () => number,
): Swap | null {
  const own = [...sentence.matchAll(pattern)];
  const others = [...new Set([...passage.matchAll(pattern)].map((match) => match[0]))].filter(
    (other) => !own.some((match) => same(match[0], other)) && !sentence.includes(other),
  );
  if (own.length === 0 || others.length === 0) return null;
  const match = own[Math.floor(random() * own.length)] as RegExpExecArray;
  const to = others[Math.floor(random() * others.length)] as string;
  return {
    sentence: sentence.slice(0, match.index) + to + sentence.slice(match.index + match[0].length),
    from: match[0],
    to,
  };
}

/**
 * Replaces one number of a sentence by another number of the passage that the sentence lacks: the hardest kind of
 * wrong number, since a check that looks for it anywhere finds it. null when there is none to swap.
 */
export function swapNumber(sentence: string, passage: string, random: () => number): Swap | null {
  return swapOne(sentence, passage, numberPattern, (a, b) => value(a) === value(b), random);
}

/** The same with a name, which shares no word with the name that it replaces. */
export function swapName(sentence: string, passage: string, random: () => number): Swap | null {
  const words = (name: string): string[] =>
    name
      .toLowerCase()
      .replaceAll(/['’]s?\b/g, "")
      .split(/\s+/);
  const share = (a: string, b: string): boolean => words(a).some((word) => words(b).includes(word));
  return swapOne(sentence, passage, namePattern, share, random);
}
