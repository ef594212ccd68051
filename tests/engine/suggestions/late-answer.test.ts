import { describe, expect, it } from "vitest";

import { coverageOf, detectLateAnswer } from "../../../src/engine/suggestions/late-answer.ts";

const rules = { coverage: 0.5, cosineGain: 0.05, leastCosine: 0.4, coverageByWordsAlone: 0.8 };
const terms = [
  { variants: ["boiler"], idf: 3 },
  { variants: ["warranti"], idf: 2 },
  { variants: ["end"], idf: 1 },
];
const unit = (cosine: number): Float32Array => new Float32Array([cosine, Math.sqrt(1 - cosine * cosine)]);
const question = { terms, vector: new Float32Array([1, 0]), bestCosine: 0.45 };
const passage = (words: string[], cosine: number | null, passageId = 1) => ({
  passageId,
  terms: new Set(words),
  vector: cosine === null ? null : unit(cosine),
});

describe("coverageOf", () => {
  it("weighs terms by idf", () => {
    expect(coverageOf(terms, new Set(["boiler"]))).toEqual({ coverage: 0.5, found: 1 });
    expect(coverageOf(terms, new Set(["end", "warranti"]))).toEqual({ coverage: 0.5, found: 2 });
    expect(coverageOf([], new Set(["x"]))).toEqual({ coverage: 0, found: 0 });
  });
});

describe("detectLateAnswer", () => {
  it("fires when words and meaning agree and both beat what was there", () => {
    const { match, bestCosine } = detectLateAnswer(question, [passage(["boiler", "warranti"], 0.7)], rules);
    expect(match).toMatchObject({ passageId: 1, termsFound: 2, termsAsked: 3 });
    expect(match?.coverage).toBeCloseTo(5 / 6, 10);
    expect(match?.confidence).toBeCloseTo((5 / 6 + 0.7) / 2, 6);
    expect(bestCosine).toBeCloseTo(0.7, 6);
  });

  it.each([
    ["too few words", ["warranti"], 0.9],
    ["not closer than the old library", ["boiler", "warranti"], 0.48],
    ["exactly the old best plus the gain", ["boiler", "warranti"], 0.5],
  ])("stays silent: %s", (_name, words, cosine) => {
    const bar = detectLateAnswer({ ...question, bestCosine: 0.45 }, [passage(words, cosine)], {
      ...rules,
      cosineGain: cosine === 0.5 ? 0.0500001 : rules.cosineGain,
    });
    expect(bar.match).toBeNull();
    expect(bar.bestCosine).toBeCloseTo(cosine, 6);
  });

  it("needs the least cosine even in an empty library", () => {
    expect(
      detectLateAnswer({ ...question, bestCosine: null }, [passage(["boiler", "warranti", "end"], 0.39)], rules).match,
    ).toBeNull();
    expect(
      detectLateAnswer({ ...question, bestCosine: null }, [passage(["boiler", "warranti", "end"], 0.41)], rules).match,
    ).not.toBeNull();
  });

  it("asks for more words where there is no vector", () => {
    expect(detectLateAnswer({ ...question, vector: null }, [passage(["boiler"], null)], rules).match).toBeNull();
    const { match, bestCosine } = detectLateAnswer(
      { ...question, vector: null },
      [passage(["boiler", "warranti"], null)],
      rules,
    );
    expect(match).toMatchObject({ cosine: null });
    expect(bestCosine).toBeNull();
  });

  it("takes the best of several passages", () => {
    const { match } = detectLateAnswer(
      question,
      [
        passage(["boiler", "end"], 0.6, 1),
        passage(["boiler", "warranti", "end"], 0.65, 2),
        passage(["boiler"], 0.66, 3),
      ],
      rules,
    );
    expect(match?.passageId).toBe(2);
  });
});
