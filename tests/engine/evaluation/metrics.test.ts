import { describe, expect, it } from "vitest";

import {
  firstPlaces,
  hitAt,
  ndcgAt,
  rankingMetric,
  recallAt,
  reciprocalRank,
} from "../../../src/engine/evaluation/metrics.ts";
import { seededRandom } from "../../../src/engine/evaluation/statistics.ts";

const ranking = ["d", "b", "x", "a", "y"];
const relevant = new Set(["a", "b", "c"]);

describe("ranking metrics by hand", () => {
  it("hit", () => {
    expect(hitAt(ranking, relevant, 1)).toBe(0);
    expect(hitAt(ranking, relevant, 2)).toBe(1);
    expect(hitAt([], relevant, 5)).toBe(0);
  });

  it("recall counts what it cannot find too", () => {
    expect(recallAt(ranking, relevant, 1)).toBe(0);
    expect(recallAt(ranking, relevant, 2)).toBeCloseTo(1 / 3, 12);
    expect(recallAt(ranking, relevant, 5)).toBeCloseTo(2 / 3, 12);
    expect(recallAt(["a", "a", "a"], relevant, 3)).toBeCloseTo(1 / 3, 12);
  });

  it("reciprocal rank, with and without a limit", () => {
    expect(reciprocalRank(ranking, relevant)).toBe(0.5);
    expect(reciprocalRank(ranking, relevant, 1)).toBe(0);
    expect(reciprocalRank(["x", "y", "z", "a"], relevant, 4)).toBe(0.25);
    expect(reciprocalRank(["x"], relevant)).toBe(0);
  });

  it("nDCG: relevant at ranks 2 and 4 of three", () => {
    // (1/log2(3) + 1/log2(5)) / (1/log2(2) + 1/log2(3) + 1/log2(4)) = (0.63093 + 0.43068) / 2.13093
    expect(ndcgAt(ranking, relevant, 5)).toBeCloseTo(1.061606 / 2.13093, 5);
    // Cut at 2 the ideal is cut at 2 as well: 0.63093 / 1.63093
    expect(ndcgAt(ranking, relevant, 2)).toBeCloseTo(0.63093 / 1.63093, 5);
    expect(ndcgAt(["a", "b", "c", "x"], relevant, 10)).toBe(1);
    expect(ndcgAt(["x", "y"], relevant, 10)).toBe(0);
  });

  it("a document that stands twice counts once, at its first place", () => {
    expect(ndcgAt(["a", "a", "a"], new Set(["a"]), 3)).toBe(1);
    expect(firstPlaces(["b", "a", "b", "c", "a"])).toEqual(["b", "a", "c"]);
  });

  it("a question without a relevant document has no value", () => {
    const nothing = new Set<string>();
    for (const key of ["hit@5", "recall@3", "mrr", "ndcg@10"]) expect(rankingMetric(key, ranking, nothing)).toBeNull();
  });

  it("reads its keys and refuses others", () => {
    expect(rankingMetric("mrr@1", ranking, relevant)).toBe(0);
    expect(rankingMetric("mrr", ranking, relevant)).toBe(0.5);
    expect(rankingMetric("recall@5", ranking, relevant)).toBeCloseTo(2 / 3, 12);
    expect(() => rankingMetric("precision@5", ranking, relevant)).toThrow("precision@5");
  });
});

/*
 * A second implementation from the textbook formulas (Manning, Raghavan, Schütze 2008, chapter 8), over a list of
 * gains instead of a list of names, so that a slip in one shows as a difference.
 */
const reference = {
  gains: (order: string[], good: string[]): number[] =>
    order.map((item, index) => (good.includes(item) && order.indexOf(item) === index ? 1 : 0)),
  dcg: (gains: number[]): number =>
    gains.map((gain, index) => (gain * Math.LN2) / Math.log(index + 2)).reduce((a, b) => a + b, 0),
  ndcg(order: string[], good: string[], k: number): number {
    const best = Array.from({ length: k }, (_, index) => (index < good.length ? 1 : 0));
    return this.dcg(this.gains(order, good).slice(0, k)) / this.dcg(best);
  },
  recall(order: string[], good: string[], k: number): number {
    return good.filter((item) => order.slice(0, k).includes(item)).length / good.length;
  },
  hit(order: string[], good: string[], k: number): number {
    return Math.max(0, ...this.gains(order, good).slice(0, k));
  },
  rr(order: string[], good: string[]): number {
    const ranks = good.map((item) => order.indexOf(item) + 1).filter((rank) => rank > 0);
    return ranks.length === 0 ? 0 : 1 / Math.min(...ranks);
  },
};

it("agrees with a second implementation on 2,000 random rankings", () => {
  const random = seededRandom(42);
  for (let round = 0; round < 2_000; round += 1) {
    const order = Array.from({ length: Math.floor(random() * 30) }, () => `d${Math.floor(random() * 40)}`);
    const good = [
      ...new Set(Array.from({ length: 1 + Math.floor(random() * 6) }, () => `d${Math.floor(random() * 40)}`)),
    ];
    const set = new Set(good);
    for (const k of [1, 3, 5, 10, 20]) {
      expect(ndcgAt(order, set, k)).toBeCloseTo(reference.ndcg(order, good, k), 10);
      expect(recallAt(order, set, k)).toBeCloseTo(reference.recall(order, good, k), 10);
      expect(hitAt(order, set, k)).toBe(reference.hit(order, good, k));
    }
    expect(reciprocalRank(order, set)).toBeCloseTo(reference.rr(order, good), 10);
  }
});
