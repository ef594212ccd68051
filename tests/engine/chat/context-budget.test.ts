import { describe, expect, it } from "vitest";

import { fillContext, passageBudget } from "../../../src/engine/chat/context-budget.ts";

const passages = (sizes: [documentId: number, tokens: number][]) =>
  sizes.map(([documentId, tokens], index) => ({ index, documentId, tokens }));
const indices = (chosen: readonly { index: number }[]) => chosen.map((one) => one.index);

describe("passageBudget", () => {
  it("is what the context leaves", () => {
    const budget = { contextTokens: 2_048, otherTokens: 300, answerTokens: 512, prefillSpeed: null };
    expect(passageBudget(budget)).toBe(1_236);
    expect(passageBudget({ ...budget, contextTokens: 600 })).toBe(0);
  });

  it("is smaller on a computer that reads slowly, but never nothing", () => {
    const budget = { contextTokens: 8_192, otherTokens: 200, answerTokens: 512 };
    expect(passageBudget({ ...budget, prefillSpeed: 100 })).toBe(1_300);
    expect(passageBudget({ ...budget, prefillSpeed: 1 })).toBe(256);
  });
});

describe("fillContext", () => {
  it("skips what does not fit and goes on", () => {
    expect(
      indices(
        fillContext(
          passages([
            [1, 200],
            [2, 900],
            [3, 200],
          ]),
          500,
        ),
      ),
    ).toEqual([0, 2]);
  });

  it("gives one document at most 40 % while others are there", () => {
    const chosen = fillContext(
      passages([
        [1, 200],
        [1, 200],
        [1, 200],
        [2, 200],
        [3, 200],
      ]),
      1_000,
    );
    expect(indices(chosen)).toEqual([0, 1, 3, 4]);
  });

  it("gives a lone document everything", () => {
    expect(
      indices(
        fillContext(
          passages([
            [1, 300],
            [1, 300],
            [1, 300],
          ]),
          900,
        ),
      ),
    ).toEqual([0, 1, 2]);
  });
});
