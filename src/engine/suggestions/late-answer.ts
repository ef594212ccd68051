/**
 * Does a new file answer a question that the library could not? Words and meaning must agree: the passage holds most
 * of the question's weight in words, and it is closer to the question than every passage that was there before.
 * Either signal alone was measured to be unusable (dense alone: precision .60 at recall .58 on XQuAD-en).
 */
export const detectorName = "late-answer";
export const detectorVersion = 1;

export interface LateAnswerRules {
  /** Share of the question's inverse-document-frequency mass that the passage must hold, 0 to 1. */
  coverage: number;
  /** By how much the passage's cosine must beat the best one of before. */
  cosineGain: number;
  /** Cosine below which nothing counts as an answer. */
  leastCosine: number;
  /** Coverage needed where there is no vector to agree. */
  coverageByWordsAlone: number;
}

export const lateAnswerRules: LateAnswerRules = {
  coverage: 0.5,
  cosineGain: 0,
  leastCosine: 0.4,
  coverageByWordsAlone: 0.8,
};

export interface LateAnswerQuestion {
  /** Distinct terms of the question without stop words, in every form the index may hold, with their idf. */
  terms: readonly { variants: readonly string[]; idf: number }[];
  /** Length 1; null when there is no embedding model. */
  vector: Float32Array | null;
  /** Best cosine of any passage before this file; null: no passage had a vector. */
  bestCosine: number | null;
}

export interface LateAnswerPassage {
  passageId: number;
  terms: ReadonlySet<string>;
  vector: Float32Array | null;
}

export interface LateAnswerMatch {
  passageId: number;
  coverage: number;
  cosine: number | null;
  termsFound: number;
  termsAsked: number;
  /** 0 to 1: how far above the rules it stands. */
  confidence: number;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** Share of the question's idf mass found among a passage's terms, 0 to 1; 0 for a question without terms. */
export function coverageOf(
  terms: LateAnswerQuestion["terms"],
  passage: ReadonlySet<string>,
): { coverage: number; found: number } {
  let mass = 0;
  let held = 0;
  let found = 0;
  for (const { variants, idf } of terms) {
    mass += idf;
    if (variants.some((variant) => passage.has(variant))) {
      held += idf;
      found += 1;
    }
  }
  return { coverage: mass === 0 ? 0 : held / mass, found };
}

/**
 * The best passage of a new file for an open question, or null. `bestCosine` is the highest cosine seen among the
 * passages, so that the caller can raise the question's bar for the next file.
 */
export function detectLateAnswer(
  question: LateAnswerQuestion,
  passages: readonly LateAnswerPassage[],
  rules: LateAnswerRules = lateAnswerRules,
): { match: LateAnswerMatch | null; bestCosine: number | null } {
  let match: LateAnswerMatch | null = null;
  let bestCosine: number | null = null;
  for (const passage of passages) {
    const { coverage, found } = coverageOf(question.terms, passage.terms);
    const cosine = question.vector === null || passage.vector === null ? null : dot(question.vector, passage.vector);
    if (cosine !== null && (bestCosine === null || cosine > bestCosine)) bestCosine = cosine;
    const agrees =
      cosine === null
        ? coverage >= rules.coverageByWordsAlone
        : coverage >= rules.coverage &&
          cosine >= rules.leastCosine &&
          cosine > (question.bestCosine ?? -1) + rules.cosineGain;
    if (!agrees) continue;
    const confidence = Math.min(1, cosine === null ? coverage : (coverage + cosine) / 2);
    if (match === null || confidence > match.confidence) {
      match = {
        passageId: passage.passageId,
        coverage,
        cosine,
        termsFound: found,
        termsAsked: question.terms.length,
        confidence,
      };
    }
  }
  return { match, bestCosine };
}
