import { createCodePointMap } from "../platform/code-points.ts";
import { foldWord } from "../retrieval/normalise-word.ts";
import { tokenise } from "../retrieval/tokenise.ts";
import type { Mention } from "./binding.ts";
import { type Figure, findFigures } from "./figures.ts";
import { findNames } from "./names.ts";

/** Figures of different sorts are no rivals: an amount in euros and the number of a house. */
function sortOf(figure: Figure): string {
  if (figure.unit !== null) return `unit ${figure.unit.group}`;
  const key = figure.keys[0] ?? "";
  if (/^[dm]:/.test(key) || /^n:(?:1[5-9]|20)\d\d$/.test(key)) return "date";
  return key.charAt(0);
}

/** A hyphenated name is compared by its parts: "Half-Sack" is also written "Half - Sack". */
function keysOf(name: string): string[] {
  const parts = name.split("-").filter((part) => /^\p{Lu}/u.test(part));
  return (parts.length > 0 ? parts : [name]).map((part) => `w:${foldWord(part)}`);
}

/**
 * The content words, numbers and names of a text in order; a run of capitalised words is one name, so that
 * "Helena Weber" and "Weber" agree.
 */
export function mentionsOf(
  text: string,
  language: string | null,
  weight: (term: string) => number,
  isStopWord: (word: string, language: string | null) => boolean,
  /** True when a word that opens a sentence is a name and not just written with the capital of an opening. */
  isName: (word: string) => boolean,
): Mention[] {
  const map = createCodePointMap(text);
  const placed: (Mention & { start: number; end: number })[] = [];
  for (const figure of findFigures(text)) {
    placed.push({
      kind: "figure",
      text: figure.text,
      start: figure.start,
      end: figure.end,
      keys: [...figure.keys, ...figure.parts],
      weight: 2,
      sort: sortOf(figure),
    });
  }
  const names = findNames(text, language);
  for (const [at, name] of names.entries()) {
    const before = placed.at(-1);
    const next = names[at + 1];
    const opensRun = next !== undefined && /^[ '’.-]{1,3}$/.test(text.slice(name.end, next.start));
    if (name.opens && !opensRun && !isName(name.text)) continue;
    const joined = before?.kind === "name" && /^[ '’.-]{1,3}$/.test(text.slice(before.end, name.start));
    if (joined && before) {
      Object.assign(before, {
        end: name.end,
        text: text.slice(before.start, name.end),
        keys: [...before.keys, ...keysOf(name.text)],
      });
    } else {
      const { start, end } = name;
      placed.push({ kind: "name", text: name.text, start, end, keys: keysOf(name.text), weight: 2, sort: "name" });
    }
  }
  for (const { term, start, end } of tokenise(text, language).words) {
    const [from, to] = [map.toIndex(start), map.toIndex(end)];
    const word = text.slice(from, to);
    if (isStopWord(word, language) || placed.some((one) => one.kind !== "word" && one.start < to && from < one.end)) {
      continue;
    }
    const keys = [`s:${term}`, `w:${foldWord(word)}`];
    placed.push({ kind: "word", text: word, start: from, end: to, keys, weight: weight(term), sort: "word" });
  }
  return placed
    .toSorted((a, b) => a.start - b.start)
    .map(({ kind, text: written, keys, weight: heavy, sort }) => ({ kind, text: written, keys, weight: heavy, sort }));
}
