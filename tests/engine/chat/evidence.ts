import type { EvidencePassage } from "../../../src/engine/chat/evidence-sentences.ts";
import { foldWord } from "../../../src/engine/retrieval/normalise-word.ts";
import { isStopWord as isFolded } from "../../../src/engine/retrieval/stop-words.ts";

/** A passage of its own document, with what a test does not care about filled in. */
export function passageOf(text: string, fields: Partial<EvidencePassage> = {}): EvidencePassage {
  return {
    passageId: 1,
    contentId: 1,
    start: 0,
    end: [...text].length,
    documentName: "",
    title: "",
    headings: [],
    text,
    language: "en",
    score: 1,
    cosine: null,
    ...fields,
  };
}

export const isStopWord = (word: string, language: string | null) => isFolded(foldWord(word), language ?? "en");
