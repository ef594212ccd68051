import { describe, expect, it } from "vitest";

import { inverseDocumentFrequency, searchForms, weighTerms } from "../../../src/engine/retrieval/weigh-terms.ts";

const frequencies: Record<string, number> = { rare: 1, some: 20, half: 50, most: 51, rares: 3 };
const frequencyOf = (term: string) => frequencies[term] ?? 0;
const term = (name: string, ...others: string[]) => ({ term: name, variants: [name, ...others] });
const forms = (...terms: ReturnType<typeof term>[]) =>
  searchForms(weighTerms(terms, 100, frequencyOf), 100, frequencyOf);

describe("inverseDocumentFrequency", () => {
  it("is ln(1 + (N - df + .5)/(df + .5))", () => {
    expect(inverseDocumentFrequency(1, 100)).toBeCloseTo(4.209655, 6);
    expect(inverseDocumentFrequency(0, 100)).toBeCloseTo(5.308268, 6);
    expect(inverseDocumentFrequency(100, 100)).toBeCloseTo(0.0049628, 6);
  });
});

describe("weighTerms", () => {
  it("counts a term where any of its forms stands, at most all passages", () => {
    const [both, none, all] = weighTerms(
      [term("rare", "rares"), term("absent"), term("most", "half")],
      100,
      frequencyOf,
    );
    expect(both).toEqual({
      term: "rare",
      variants: ["rare", "rares"],
      documentFrequency: 4,
      idf: inverseDocumentFrequency(4, 100),
    });
    expect(none?.documentFrequency).toBe(0);
    expect(all?.documentFrequency).toBe(100);
  });
});

describe("searchForms", () => {
  it("asks for the forms that exist, rarest term first", () => {
    expect(forms(term("some"), term("absent"), term("rare", "absent", "rares"))).toEqual(["rare", "rares", "some"]);
  });

  it("leaves out what stands in more than half of the passages", () => {
    expect(forms(term("rare"), term("half"), term("most"))).toEqual(["rare", "half"]);
  });

  it("asks for common words when there is nothing else", () => {
    expect(forms(term("most"), term("absent"))).toEqual(["most"]);
    expect(forms(term("absent"))).toEqual([]);
  });

  it("keeps the 64 rarest terms of a long query", () => {
    const many = Array.from({ length: 70 }, (_, index) => term(`t${index}`));
    const asked = searchForms(
      weighTerms(many, 1_000, (name) => Number(name.slice(1)) + 1),
      1_000,
      (name) => Number(name.slice(1)) + 1,
    );
    expect(asked).toHaveLength(64);
    expect(asked[0]).toBe("t0");
    expect(asked).not.toContain("t64");
  });
});
