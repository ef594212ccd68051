/** Enough for a sure answer, from the middle, where no letterhead and no licence text stands; characters. */
const sampleLength = 4_000;
/**
 * Fewer letters than this say too little: "Ottilie Varga repairs the piano in Mossgate." passes for Italian, and its
 * words would then be cut in a way that no English question finds.
 */
const fewestLetters = 100;

/** BCP 47 primary tag of the language most of `text` is written in, or null when it is short or unclear. */
export async function detectLanguage(text: string): Promise<string | null> {
  const from = Math.max(0, Math.floor((text.length - sampleLength) / 2));
  const sample = text.slice(from, from + sampleLength);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  const wide = sample.match(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu);
  if (letters < fewestLetters && (wide?.length ?? 0) < 10) return null;
  const { eld } = await import("eld/extrasmall");
  const result = eld.detect(sample);
  return result.language !== "" && result.isReliable() ? result.language : null;
}
