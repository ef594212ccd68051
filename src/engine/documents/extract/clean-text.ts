import type { Span } from "./extracted.ts";

/*
 * Characters that show nothing and can hide words from a reader, or words from a search: soft hyphen, zero-width
 * characters, bidi controls, invisible operators, byte order marks, annotation marks and the tag characters of plane 14.
 */
const invisible = /[\u00AD\u180E\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFEFF\uFFF9-\uFFFB]|[\u{E0000}-\u{E007F}]/gu;
const control = /[\u0000-\u0008\u000B\u000E-\u001F\u007F-\u009F]/g;
/** Pictures of bullets in the private area of the Symbol and Wingdings fonts. */
const symbolBullet = /[\uF0A7\uF0B7\uF0D8\uF076]/g;

/** NFC, "\n" line ends, no control or invisible characters; lone surrogates become the replacement character. */
export function cleanText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, "\n")
    .replace(control, "")
    .replace(invisible, "")
    .replace(symbolBullet, "\u2022")
    .replace(/[\u00A0\u202F\u2007]/g, " ")
    .toWellFormed()
    .normalize("NFC");
}

/** For text of one line: white space of any kind and length becomes one space. */
export function cleanInline(text: string): string {
  return cleanText(text).replace(/\s+/g, " ");
}

const suspicious =
  /[\u200B\u2060-\u2064\uFEFF]+|[\u202D\u202E\u2066-\u2069]+|(?<=[A-Za-z])[\u200C\u200D]+(?=[A-Za-z])|(?<!\u{1F3F4})(?<![\u{E0000}-\u{E007F}])[\u{E0000}-\u{E007F}]+/gu;

/**
 * Spans of invisible characters in a text that is kept as it is. Joiners inside emoji and in scripts that need them,
 * and the tags of flag emoji, are no hiding place and are left alone.
 */
export function invisibleSpans(text: string): Span[] {
  return [...text.matchAll(suspicious)].map((match) => ({ start: match.index, end: match.index + match[0].length }));
}
