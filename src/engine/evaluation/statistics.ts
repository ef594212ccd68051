import { createHash } from "node:crypto";

/** A number with its 95 % interval and the count of values behind it. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
  n: number;
}

/** Random numbers in [0, 1) that are the same for the same seed everywhere (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Place of a key in a seeded order, in [0, 1): it does not depend on which other keys there are. */
export function hashPlace(seed: string, key: string): number {
  return createHash("sha256").update(`${seed}\0${key}`).digest().readUInt32BE(0) / 4_294_967_296;
}

/** Mean, or null of nothing. */
export function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Wilson's interval for a share of `n` (Wilson 1927), at 95 %; right also at 0 and at all. */
export function wilson(successes: number, n: number, z = 1.959_964): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 };
  const share = successes / n;
  const divisor = 1 + (z * z) / n;
  const centre = (share + (z * z) / (2 * n)) / divisor;
  const half = (z / divisor) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}

interface ClusterTotal {
  sum: number;
  count: number;
}

function totals(values: readonly number[], clusters: readonly string[]): ClusterTotal[] {
  const byCluster = new Map<string, ClusterTotal>();
  for (const [index, value] of values.entries()) {
    const cluster = clusters[index] as string;
    const total = byCluster.get(cluster) ?? { sum: 0, count: 0 };
    total.sum += value;
    total.count += 1;
    byCluster.set(cluster, total);
  }
  return [...byCluster.values()];
}

/** The `share` quantile of sorted numbers, between neighbours by distance (type 7 of Hyndman and Fan 1996). */
export function quantile(sorted: readonly number[], share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (high - low) * (place - below);
}

/**
 * 95 % percentile interval of a mean whose values hang together by document: whole clusters are drawn
 * (Miller 2024, arXiv 2411.00640; a naive bootstrap finds differences that are not there).
 * Also gives the standard error, as the deviation of the resampled means.
 */
export function clusterBootstrap(
  values: readonly number[],
  clusters: readonly string[],
  options: { resamples?: number; seed?: number } = {},
): { low: number; high: number; standardError: number } {
  if (values.length !== clusters.length) throw new Error("each value needs its cluster");
  if (values.length === 0) throw new Error("nothing to resample");
  const resamples = options.resamples ?? 10_000;
  const random = seededRandom(options.seed ?? 20_260_101);
  const groups = totals(values, clusters);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round += 1) {
    let sum = 0;
    let count = 0;
    for (let draw = 0; draw < groups.length; draw += 1) {
      const group = groups[Math.floor(random() * groups.length)] as ClusterTotal;
      sum += group.sum;
      count += group.count;
    }
    means[round] = sum / count;
  }
  const sorted = [...means.sort()];
  const centre = mean(sorted) as number;
  const variance = sorted.reduce((sum, value) => sum + (value - centre) ** 2, 0) / Math.max(1, resamples - 1);
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975), standardError: Math.sqrt(variance) };
}

/**
 * Mean with its interval. Shares that are all 0 or all 1 would get an interval of no width from resampling;
 * they get Wilson's, over the clusters, which is the careful count.
 */
export function estimate(values: readonly number[], clusters: readonly string[], seed?: number): Estimate | null {
  const value = mean(values);
  if (value === null) return null;
  const same = values.every((item) => item === values[0]);
  if (same && (value === 0 || value === 1)) {
    const groups = new Set(clusters).size;
    return { value, ...wilson(value * groups, groups), n: values.length };
  }
  const { low, high } = clusterBootstrap(values, clusters, seed === undefined ? {} : { seed });
  return { value, low, high, n: values.length };
}

/** Difference that a comparison with this standard error shows in 4 of 5 tries, at 5 % false alarms (2.8 errors). */
export function detectableDifference(standardError: number): number {
  return 2.802 * standardError;
}
