import { findFigures } from "./figures.ts";

/** What kind of thing would answer: a date or time, a number, one that is no time, a length of time, or a name. */
export type AskedKind = "date" | "number" | "amount" | "duration" | "name";

/*
 * Only the plain question words of the common languages: a question that names its kind in another way gets no hint,
 * which costs nothing.
 */
const dateWords =
  /^(?:when|wann|cu[aá]ndo|quand|quando)\b|\b(?:what|which|in what|in which) (?:year|date|day|month|century|decade|time)\b|\b(?:welche[mrs]?|wie viel) (?:jahr|tag|datum|monat|jahrhundert|uhr)|\b(?:qu[eé]|en qu[eé]) (?:a[nñ]o|fecha|d[ií]a|mes|siglo)|(?<!\p{L})когда|каком (?:году|месяце|веке)|(?<!\p{L})(?:ne zaman|hangi yıl|hangi tarih)|什么时候|何时|哪一?年|几年|哪天|いつ/iu;
const amountWords =
  /\bhow (?:much|big|high|large|heavy|expensive)\b|\bwhat (?:is|was|does|did) (?:\w+ ){0,4}(?:cost|price|fee|amount)\b|\bwie ?(?:viel|hoch|gro(?:ß|ss)|teuer)\b|\bcu[aá]nto cuesta/iu;
const durationWords =
  /\bhow long (?:does|do|did|is|was|will|must|can|has|have|until)\b|\bhow many (?:seconds|minutes|hours|days|weeks|months|years)\b|\bwie ?lange\b|\bwie ?viele (?:stunden|tage|wochen|monate|jahre)\b|\bcu[aá]nto tiempo\b|(?<!\p{L})сколько времени|ne kadar sür|多长时间|多久/iu;
const numberWords =
  /\bhow (?:many|much|long|old|far|high|tall|big|large|often|deep|wide|fast|heavy)\b|\bwhat (?:percent|percentage|number|amount|age|population|price|distance)\b|\bwie ?(?:viele?n?|lang|lange|hoch|oft|alt|weit|gro(?:ß|ss)|teuer)\b|\bcu[aá]nt[oa]s?\b|\bcombien\b|(?<!\p{L})сколько|каков[аоы]? (?:численность|процент|количество)|(?<!\p{L})(?:kaç|ne kadar|yüzde kaç)|多少|几[个位岁次名]|百分之|いくつ|何人/iu;
const nameWords =
  /^(?:who|whom|whose|wer|wem|wen|wessen|qui[eé]n(?:es)?|qui|chi)\b|\b(?:what|which) (?:person|company|team|city|country|state|group|organi[sz]ation|president|king|queen|actor|player)\b|\b(?:de|a|por|con) qui[eé]n(?:es)?\b|(?<!\p{L})(?:кто|кого|кому|кем)(?!\p{L})|(?<!\p{L})(?:kim|kime|kimin|kimi)(?!\p{L})|谁|哪位|誰/iu;

/** The kind of thing a question asks for, null when its words do not say. */
export function askedKind(question: string): AskedKind | null {
  const text = question.trim();
  if (dateWords.test(text)) return "date";
  if (durationWords.test(text)) return "duration";
  if (amountWords.test(text)) return "amount";
  if (numberWords.test(text)) return "number";
  return nameWords.test(text) ? "name" : null;
}

const caseless = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Thai}/u;
const hanNumber = /[零一二两三四五六七八九十百千万亿]+(?=[年月日个位岁次名人天%])/u;

/**
 * True when the sentence holds something of that kind that the question does not hold itself.
 * Names are capitalised words inside the sentence; scripts without capitals give no hint for names.
 */
export function holdsKind(kind: AskedKind, sentence: string, question: string): boolean {
  if (kind === "name") {
    if (caseless.test(sentence)) return false;
    const asked = question.toLocaleLowerCase();
    for (const match of sentence.matchAll(/(?<=[\p{L}\p{N},;:(–-]\s*['"“„«]?)(?<!\p{L})\p{Lu}[\p{L}'’-]+/gu)) {
      if (!asked.includes(match[0].toLocaleLowerCase())) return true;
    }
    return false;
  }
  if (caseless.test(sentence) && hanNumber.test(sentence)) return true;
  const known = new Set(findFigures(question).flatMap((figure) => figure.keys));
  return findFigures(sentence).some((figure) => {
    if (figure.keys.some((key) => known.has(key))) return false;
    const isNumber = figure.keys.some((key) => key.startsWith("n:"));
    if (kind === "number") return isNumber;
    // Units of time and of length: "how long" asks for either.
    if (kind === "duration") return isNumber && (figure.unit?.group === 0 || figure.unit?.group === 2);
    if (kind === "amount") return isNumber && figure.unit?.group !== 0 && !/^(?:1[5-9]|20)\d\d$/.test(figure.text);
    return figure.keys.some((key) => /^[dmot]:/.test(key) || /^n:(?:1[0-9]|20)\d\d$/.test(key));
  });
}
