import { foldWord } from "../retrieval/normalise-word.ts";
import { isStopWord } from "../retrieval/stop-words.ts";
import { monthNames } from "./number-words.ts";

export interface Resolved {
  query: string;
  completedFrom: string | null;
}

/** Opens a question that leans on the one before: "and in 2023?", "what about the deposit?", "why?" */
const continues =
  /^[¿¡"“„]*(?:and|or|but|also|then|so|what about|how about|what else|anything else|why(?: not)?\s*[?.!]*$|und|oder|aber|auch|was ist mit|wie ist es mit|wie sieht es mit|y|pero|o|qué hay de|qué pasa con|también|et|mais|ou|qu'en est-il|e|ma|а|и|но|а что|ve|peki|ya|那么?|还有|呢)(?![\p{L}\p{N}])/iu;
/** Stands for something named before, when the question itself names nothing that it could mean. */
const pointsBack =
  /(?<![\p{L}\p{N}])(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|this|these|those|that one|the same|the former|the latter|er|ihn|ihm|sein|seine|seinen|sie|ihr|ihre|dies|diese[rsnm]?|dessen|deren|dasselbe|él|ella|ellos|ellas|su|sus|esto|eso|este|esta|esos|esas|lo mismo|il|elle|ils|elles|son|sa|ses|leur|cela|celui-ci|он|она|оно|они|его|её|их|это|этот|эта|эти|bu|bunun|onun|onlar|onların|aynı)(?![\p{L}\p{N}])|它|他们?|她|这个?|那个|其/iu;
/** "It" of weather, time and "is it true that" points to nothing. */
const emptyIt =
  /(?:^|\s)(?:is|was) it (?:true|possible|allowed|legal|necessary|ok)|gibt es|es gibt|is there|are there/iu;

const languages = ["en", "de", "es", "fr", "it", "ru", "tr"];
const askWords = new Set(
  "who what when where why how much many long often old which wer was wann wo warum wie viel viele lange welche welcher welches qué quién cuándo dónde cuánto cuántos cómo cuál que quien cuando donde qui quoi quand où combien comment кто что когда где почему сколько как kim ne zaman nerede neden kaç nasıl about the is are".split(
    " ",
  ),
);

function tellingWords(text: string): string[] {
  return (text.match(/[\p{L}\p{N}][\p{L}\p{N}'’.-]*/gu) ?? []).filter((word) => {
    const folded = foldWord(word);
    return !askWords.has(word.toLowerCase()) && !languages.some((language) => isStopWord(folded, language));
  });
}

const year = /(?<!\d)(?:1[5-9]|20)\d\d(?!\d)/g;

/** Puts a new year or month into the old question instead of beside it. */
function replaceTime(previous: string, question: string): string | null {
  const words = tellingWords(question);
  const isTime = (word: string) => word.match(year) !== null || monthNames.has(word.toLowerCase());
  if (words.length === 0 || !words.every(isTime)) return null;
  let result = previous;
  const [oldYears, newYears] = [previous.match(year), question.match(year)];
  if (newYears) {
    if (oldYears?.length !== 1 || newYears.length !== 1) return null;
    result = result.replace(oldYears[0], newYears[0]);
  }
  const newMonth = words.find((word) => monthNames.has(word.toLowerCase()));
  if (newMonth !== undefined) {
    const oldMonth = tellingWords(previous).find((word) => monthNames.has(word.toLowerCase()));
    if (oldMonth === undefined) return null;
    result = result.replace(oldMonth, newMonth);
  }
  return result;
}

/**
 * Completes a question that does not stand alone from the one asked before it; several follow-ups in a row reach back
 * to the question they all lean on. Rules only: an opening that continues, a word that points back, or too few words
 * of its own.
 */
export function resolveFollowUp(question: string, previousQuestions: readonly string[]): Resolved {
  const previous = previousQuestions.at(-1);
  if (previous === undefined || !leans(question)) return { query: question, completedFrom: null };
  const base = resolveFollowUp(previous, previousQuestions.slice(0, -1)).query;
  const replaced = replaceTime(base, question);
  if (replaced !== null) return { query: replaced, completedFrom: previous };
  const bare = base.replace(/[?？.!]+\s*$/, "");
  return { query: `${bare}. ${question}`, completedFrom: previous };
}

/** True when a question needs the one before it to be understood. */
export function leans(question: string): boolean {
  const text = question.trim();
  const telling = tellingWords(text);
  if (continues.test(text) && telling.length <= 6) return true;
  if (/呢[？?]?$/.test(text)) return true;
  if (pointsBack.test(text) && !emptyIt.test(text) && telling.length <= 5) {
    // A name in the question is most likely what the pronoun means: "When did Tesla sell his patents?"
    return !/(?<=\p{L}[\p{L} ,]*\s)\p{Lu}\p{L}+/u.test(text) || /^(?:[Ii]t|[Tt]hey|[Hh]e|[Ss]he)\b/.test(text);
  }
  const caseless = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Thai}/u.test(text);
  return (
    !caseless && telling.length === 0 && /[?]\s*$|^(?:why|how|when|where|who|warum|wann|wo|wie|wer)\b/iu.test(text)
  );
}
