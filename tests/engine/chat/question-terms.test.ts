import { describe, expect, it } from "vitest";

import { coverage, createQuestionTerms, looseCoverage } from "../../../src/engine/chat/question-terms.ts";

describe("createQuestionTerms", () => {
  const known = [
    { term: "rent", idf: 2, documentFrequency: 3 },
    { term: "zebra", idf: 6, documentFrequency: 0 },
    { term: "vertrag", idf: 4, documentFrequency: 1, variants: ["vertrag", "vertrags"] },
  ];

  it("weighs what the retriever counts, in the order of the question, and nothing else", () => {
    const terms = createQuestionTerms("the rent of a zebra", known)("en");
    expect([...terms.weights]).toEqual([
      ["rent", 2],
      ["zebra", 6],
    ]);
    expect(terms.total).toBe(8);
    expect(terms.halvedTotal).toBe(5);
    expect(terms.pairs).toEqual(["rent zebra"]);
  });

  it("knows a word by each of its forms", () => {
    expect(createQuestionTerms("Vertrags", known)(null).total).toBe(4);
  });
});

describe("coverage", () => {
  const weights = new Map([
    ["miete", 3],
    ["kaufvertrag", 1],
  ]);

  it("is the share of the weight that is there", () => {
    expect(coverage(weights, 4, new Set(["miete", "haus"]))).toBe(0.75);
    expect(coverage(new Map(), 0, new Set(["miete"]))).toBe(0);
  });

  it("counts a word of the same family in part", () => {
    const loose = looseCoverage(weights, 4, new Set(["miete", "kaufvertraege"]));
    expect(loose).toBeGreaterThan(0.75);
    expect(loose).toBeLessThan(1);
    expect(looseCoverage(weights, 4, new Set(["mietzins", "kauf"]))).toBe(0);
  });
});
