import { describe, expect, it } from "vitest";

import { acceptanceOf, choose, epsilon, thresholdOf, uniform } from "../../../src/engine/suggestions/policy.ts";
import type { PolicyCandidate } from "../../../src/engine/suggestions/policy.ts";

const candidate = (suggestionId: number, acceptance: number): PolicyCandidate => ({
  suggestionId,
  kind: "late-answer",
  acceptance,
  utility: acceptance * 3,
});

describe("choose", () => {
  it("gives the greedy action 1 - epsilon plus its share, every other one its share", () => {
    const choice = choose({
      candidates: [candidate(7, 0.4), candidate(8, 0.6)],
      threshold: 0.25,
      epsilon: 0.06,
      seed: 1,
    });
    expect(choice.probabilities).toEqual([0.02, 0.02, 0.02 + 0.94]);
    expect(choice.probabilities.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
  });

  it("prefers silence when nobody beats the threshold, also at equality", () => {
    const choice = choose({ candidates: [candidate(7, 0.25)], threshold: 0.25, epsilon: 0, seed: 3 });
    expect(choice).toEqual({ suggestionId: null, propensity: 1, probabilities: [1, 0] });
  });

  it("never shows a card when the level is off and nothing is explored", () => {
    const choice = choose({ candidates: [candidate(7, 1)], threshold: thresholdOf("off"), epsilon: 0, seed: 5 });
    expect(choice.suggestionId).toBeNull();
  });

  it("replays 10,000 random decisions to the same action, with the logged propensity", () => {
    for (let seed = 0; seed < 10_000; seed += 1) {
      const candidates = Array.from({ length: 1 + (seed % 5) }, (_, index) =>
        candidate(index + 1, uniform(seed * 31 + index)),
      );
      const input = { candidates, threshold: 0.25, epsilon, seed };
      const stored = JSON.parse(JSON.stringify(input)) as typeof input;
      const first = choose(input);
      expect(choose(stored)).toEqual(first);
      const index = first.suggestionId === null ? 0 : first.suggestionId;
      expect(first.propensity).toBe(first.probabilities[index]);
      expect(first.propensity).toBeGreaterThanOrEqual(epsilon / (candidates.length + 1));
    }
  });

  it("explores about epsilon of the time", () => {
    let silent = 0;
    for (let seed = 0; seed < 20_000; seed += 1) {
      if (choose({ candidates: [candidate(1, 0.9)], threshold: 0.25, epsilon, seed }).suggestionId === null)
        silent += 1;
    }
    expect(silent / 20_000).toBeGreaterThan(0.02);
    expect(silent / 20_000).toBeLessThan(0.03);
  });
});

describe("acceptanceOf", () => {
  it("is the prior before any card and moves with outcomes", () => {
    expect(acceptanceOf("late-answer", 1, 0, 0)).toBe(0.5);
    expect(acceptanceOf("late-answer", 1, 0, 8)).toBe(0.25);
    expect(acceptanceOf("late-answer", 1, 8, 8)).toBe(0.75);
    expect(acceptanceOf("late-answer", 0, 0, 0)).toBe(0.25);
  });
});

describe("uniform", () => {
  it("is a fixed function of its seed within [0, 1)", () => {
    expect(uniform(1)).toBe(uniform(1));
    expect(uniform(1)).not.toBe(uniform(2));
    for (let seed = -5_000; seed < 5_000; seed += 1) {
      expect(uniform(seed)).toBeGreaterThanOrEqual(0);
      expect(uniform(seed)).toBeLessThan(1);
    }
  });
});
