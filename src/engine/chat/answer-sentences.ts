import { sentenceSpans } from "../documents/sentences.ts";
import { blankMarkers } from "./markers.ts";

/** A possible end: a terminator with what closes after it and the markers that follow, or the end of a line. */
const possibleEnd = /[.!?…]+["'”’»)*_]*(?:[ \t]*\[\d{1,3}\])*(?=\s)|[。！？]+[”』」]?(?:[ \t]*\[\d{1,3}\])*|\n/g;

/**
 * Where the first sentence of a growing text ends (UTF-16 index, markers after it included), or null while that can't
 * be told. With `complete` the rest of the text is the last sentence.
 */
export function firstSentenceEnd(text: string, language: string | null, complete: boolean): number | null {
  const first = text.search(/\S/);
  if (first < 0) return null;
  possibleEnd.lastIndex = first;
  for (let match = possibleEnd.exec(text); match !== null; match = possibleEnd.exec(text)) {
    if (match[0] === "\n") return text.slice(0, match.index).trimEnd().length;
    const end = match.index + match[0].length;
    const rest = text.slice(end).trimStart();
    // A marker may still come, and only the next word tells an abbreviation from an end.
    if (rest === "" || (rest.startsWith("[") && !complete)) {
      if (text.slice(end).includes("\n")) return end;
      continue;
    }
    if (/^\[\d{1,3}\]/.test(rest)) continue;
    const spans = sentenceSpans(blankMarkers(text.slice(first, end + 80)), language);
    const firstEnd = spans[0]?.end ?? 0;
    if (spans.length > 1 && first + firstEnd <= end) return end;
  }
  return complete ? text.trimEnd().length : null;
}

/** What a sentence says, without markers, list signs and emphasis; "" for rules, fences and the like. */
export function plainSentence(text: string): string {
  return blankMarkers(text)
    .replaceAll(/^\s*(?:#{1,6}\s+|>\s*|[-*+•]\s+|\d{1,3}[.)]\s+|\|)+/gm, "")
    .replaceAll(/[*_`|]+/g, " ")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/\s+([.,;:!?])/g, "$1")
    .trim();
}

const refusals =
  /^(?:the (?:files|passages|documents|context|provided (?:passages|documents|files)) (?:do|does) not (?:say|contain|mention|answer|provide|state)|(?:this|it) is not (?:in|mentioned in) (?:the|your) (?:files|passages|documents)|i (?:do not|don't|cannot|can't|could not) (?:know|find|answer)|not in (?:the|your) files|die dateien sagen|das steht nicht|los archivos no dicen|les fichiers ne)/iu;

/** True for a sentence that says that the files hold no answer; it is no claim that could be checked. */
export function isRefusal(sentence: string): boolean {
  return refusals.test(sentence.trim());
}
