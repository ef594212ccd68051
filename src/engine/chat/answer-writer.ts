import type { Citation, Sentence, Source } from "../../shared/answer-schemas.ts";
import { createCodePointMap } from "../platform/code-points.ts";
import { firstSentenceEnd, isRefusal, plainSentence } from "./answer-sentences.ts";
import type { SupportChecker, Verdict } from "./check-support.ts";
import { createMarkerResolver, markersIn } from "./markers.ts";

/** A sentence as it was written, with what the check says of it. UTF-16 indices of the whole text. */
interface WrittenSentence {
  start: number;
  end: number;
  cited: number[];
  verdict: Verdict;
}

export interface CheckedText {
  sentences: Sentence[];
  citations: Citation[];
  /** Everything that was written says that the files hold no answer. */
  refusal: boolean;
}

/** Takes a model's text as it comes and gives back what may be shown: resolved markers, code-attached citations. */
export interface AnswerWriter {
  feed(text: string): string;
  /** The end of the stream; after a stop the unfinished last sentence is kept but not checked. */
  finish(stopped: boolean): string;
  text(): string;
  words(): number;
  checked(): CheckedText;
}

/** `sources` are those that the model was given, in the order of the checker's passages. */
export function createAnswerWriter(options: {
  sources: readonly Source[];
  checker: SupportChecker;
  language: string | null;
  pageOf: (source: Source, start: number) => number | null;
}): AnswerWriter {
  const { sources, checker, language } = options;
  const placeOf = new Map(sources.map((source, index) => [source.number, index]));
  const resolver = createMarkerResolver((number) => placeOf.has(number));
  const written: WrittenSentence[] = [];
  let done = "";
  let current = "";
  let shown = 0;
  let refusals = 0;

  /** Checks a finished sentence and returns the marker that the code adds to it, "" when it needs none. */
  const conclude = (raw: string): string => {
    const plain = plainSentence(raw);
    if (!/[\p{L}\p{N}]/u.test(plain)) return "";
    if (isRefusal(plain)) {
      refusals += 1;
      return "";
    }
    const cited = markersIn(raw).filter((number) => placeOf.has(number));
    const places = cited.map((number) => placeOf.get(number) as number);
    let verdict = checker.check(plain, places.length > 0 ? places : undefined);
    let added = "";
    if (cited.length > 0 && verdict.support !== "supported") {
      // The words may stand in another passage: the citation is wrong, and the right one is named.
      const elsewhere = checker.check(plain);
      if (elsewhere.support === "supported") verdict = { ...elsewhere, support: "partly", missing: verdict.missing };
    } else if (cited.length === 0 && verdict.support === "supported" && verdict.closest !== null) {
      const number = sources[verdict.closest.passage]?.number as number;
      cited.push(number);
      added = ` [${number}]`;
    }
    const start = done.length + raw.search(/\S/);
    written.push({ start, end: done.length + raw.length + added.length, cited, verdict });
    return added;
  };

  const advance = (complete: boolean): string => {
    let out = "";
    for (;;) {
      const end = firstSentenceEnd(current, language, complete);
      if (end === null || end === 0) break;
      const sentence = current.slice(0, end);
      const added = conclude(sentence);
      out += sentence.slice(shown) + added;
      done += sentence + added;
      current = current.slice(end);
      shown = 0;
    }
    // Blanks wait: a citation may have to stand before them.
    const safe = current.trimEnd().length;
    if (safe > shown) {
      out += current.slice(shown, safe);
      shown = safe;
    }
    return out;
  };

  const citationOf = (number: number, windows: readonly { start: number; end: number }[]): Citation => {
    const source = sources[placeOf.get(number) as number] as Source;
    const length = [...source.text].length;
    const start = windows.length === 0 ? 0 : Math.min(...windows.map((window) => window.start));
    const end = windows.length === 0 ? length : Math.max(...windows.map((window) => window.end));
    return {
      number,
      passageId: source.passageId,
      documentId: source.documentId,
      start: source.start + start,
      end: source.start + end,
      page: options.pageOf(source, source.start + start),
      text: [...source.text].slice(start, end).join(""),
    };
  };

  return {
    feed(text) {
      current += resolver.feed(text);
      return advance(false);
    },
    finish(stopped) {
      current += resolver.finish();
      let out = advance(!stopped);
      const rest = current.trimEnd();
      out += rest.slice(shown);
      done += rest;
      current = "";
      shown = 0;
      return out;
    },
    text: () => done + current.slice(0, shown),
    words: () => (done.match(/[\p{L}\p{N}]+/gu) ?? []).length,
    checked() {
      const map = createCodePointMap(done);
      const windows = new Map<number, { start: number; end: number }[]>();
      const sentences = written.map(({ start, end, cited, verdict }): Sentence => {
        const text = done.slice(start, end);
        for (const number of cited) {
          const window = checker.check(plainSentence(text), [placeOf.get(number) as number]).closest;
          windows.set(number, [...(windows.get(number) ?? []), ...(window === null ? [] : [window])]);
        }
        return {
          start: map.toCodePoint(start),
          end: map.toCodePoint(end),
          text,
          support: verdict.support,
          citations: cited,
          missing: verdict.missing,
          closest: verdict.closest === null ? null : (sources[verdict.closest.passage]?.number ?? null),
        };
      });
      const citations = [...windows].map(([number, found]) => citationOf(number, found));
      return { sentences, citations, refusal: refusals > 0 && written.length === 0 };
    },
  };
}
