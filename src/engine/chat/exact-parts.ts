import { figureKeys, findFigures, holdsFigure, type Figure } from "./figures.ts";
import { isInitialsOf, sameName, type Name } from "./names.ts";

/** What of a claim is compared exactly, and what the question brought in. */
export interface ExactParts {
  figures: readonly Figure[];
  names: readonly Name[];
  questionKeys: ReadonlySet<string>;
  questionNames: readonly string[];
  /** True for a word that some passage holds. */
  isKnown: (word: string) => boolean;
}

/** Numbers, dates and identifiers of the claim that the evidence does not hold, or holds in another unit. */
export function wrongFigures({ figures, questionKeys }: ExactParts, evidence: string, body: string): string[] {
  if (figures.length === 0) return [];
  const found = findFigures(evidence);
  const keys = figureKeys(found);
  const bodyKeys = figureKeys(findFigures(body));
  const used = new Set<string>();
  // "under the 2025 rules until 2025": a figure that only the question or a heading brings in says one thing, once.
  const repeats = (figure: Figure): boolean => {
    const again = figure.keys.some((key) => used.has(key));
    for (const key of figure.keys) used.add(key);
    return again && !holdsFigure(bodyKeys, figure);
  };
  return figures
    .filter((figure) => {
      if (repeats(figure)) return true;
      if (!holdsFigure(keys, figure)) {
        // A figure of the question may be repeated, unless the files give another one of its kind: "5,000 euros?"
        // must not become a fact because it was asked.
        const allowed = figure.assumed === true || holdsFigure(questionKeys, figure);
        return !allowed || hasOtherOfKind(figure, found);
      }
      return figure.unit !== null && mixesUnits(figure, found);
    })
    .map((figure) => figure.text);
}

/** The evidence measures the same thing in figures, and none of them is this one. */
function hasOtherOfKind(figure: Figure, evidence: readonly Figure[]): boolean {
  return figure.unit !== null && evidence.some((other) => other.unit?.group === figure.unit?.group);
}

/** "30 days" in the claim where the evidence knows only "30 months". */
function mixesUnits(figure: Figure, evidence: readonly Figure[]): boolean {
  const same = evidence.filter((other) => other.keys.some((key) => figure.keys.includes(key)));
  const measured = same.filter((other) => other.unit?.group === figure.unit?.group);
  return (
    measured.length > 0 &&
    measured.length === same.length &&
    !measured.some((other) => other.unit?.unit === figure.unit?.unit)
  );
}

/** Names inside the claim that neither the evidence nor the question holds. */
export function wrongNames({ names, questionNames }: ExactParts, evidence: string): string[] {
  const words = [...evidence.matchAll(/[\p{L}\p{M}][\p{L}\p{M}'’.-]*/gu)].map((match) =>
    match[0].replace(/['’]s?$|-+$/u, ""),
  );
  const held = (name: Name) =>
    words.some((word) => sameName(name.text, word)) ||
    questionNames.some((word) => sameName(name.text, word)) ||
    isInitialsOf(name.text, evidence) ||
    name.text.split(/[-'’]/).every((part) => part.length > 0 && words.some((word) => sameName(part, word)));
  return names.filter((name) => !name.opens && !held(name)).map((name) => name.text);
}

/** A name that opens the sentence and stands in no passage and not in the question: its capital may be more than that. */
export function strangers({ names, questionNames, isKnown }: ExactParts): string[] {
  return names
    .filter((name) => name.opens && !isKnown(name.text) && !questionNames.some((word) => sameName(name.text, word)))
    .map((name) => name.text);
}

/** Quotations of three words and more must stand in the passage letter for letter. */
export function wrongQuotations(sentence: string, passage: string): string[] {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  const whole = ` ${plain(passage)} `;
  return [...sentence.matchAll(/["“”„«]([^"“”„«»]{8,400})["“”»]/gu)]
    .map((match) => match[1] as string)
    .filter((quoted) => plain(quoted).split(" ").length >= 3 && !whole.includes(` ${plain(quoted)} `));
}
