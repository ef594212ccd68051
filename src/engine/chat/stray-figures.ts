import { tokenise } from "../retrieval/tokenise.ts";
import type { CutPassage } from "./evidence-sentences.ts";
import { figureKeys, findFigures, holdsFigure, type Figure } from "./figures.ts";

/** From this share of the question's own words missing where a figure stands, it is a figure of something else. */
const tooManyMissing = 1 / 2;

/** Words of the question that some passage holds: what a figure of the answer has to be about. */
export function topicTerms(
  question: string,
  cut: readonly CutPassage[],
  isStopWord: (term: string, language: string | null) => boolean,
): ReadonlySet<string> {
  const topic = new Set<string>();
  for (const { passage, sentences, headingTerms } of cut) {
    const held = new Set([...headingTerms, ...sentences.flatMap((sentence) => sentence.terms)]);
    const characters = [...question];
    for (const { term, start, end } of tokenise(question, passage.language).words) {
      if (held.has(term) && !isStopWord(characters.slice(start, end).join(""), passage.language)) topic.add(term);
    }
  }
  return topic;
}

/**
 * Figures of a claim that stand only where too little of what was asked stands: "one month" of a new rent is no answer
 * about a visit. `parts` are the places that a window is made of.
 */
export function strayFigures(
  compared: { figures: readonly Figure[]; questionKeys: ReadonlySet<string>; topic: ReadonlySet<string> },
  words: readonly { term: string }[],
  parts: readonly { text: string; terms: ReadonlySet<string> }[],
): string[] {
  const own = compared.figures.filter((figure) => !holdsFigure(compared.questionKeys, figure));
  const asked = words.filter(({ term }) => compared.topic.has(term));
  if (own.length === 0 || asked.length < 2) return [];
  const places = parts.map(({ text, terms }) => ({ keys: figureKeys(findFigures(text)), terms }));
  return own
    .filter((figure) => {
      const holding = places.filter(({ keys }) => holdsFigure(keys, figure));
      return (
        holding.length > 0 &&
        holding.every(
          ({ terms }) => asked.filter(({ term }) => !terms.has(term)).length >= asked.length * tooManyMissing,
        )
      );
    })
    .map((figure) => figure.text);
}
