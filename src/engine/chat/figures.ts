import { monthNames, numberWords, oneWords, ordinalWords, scaleWords, units } from "./number-words.ts";

/** A number, date, time or identifier of a text, in a form in which two spellings of the same thing are equal. */
export interface Figure {
  /** As it stands in the text. */
  text: string;
  /** UTF-16 indices. */
  start: number;
  end: number;
  /** All readings: "n:1900", "o:3", "d:2024-05-03", "m:5", "t:14:30", "i:AB-12"; two figures agree when they share one. */
  keys: string[];
  /** Keys of the single parts of a date, for evidence that spells them apart. */
  parts: string[];
  unit: { group: number; unit: number } | null;
  /** "one" before a unit, which may be an article: wrong only where the evidence has another figure of the kind. */
  assumed?: boolean;
}

const pattern =
  /(?<![\p{L}\p{N}])(?:[#§]?\p{L}{0,6}[-/]?)?\d(?:[\d.,'’:/-]*\d)?(?:[\u00a0\u202f ]\d{3}(?!\d))*[\p{L}\p{N}-]*|(?<![\p{L}\p{N}])\p{L}+(?![\p{L}\p{N}])/gu;
const suffix = /^(?:st|nd|rd|th|s|er|e|º|ª|a|'s|-)$/i;

const ordinalSuffix = /^(?:st|nd|rd|th)$/i;

/** "1.900" may be 1900 or 1.9, depending on who wrote it: both readings count. */
function readings(written: string): number[] {
  const digits = written.replaceAll(/[\u00a0\u202f '’]/g, "");
  const values = new Set<number>();
  const add = (text: string) => {
    const value = Number(text);
    if (Number.isFinite(value)) values.add(value);
  };
  const separators = digits.replaceAll(/\d/g, "");
  if (separators === "") add(digits);
  else if (new Set(separators).size === 1) {
    const separator = separators.charAt(0);
    if (/^\d{1,3}(?:[.,]\d{3})+$/.test(digits)) add(digits.replaceAll(separator, ""));
    if (separators.length === 1) add(digits.replace(separator, "."));
  } else {
    const last = Math.max(digits.lastIndexOf("."), digits.lastIndexOf(","));
    add(`${digits.slice(0, last).replaceAll(/[.,]/g, "")}.${digits.slice(last + 1)}`);
  }
  return [...values];
}

const two = (value: number) => String(value).padStart(2, "0");
const isDay = (day: number, month: number) => day >= 1 && day <= 31 && month >= 1 && month <= 12;

function numericDate(written: string): Pick<Figure, "keys" | "parts"> | null {
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(written);
  if (iso) {
    const [year, month, day] = [Number(iso[1]), Number(iso[2]), Number(iso[3])];
    if (!isDay(day, month)) return null;
    return { keys: [`d:${year}-${two(month)}-${two(day)}`], parts: [`n:${year}`, `m:${month}`, `n:${day}`] };
  }
  const local = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})$/.exec(written);
  if (!local) return null;
  const [first, second, short] = [Number(local[1]), Number(local[2]), Number(local[3])];
  const year = short < 100 ? (short < 70 ? 2000 + short : 1900 + short) : short;
  const keys: string[] = [];
  if (isDay(first, second)) keys.push(`d:${year}-${two(second)}-${two(first)}`);
  if (isDay(second, first)) keys.push(`d:${year}-${two(first)}-${two(second)}`);
  return keys.length > 0 ? { keys, parts: [] } : null;
}

function unitNear(text: string, start: number, end: number): Figure["unit"] {
  const after = /^[\s-]?([%€$£]|°[CF]|\p{Script=Han}{1,2}|[\p{L}-]+)/u.exec(text.slice(end, end + 24));
  const word = after?.[1]?.toLowerCase();
  const found = word === undefined ? undefined : (units.get(word) ?? units.get(word.charAt(0)));
  if (found && (units.has(word as string) || /^\P{L}|^\p{Script=Han}/u.test(word as string))) return found;
  const before = /([€$£])\s?$/.exec(text.slice(Math.max(0, start - 3), start));
  return before ? (units.get(before[1] as string) ?? null) : null;
}

function numberFigure(text: string, start: number, end: number, values: readonly number[]): Figure {
  const scale = /^[\s-]?(\p{L}+)/u.exec(text.slice(end, end + 16));
  const sign = /(?:^|[\s(])(?:minus|negative|moins|menos|минус|eksi)\s+$|(?:^|[\s(])[-−–]$/iu.test(
    text.slice(Math.max(0, start - 12), start),
  )
    ? -1
    : 1;
  const factor = sign * (scaleWords.get(scale?.[1]?.toLowerCase() ?? "") ?? 1);
  const last = Math.abs(factor) === 1 ? end : end + (scale?.[0].length ?? 0);
  const keys = values.map((value) => `n:${Number((value * factor).toPrecision(12))}`);
  return { text: text.slice(start, last), start, end: last, keys, parts: [], unit: unitNear(text, start, last) };
}

function wordFigure(text: string, word: string, start: number, end: number): Figure | null {
  const lower = word.toLocaleLowerCase();
  const value = numberWords.get(lower);
  if (value !== undefined) return numberFigure(text, start, end, [value]);
  if (oneWords.has(lower) && unitNear(text, start, end) !== null) {
    return { ...numberFigure(text, start, end, [1]), assumed: true };
  }
  const ordinal = ordinalWords.get(lower);
  if (ordinal !== undefined) return { text: word, start, end, keys: [`o:${ordinal}`], parts: [], unit: null };
  const month = monthNames.get(lower);
  // "may", "mar" and their like are months only with a capital and a number beside them, or by a long name.
  if (month === undefined || word === lower) return null;
  const beside =
    /\d[.\s]*$/.test(text.slice(Math.max(0, start - 6), start)) || /^[.,\s]*\d/.test(text.slice(end, end + 4));
  if (word.length <= 4 && !beside) return null;
  return { text: word, start, end, keys: [`m:${month}`], parts: [], unit: null };
}

function digitFigure(text: string, raw: string, start: number): Figure | null {
  const written = raw.replace(/[-.,:/]+$/, "");
  const end = start + written.length;
  const bare = (keys: string[], parts: string[] = []): Figure => ({
    text: written,
    start,
    end,
    keys,
    parts,
    unit: null,
  });
  const date = numericDate(written);
  if (date) return bare(date.keys, date.parts);
  const time = /^(\d{1,2}):(\d{2})(?:\s*([ap])\.?m)?$/i.exec(
    written + (/^\s?[ap]\.?m/i.exec(text.slice(end))?.[0] ?? ""),
  );
  if (time) {
    const hour = (Number(time[1]) % (time[3] ? 12 : 24)) + (time[3]?.toLowerCase() === "p" ? 12 : 0);
    return bare([`t:${hour}:${time[2]}`]);
  }
  const plain = /^(\d[\d.,'’\u00a0\u202f ]*)(\p{L}*-?)$/u.exec(written);
  if (plain && (plain[2] === "" || suffix.test(plain[2] as string) || units.has((plain[2] as string).toLowerCase()))) {
    const digits = (plain[1] as string).replace(/[\s.,'’]+$/, "");
    const values = readings(digits);
    const figure = numberFigure(text, start, start + digits.length, values);
    if (ordinalSuffix.test(plain[2] as string)) figure.keys.push(...values.map((value) => `o:${value}`));
    if (values.length > 0) return figure;
  }
  const range = /^(\d{1,9})[-–/](\d{1,9})$/.exec(written);
  if (range) return bare([`i:${written}`], [`n:${Number(range[1])}`, `n:${Number(range[2])}`]);
  return bare([`i:${written.toLocaleUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "")}`]);
}

/** Every number, date, time and identifier of a text, in order. Number words count, "one" does not. */
export function findFigures(text: string): Figure[] {
  const figures: Figure[] = [];
  for (const match of text.matchAll(pattern)) {
    const figure = /\d/.test(match[0])
      ? digitFigure(text, match[0], match.index)
      : wordFigure(text, match[0], match.index, match.index + match[0].length);
    if (figure) figures.push(figure);
  }
  return joinDates(figures, text);
}

/** Day, month name and year that stand together also count as one date. */
function joinDates(figures: Figure[], text: string): Figure[] {
  const joined: Figure[] = [];
  for (let index = 0; index < figures.length; index += 1) {
    const three = figures.slice(index, index + 3);
    const date =
      three.length === 3 && three.every((figure, at) => at === 0 || closeBy(text, three[at - 1]!, figure))
        ? namedDate(three.map((figure) => figure.keys[0] as string))
        : null;
    if (!date) {
      joined.push(figures[index] as Figure);
      continue;
    }
    const start = three[0]!.start;
    const end = three[2]!.end;
    joined.push({
      text: text.slice(start, end),
      start,
      end,
      keys: [date],
      parts: three.flatMap((figure) => figure.keys),
      unit: null,
    });
    index += 2;
  }
  return joined;
}

function closeBy(text: string, left: Figure, right: Figure): boolean {
  return /^(?:st|nd|rd|th)?[\s.,]*(?:of|de|del)?\s*$/.test(text.slice(left.end, right.start));
}

function namedDate(keys: readonly string[]): string | null {
  const [first, second, third] = keys.map((key) => ({ kind: key.charAt(0), value: Number(key.slice(2)) }));
  if (!first || !second || !third || third.kind !== "n" || third.value < 1000) return null;
  const [day, month] = first.kind === "m" && second.kind === "n" ? [second, first] : [first, second];
  if (day.kind !== "n" || month.kind !== "m" || !isDay(day.value, month.value)) return null;
  return `d:${third.value}-${two(month.value)}-${two(day.value)}`;
}

/** Every key by which a figure of the evidence can be named. */
export function figureKeys(figures: readonly Figure[]): Set<string> {
  return new Set(figures.flatMap((figure) => [...figure.keys, ...figure.parts]));
}

/** True when the evidence holds the figure: the same value, or all parts of a date or range. */
export function holdsFigure(keys: ReadonlySet<string>, figure: Figure): boolean {
  if (figure.keys.some((key) => keys.has(key))) return true;
  // Where the evidence writes whole dates, a date put together from pieces of several of them is another date.
  const wholeDate = (key: string) => key.startsWith("d:");
  if (figure.keys.some(wholeDate) && [...keys].some(wholeDate)) return false;
  return figure.parts.length > 0 && figure.parts.every((key) => keys.has(key));
}
