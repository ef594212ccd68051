import { createCodePointMap } from "../platform/code-points.ts";
import { foldWord, normaliseWord } from "./normalise-word.ts";

/** A term with the span of the source that it stands for, in code points. */
export interface Term {
  term: string;
  start: number;
  end: number;
}

export interface Tokens {
  /** Every word of the text, in order. */
  words: Term[];
  /**
   * Pieces of camelCase and snake_case names, and a snake_case name as one word, so that each way of writing it finds
   * the others. Pieces of paths and dotted names are words already; a second time they measured worse.
   */
  identifiers: Term[];
}

/** A stretch of the source, in UTF-16 units, before it is made into terms. */
export interface Stretch {
  kind: "word" | "bigrams" | "segmented";
  text: string;
  start: number;
  end: number;
  /** The name this is a piece of, when only `_` stands between it and its neighbours; shared by its pieces. */
  name: Name | null;
}

/** A snake_case name, in UTF-16 units. */
interface Name {
  pieces: string[];
  start: number;
  end: number;
}

const underscore = 0x5f;

/*
 * Three ways to cut: scripts written without spaces whose words no rule finds become overlapping pairs of
 * characters (a one-character run stays), Thai and its kin go to the platform's dictionary, all else is cut
 * where letters and digits end. Thousands separators are inside a number; the rest of punctuation is not.
 */
const stretchPattern =
  /\p{Nd}{1,3}(?:[,.'’\u00A0\u202F]\p{Nd}{3})+(?![[\p{L}\p{N}]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]]|[,.]\p{Nd})|([[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}]&&[\p{L}\p{N}\p{M}]]+)|([[\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]&&[\p{L}\p{N}\p{M}]]+)|[[\p{L}\p{N}\p{M}\p{Co}\u00AD\u200C\u200D]--[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Hang}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]]+/gv;

/** The same pattern for text of the Latin alphabet, most text: classes of single characters take a third of the time. */
const latinPattern =
  /\d{1,3}(?:[,.'’\u00A0\u202F]\d{3})+(?![0-9A-Za-zªµº²³¹¼½¾À-ÖØ-öø-ɏ]|[,.]\d)|[0-9A-Za-zªµº²³¹¼½¾À-ÖØ-öø-ɏ\u00AD\u200C\u200D]+/g;
const onlyLatin = /^[\u0000-\u024F\u2000-\u206F]*$/;

/** Cuts a text into stretches; the same for every language. */
export function stretches(text: string): Stretch[] {
  const found: Stretch[] = [];
  let previous: Stretch | undefined;
  for (const match of text.matchAll(onlyLatin.test(text) ? latinPattern : stretchPattern)) {
    const start = match.index;
    const end = start + match[0].length;
    const kind = match[1] !== undefined ? "bigrams" : match[2] !== undefined ? "segmented" : "word";
    const stretch: Stretch = { kind, text: match[0], start, end, name: null };
    if (previous !== undefined && previous.end === start - 1 && text.charCodeAt(previous.end) === underscore) {
      previous.name ??= { pieces: [previous.text], start: previous.start, end: previous.end };
      stretch.name = previous.name;
      stretch.name.pieces.push(stretch.text);
      stretch.name.end = end;
    }
    found.push(stretch);
    previous = stretch;
  }
  return found;
}

/** Terms of one stretch, spans in UTF-16 units of the source. */
export function stretchTerms(stretch: Stretch, language: string | null): Term[] {
  if (stretch.kind === "bigrams") return bigrams(stretch);
  if (stretch.kind === "segmented") return segments(stretch);
  const number = /^\p{Nd}+(?:[,.'’\u00A0\u202F]\p{Nd}+)+$/u.test(stretch.text);
  const term = number ? foldWord(stretch.text.replace(/[^\p{Nd}]/gu, "")) : normaliseWord(stretch.text, language);
  return term === "" ? [] : [{ term, start: stretch.start, end: stretch.end }];
}

/** A base character with what belongs on it, so that a voicing mark is not a character of its own. */
const unitPattern = /\P{M}[\p{M}\uFF9E\uFF9F]*|\p{M}+/gu;

function bigrams(stretch: Stretch): Term[] {
  const units: Term[] = [];
  for (const match of stretch.text.matchAll(unitPattern)) {
    const term = foldWord(match[0]);
    const start = stretch.start + match.index;
    if (term !== "") units.push({ term, start, end: start + match[0].length });
  }
  if (units.length < 2) return units;
  const pairs: Term[] = [];
  for (let index = 1; index < units.length; index += 1) {
    const first = units[index - 1] as Term;
    const second = units[index] as Term;
    pairs.push({ term: first.term + second.term, start: first.start, end: second.end });
  }
  return pairs;
}

let segmenter: Intl.Segmenter | undefined;

function segments(stretch: Stretch): Term[] {
  segmenter ??= new Intl.Segmenter("th", { granularity: "word" });
  const terms: Term[] = [];
  for (const part of segmenter.segment(stretch.text)) {
    const term = part.isWordLike === true ? foldWord(part.segment) : "";
    const start = stretch.start + part.index;
    if (term !== "") terms.push({ term, start, end: start + part.segment.length });
  }
  return terms;
}

const humpBounds =
  /(?<=[\p{Ll}\p{Nd}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})|(?<=\p{L})(?=\p{Nd})|(?<=\p{Nd})(?=\p{L})/u;
const mayHaveHumps = /^\p{L}[\p{L}\p{N}]*(?:[\p{Ll}\p{Nd}]\p{Lu}|\p{Lu}{2}\p{Ll}|\p{L}\p{Nd})/u;

/** Pieces of an identifier and a snake_case name whole, spans in UTF-16 units; none for a plain word. */
export function identifierTerms(stretch: Stretch): Term[] {
  if (stretch.kind !== "word") return [];
  const { name } = stretch;
  const pieces = mayHaveHumps.test(stretch.text) ? stretch.text.split(humpBounds) : [stretch.text];
  if (pieces.length === 1 && name === null) return [];
  const terms: Term[] = [];
  if (name !== null && name.start === stretch.start) {
    terms.push({ term: normaliseWord(name.pieces.join(""), "en"), start: name.start, end: name.end });
  }
  let start = stretch.start;
  for (const piece of pieces) {
    const term = normaliseWord(piece, "en");
    if (piece.length > 1 && term !== "") terms.push({ term, start, end: start + piece.length });
    start += piece.length;
  }
  return terms;
}

/**
 * Terms of a text in its language (BCP 47 primary tag, null when unknown), the same for index, query and
 * highlighter. Spans are code points of `text`.
 */
export function tokenise(text: string, language: string | null): Tokens {
  const map = createCodePointMap(text);
  const inCodePoints = ({ term, start, end }: Term): Term => ({
    term,
    start: map.toCodePoint(start),
    end: map.toCodePoint(end),
  });
  const words: Term[] = [];
  const identifiers: Term[] = [];
  for (const stretch of stretches(text)) {
    for (const term of stretchTerms(stretch, language)) words.push(inCodePoints(term));
    for (const term of identifierTerms(stretch)) identifiers.push(inCodePoints(term));
  }
  return { words, identifiers };
}
