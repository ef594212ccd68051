import { describe, expect, it } from "vitest";

import { cutPassages } from "../../../src/engine/chat/evidence-sentences.ts";
import { judgeEvidence } from "../../../src/engine/chat/judge.ts";
import { createQuestionTerms } from "../../../src/engine/chat/question-terms.ts";
import { passageOf } from "./evidence.ts";

const known = (terms: [string, number, number][]) =>
  terms.map(([term, idf, documentFrequency]) => ({ term, idf, documentFrequency }));

describe("judgeEvidence", () => {
  const passages = (cosine: number | null, language = "en") =>
    cutPassages([passageOf("The rent is 950 euro. The deposit is two months' rent.", { cosine, language })]);
  const rent = createQuestionTerms(
    "How high is the deposit?",
    known([
      ["high", 3, 5],
      ["deposit", 4, 2],
    ]),
  );

  it("calls a near passage that holds the words enough, a far one none", () => {
    expect(judgeEvidence(passages(0.7), rent).evidence).toBe("enough");
    expect(judgeEvidence(passages(0.1), rent).evidence).toBe("none");
  });

  it("lets the best sentence speak for a diluted passage", () => {
    expect(judgeEvidence(passages(0.4), rent).evidence).toBe("weak");
    expect(judgeEvidence(passages(0.4), rent, 0.65).evidence).toBe("enough");
  });

  it("counts words that the library lacks at half weight", () => {
    const terms = createQuestionTerms(
      "deposit zebra",
      known([
        ["deposit", 4, 2],
        ["zebra", 4, 0],
      ]),
    );
    expect(judgeEvidence(passages(null), terms).signals.words).toBeCloseTo(4 / 6);
  });

  it("judges by words alone without vectors, and in languages the embedder does not know", () => {
    const nothing = createQuestionTerms(
      "whale song",
      known([
        ["whale", 4, 0],
        ["song", 4, 0],
      ]),
    );
    expect(judgeEvidence(passages(null), nothing).evidence).toBe("none");
    expect(judgeEvidence(passages(0.9, "ru"), nothing).evidence).toBe("none");
    expect(judgeEvidence(passages(null), rent).evidence).toBe("enough");
  });

  it("finds nothing in nothing", () => {
    expect(judgeEvidence([], rent).evidence).toBe("none");
  });
});
