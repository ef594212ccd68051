import snowball from "snowball-stemmers";

/** Raised when terms change in a way that makes stored ones stale. */
export const termVersion = 1;

const stemmerNames: Record<string, string> = {
  ar: "arabic",
  cs: "czech",
  da: "danish",
  de: "german",
  en: "english",
  es: "spanish",
  eu: "basque",
  fi: "finnish",
  fr: "french",
  ga: "irish",
  hu: "hungarian",
  hy: "armenian",
  it: "italian",
  nb: "norwegian",
  nl: "dutch",
  nn: "norwegian",
  no: "norwegian",
  pt: "portuguese",
  ro: "romanian",
  ru: "russian",
  sl: "slovene",
  sv: "swedish",
  ta: "tamil",
  tr: "turkish",
};

/** Languages of other scripts: a Latin word in such a text is nearly always English. */
const notLatin = new Set(
  "ar be bg bn el fa gu he hi hy ja ka km kn ko lo ml mn mr my ne pa ru si sr ta te th uk ur zh".split(" "),
);
const cyrillicLanguages = new Set("be bg kk ky mk mn ru sr tg uk".split(" "));

/** Letters that Unicode does not take apart, but that people type without their stroke. */
const plainLetters: Record<string, string> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  ł: "l",
  ħ: "h",
  ı: "i",
  þ: "th",
  ς: "σ",
};
const strokes = /[ßæœøđðłħıþς]/gu;
/** Marks of scripts whose words stay readable without them; the vowels of Thai or Hindi are left alone. */
const droppableMarks =
  /(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Hebrew}]\p{M}*)\p{Mn}+|^\p{Mn}+/gu;
const notInWords = /[^\p{L}\p{N}\p{M}\p{Co}]+/gu;
const otherDigits = /[٠-٩۰-۹०-९]/gu;
const onlyAscii = /^[\u0021-\u007e]*$/;
const hasCyrillic = /\p{Script=Cyrillic}/u;
const hasLatin = /\p{Script=Latin}/u;

type Stemmer = { stem(word: string): string };
const stemmers = new Map<string, Stemmer | null>();

function stemmerFor(language: string): Stemmer | null {
  let stemmer = stemmers.get(language);
  if (stemmer === undefined) {
    const name = stemmerNames[language];
    stemmer = name === undefined ? null : snowball.newStemmer(name);
    stemmers.set(language, stemmer);
  }
  return stemmer;
}

/** Takes case, width and diacritics away, and nothing else. */
export function foldWord(word: string): string {
  if (onlyAscii.test(word)) return word.toLowerCase();
  return word
    .normalize("NFKC")
    .toLowerCase()
    .normalize("NFKD")
    .replace(notInWords, "")
    .replace(droppableMarks, "")
    .replace(strokes, (letter) => plainLetters[letter] ?? letter)
    .replace(otherDigits, plainDigit)
    .normalize("NFC");
}

/** Devanagari's zero lies at the sixth of its row of 16 code points, the Arabic zeros at the start of theirs. */
function plainDigit(digit: string): string {
  const code = digit.codePointAt(0) as number;
  return String((code % 16) - (code >= 0x0966 ? 6 : 0));
}

/** Which stemmer a word gets: its text's, unless its script says that it comes from another language. */
function stemLanguage(word: string, language: string): string {
  if (onlyAscii.test(word)) return notLatin.has(language) ? "en" : language;
  if (hasCyrillic.test(word)) return cyrillicLanguages.has(language) ? language : "ru";
  if (notLatin.has(language) && hasLatin.test(word)) return "en";
  return language;
}

const hasLetter = /\p{L}/u;

/** Surface to term by language, so that a word is stemmed once and not at each occurrence. */
const known = new Map<string, Map<string, string>>();
const mostKnown = 100_000;

/**
 * The term that stands for a word in index, query and highlighter: NFKC, lower case, Snowball stem of the text's
 * language (BCP 47 primary tag; null counts as English), then diacritics off. Stems come before folding because
 * Snowball's rules need the accents. Empty when nothing of the word is left.
 */
export function normaliseWord(word: string, language: string | null): string {
  const tag = language ?? "en";
  let terms = known.get(tag);
  if (terms === undefined || terms.size >= mostKnown) {
    terms = new Map();
    known.set(tag, terms);
  }
  let term = terms.get(word);
  if (term === undefined) {
    term = makeTerm(word, tag);
    terms.set(word, term);
  }
  return term;
}

function makeTerm(word: string, language: string): string {
  const composed = word.normalize("NFKC").replace(/[\u00AD\u200C\u200D]/gu, "");
  const lower = language === "tr" || language === "az" ? composed.toLocaleLowerCase("tr") : composed.toLowerCase();
  const stemmer = hasLetter.test(lower) ? stemmerFor(stemLanguage(lower, language)) : null;
  // Snowball's Russian rules know no ё; most writers put е.
  const stem = stemmer === null ? lower : stemmer.stem(lower.replaceAll("ё", "е"));
  return foldWord(stem === "" ? lower : stem);
}
