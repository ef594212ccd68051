/** Half-open span in UTF-16 indices of the text given (not code points). */
export interface SentenceSpan {
  start: number;
  end: number;
}

/*
 * Unicode's rules (UAX #29, by Intl.Segmenter) cut after every "Dr. ", "No. 5" and "3. Mai". The parts they give are
 * joined again where the first can't be a whole sentence.
 */
const abbreviations = new Set(
  (
    "dr mr mrs ms prof sr jr st rev hon gen col capt lt sgt messrs mme mlle vs etc no nos nr vol pp fig figs eq ref refs " +
    "sec ch ed eds al cf ca approx dept est inc ltd co corp bros art para par tel ext max min jan feb mar apr jun jul " +
    "aug sept sep oct nov dec e.g i.e a.m p.m ph.d " +
    "bzw ca evtl ggf inkl exkl usw vgl abs abb bd hrsg str tel z.b d.h u.a o.ä i.d.r u.u z.t s.o s.u frl hr fr dipl ing " +
    "p.ex av bd m mm mlles env chap " +
    "sra dña ud uds núm pág págs art avda ej p.ej " +
    "т.е т.д т.п т.к г гг ул д кв руб коп см стр рис им"
  ).split(" "),
);

const months =
  /^(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember|január|leden|janvier|enero)/i;
const germanBeforeOrdinal =
  /(?:^|[\s(])(?:der|die|das|dem|den|des|im|am|zum|zur|vom|bis|ein|eine|einer|einem|jeder|jede|jedes|ab|seit)\s+\d{1,2}\.$/i;
/** Words that open a sentence even after an abbreviation that could stand at the end of one. */
const openers = new Set(
  "the he she it they we you i in on at this that these those but and however if when as a an der die das er sie es wir ein eine".split(
    " ",
  ),
);
const terminator = /[.!?…。！？｡;:：；]["'”’»)\]」』）]*$/u;
const listMarker = /^(?:[-*•‣◦–—|#>]|\(?\d{1,3}[.)]\s|\(?[a-z][.)]\s)/iu;
/** A line at least this long that ends in the middle of a sentence was wrapped, not finished. */
const wrappedLineLength = 60;

const segmenters = new Map<string, Intl.Segmenter>();

function segmenterFor(locale: string): Intl.Segmenter {
  let segmenter = segmenters.get(locale);
  if (segmenter === undefined) {
    segmenter = new Intl.Segmenter(locale, { granularity: "sentence" });
    segmenters.set(locale, segmenter);
  }
  return segmenter;
}

function firstWord(text: string): string {
  return /[\p{L}\p{M}\p{N}'’]+/u.exec(text.slice(0, 60))?.[0] ?? "";
}

/** True when the sentence that ends with `left` goes on with `right`. Both are trimmed; `gap` stood between them. */
function goesOn(left: string, gap: string, right: string, locale: string): boolean {
  const lineBreaks = gap.split("\n").length - 1;
  if (lineBreaks > 1 || gap.includes("\u2029")) return false;
  const opensLower = /^["'“„«([]*\p{Ll}/u.test(right);
  if (lineBreaks === 1) {
    if (listMarker.test(right)) return false;
    if (!terminator.test(left)) {
      const line = left.slice(left.lastIndexOf("\n") + 1);
      return opensLower || line.length >= wrappedLineLength;
    }
  }
  if (!left.endsWith(".")) return false;
  if (opensLower) return true;
  // Only a number or letter so far: the marker of a list item.
  if (/^\(?(?:\d{1,3}|\p{L})\.$/u.test(left)) return true;
  const lastWord = /(?:^|[\s(["“„'’«/-])([^\s(["“„'’«/]+)\.$/u.exec(left.slice(-40))?.[1] ?? "";
  if (/^\d{1,2}$/.test(lastWord)) {
    return months.test(right) || (locale.startsWith("de") && germanBeforeOrdinal.test(left));
  }
  if (abbreviations.has(lastWord.toLowerCase())) return !(lastWord.length > 2 && endsLikeASentence(lastWord, right));
  // "z. B.", "p. 12"
  if (/^\p{L}$/u.test(lastWord) && /^(?:\d|\p{L}\.)/u.test(right)) return true;
  // An initial or letters with points: "J. Smith", "U.S. Government", but not "in the U.S. The".
  if (/^\p{Lu}$/u.test(lastWord) || /^(?:\p{L}\.)+\p{L}$/u.test(lastWord)) {
    return !openers.has(firstWord(right).toLowerCase());
  }
  return false;
}

/** "etc. The" and "a.m. He" end a sentence; "Dr. The" does not occur. */
function endsLikeASentence(word: string, right: string): boolean {
  return (
    /^(?:etc|usw|inc|ltd|corp|co|a\.m|p\.m|ph\.d|al|т\.д|т\.п)$/i.test(word) &&
    openers.has(firstWord(right).toLowerCase())
  );
}

/**
 * The sentences of a text in order, without the white space around them; what lies between two is white space only.
 * A blank line always ends a sentence, a list marker starts one. Spans are UTF-16 indices: `text.slice(start, end)`.
 * `language` is a BCP 47 tag or null.
 */
export function sentenceSpans(text: string, language: string | null = null): SentenceSpan[] {
  const locale = language ?? "en";
  const spans: SentenceSpan[] = [];
  let opening: number | null = null;
  for (const part of segmenterFor(locale).segment(text)) {
    const trimmed = part.segment.trimEnd();
    const start = opening ?? part.index + part.segment.length - part.segment.trimStart().length;
    // Without a space between, the rules leave an opening bracket with the sentence before it.
    const bracket = /(?<=[。！？｡!?.])[「『（《〈【“‘]+$/u.exec(trimmed);
    const end = part.index + (bracket?.index ?? trimmed.length);
    opening = bracket === null ? null : end;
    if (end <= start) continue;
    const last = spans.at(-1);
    if (
      last !== undefined &&
      // A slice is enough for the rules and keeps a text of one endless sentence linear.
      goesOn(
        text.slice(Math.max(last.start, last.end - 400), last.end),
        text.slice(last.end, start),
        text.slice(start, Math.min(end, start + 80)),
        locale,
      )
    ) {
      last.end = end;
    } else {
      spans.push({ start, end });
    }
  }
  return spans;
}

/** The sentences themselves; see `sentenceSpans`. */
export function sentencesOf(text: string, language: string | null = null): string[] {
  return sentenceSpans(text, language).map((span) => text.slice(span.start, span.end));
}
