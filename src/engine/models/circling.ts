/** Han, kana and Thai are written without spaces, so there a character counts as a word. */
const wordPattern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]|[\p{L}\p{M}\p{N}]+/gu;
const letter = /\p{L}/u;
const longestPeriod = 120;
const wordsKept = 480;
/** A period of so many words, a paragraph, is a loop when it comes the third time. */
const paragraphWords = 24;
const longestWord = 400;
/** A sentence shorter than this many characters may well come again: "Yes.", "| 0 | 0 |". */
const shortestSentence = 24;
/** So many among the last few, or in the whole: a form repeats a line now and then without going in circles. */
const closeRepeats = 4;
const closeSentences = 6;
const allRepeats = 7;
/** Leading list marks and table edges differ between copies of one sentence. */
const listMark = /^[\s>|*+\-–•#]*(?:\(?\d{1,4}[.):]|[a-z][.)])?[\s*_|]*/i;

export interface CirclingDetector {
  /** Takes the next text of the stream; true as soon as the whole has begun to repeat itself. */
  push(text: string): boolean;
}

/** Rounds of a period that make it a loop: a long one is clear soon, one word or bare numbers stand in tables too. */
function roundsNeeded(period: readonly string[]): number {
  if (!period.some((word) => letter.test(word))) return Math.max(4, Math.ceil(60 / period.length));
  if (period.length >= paragraphWords) return 3;
  return period.length >= 4 ? 4 : Math.ceil(24 / period.length);
}

function endsInLoop(words: readonly string[]): boolean {
  for (let period = 1; period <= longestPeriod && period * 3 <= words.length; period += 1) {
    let same = 0;
    for (let index = words.length - 1; index >= period && words[index] === words[index - period]; index -= 1) same += 1;
    const rounds = same / period + 1;
    if (rounds >= 3 && rounds >= roundsNeeded(words.slice(-period))) return true;
  }
  return false;
}

/**
 * Finds a model that repeats itself: the same run of words four times on end (a paragraph three times), or the same
 * sentence four times among six. Numbers count as words, so counting, tables and lists whose items differ never look like a loop.
 */
export function createCirclingDetector(): CirclingDetector {
  const words: string[] = [];
  const seen = new Map<string, number>();
  const last: string[] = [];
  /** Ends of the stream that the next piece may go on with: of a word, of a sentence. */
  let openWord = "";
  let openSentence = "";

  const takeWords = (text: string): boolean => {
    const all = openWord + text;
    const boundary = all.search(/[^\p{L}\p{M}\p{N}][\p{L}\p{M}\p{N}]*$/u);
    openWord = all.slice(boundary + 1);
    // One endless word has no end at which anything below would look at it.
    if (openWord.length > longestWord) return /(.{1,8}?)\1{39}$/u.test(openWord.slice(-longestWord));
    for (const match of all.slice(0, boundary + 1).matchAll(wordPattern)) {
      words.push(match[0].toLowerCase());
      if (words.length > wordsKept) words.shift();
      if (endsInLoop(words)) return true;
    }
    return false;
  };

  const takeSentence = (sentence: string): boolean => {
    const core = sentence.replace(listMark, "").replace(/\s+/g, " ").trim().toLowerCase();
    if (core === "") return false;
    last.push(core);
    if (last.length > closeSentences) last.shift();
    if (core.length < shortestSentence || !letter.test(core)) return false;
    const count = (seen.get(core) ?? 0) + 1;
    seen.set(core, count);
    return count >= allRepeats || last.filter((other) => other === core).length >= closeRepeats;
  };

  return {
    push(text) {
      let circling = takeWords(text);
      const sentences = (openSentence + text).split(/(?<=[.!?])(?=\s)|(?<=[。！？])|\n/u);
      openSentence = sentences.pop() ?? "";
      for (const sentence of sentences) circling = takeSentence(sentence) || circling;
      return circling;
    },
  };
}
