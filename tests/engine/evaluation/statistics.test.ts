import { describe, expect, it } from "vitest";

import {
  clusterBootstrap,
  detectableDifference,
  estimate,
  hashPlace,
  mean,
  quantile,
  seededRandom,
  wilson,
} from "../../../src/engine/evaluation/statistics.ts";

/** Standard normal numbers by Box and Muller, seeded. */
function normals(seed: number): () => number {
  const random = seededRandom(seed);
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

describe("random", () => {
  it("repeats for a seed, differs between seeds, is spread evenly", () => {
    const draw = (seed: number): number[] => {
      const random = seededRandom(seed);
      return Array.from({ length: 1_000 }, random);
    };
    expect(draw(1)).toEqual(draw(1));
    expect(draw(1)).not.toEqual(draw(2));
    expect(mean(draw(3)) as number).toBeCloseTo(0.5, 1);
    expect(draw(3).every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it("a key's place hangs on seed and key alone", () => {
    expect(hashPlace("s", "a")).toBe(hashPlace("s", "a"));
    expect(hashPlace("s", "a")).not.toBe(hashPlace("t", "a"));
    // "s\0a" and "s" with "\0a" must not be mixed up with a longer seed.
    expect(hashPlace("sa", "b")).not.toBe(hashPlace("s", "ab"));
  });
});

describe("intervals", () => {
  it("quantile lies between neighbours", () => {
    expect(quantile([0, 1, 2, 3], 0.5)).toBe(1.5);
    expect(quantile([0, 1, 2, 3], 0)).toBe(0);
    expect(quantile([0, 1, 2, 3], 1)).toBe(3);
    expect(quantile([7], 0.975)).toBe(7);
  });

  it("Wilson gives the published values", () => {
    // Newcombe 1998, table I: 81 of 263 is .2553 to .3662; 15 of 148 .0624 to .1605; 0 of 20 0 to .1611; 1 of 29 .0061 to .1718
    const cases: [number, number, number, number][] = [
      [81, 263, 0.2553, 0.3662],
      [15, 148, 0.0624, 0.1605],
      [0, 20, 0, 0.1611],
      [1, 29, 0.0061, 0.1718],
    ];
    for (const [successes, n, low, high] of cases) {
      const interval = wilson(successes, n);
      expect(interval.low).toBeCloseTo(low, 4);
      expect(interval.high).toBeCloseTo(high, 4);
    }
    expect(wilson(0, 0)).toEqual({ low: 0, high: 1 });
  });

  it("with a cluster for each value the error is the usual one", () => {
    const normal = normals(5);
    const values = Array.from({ length: 200 }, normal);
    const centre = mean(values) as number;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 200);
    const clusters = values.map((_, index) => String(index));
    const result = clusterBootstrap(values, clusters);
    expect(result.standardError / (deviation / Math.sqrt(200))).toBeCloseTo(1, 1);
    expect(result.low).toBeLessThan(centre);
    expect(result.high).toBeGreaterThan(centre);
    expect(clusterBootstrap(values, clusters)).toEqual(result);
  });

  it("repeating each value in its cluster makes nothing surer", () => {
    const normal = normals(6);
    const values = Array.from({ length: 40 }, normal);
    const once = clusterBootstrap(
      values,
      values.map((_, index) => String(index)),
    );
    const tenfold = clusterBootstrap(
      values.flatMap((value) => Array<number>(10).fill(value)),
      values.flatMap((_, index) => Array<string>(10).fill(String(index))),
    );
    expect(tenfold.standardError).toBeCloseTo(once.standardError, 10);
  });

  it("finds no difference where there is none in about 19 of 20 tries, although answers hang together", () => {
    // 40 documents with 8 questions that share most of their luck; a bootstrap over questions alone would fail here.
    let alarms = 0;
    let naiveAlarms = 0;
    const tries = 200;
    for (let round = 0; round < tries; round += 1) {
      const normal = normals(1_000 + round);
      const values: number[] = [];
      const clusters: string[] = [];
      for (let document = 0; document < 40; document += 1) {
        const shared = normal();
        for (let question = 0; question < 8; question += 1) {
          values.push(shared + 0.6 * normal());
          clusters.push(String(document));
        }
      }
      const { low, high } = clusterBootstrap(values, clusters, { resamples: 400, seed: round });
      if (low > 0 || high < 0) alarms += 1;
      const naive = clusterBootstrap(
        values,
        values.map((_, index) => String(index)),
        { resamples: 400, seed: round },
      );
      if (naive.low > 0 || naive.high < 0) naiveAlarms += 1;
    }
    expect(alarms / tries).toBeLessThan(0.11);
    expect(naiveAlarms / tries).toBeGreaterThan(0.3);
  });

  it("an estimate of equal shares gets Wilson's interval over its clusters", () => {
    expect(estimate([1, 1, 1, 1], ["a", "a", "b", "b"])).toEqual({ value: 1, ...wilson(2, 2), n: 4 });
    expect(estimate([0], ["a"])).toEqual({ value: 0, ...wilson(0, 1), n: 1 });
    expect(estimate([], [])).toBeNull();
    expect(estimate([0.4, 0.4], ["a", "b"])).toEqual({ value: 0.4, low: 0.4, high: 0.4, n: 2 });
  });

  it("refuses values without clusters", () => {
    expect(() => clusterBootstrap([1, 2], ["a"])).toThrow("cluster");
    expect(() => clusterBootstrap([], [])).toThrow("nothing");
  });

  it("detectable difference is 2.8 standard errors", () => {
    // 1.96 + 0.842 (80 % power, two-sided 5 %)
    expect(detectableDifference(0.01)).toBeCloseTo(0.028, 4);
  });
});
