/*
 * Measures of rankings. Relevance is binary; a ranking names each item once, best first. Definitions follow
 * trec_eval (Buckley; used by BEIR, Thakur et al. 2021) unless a function says otherwise. A question without any
 * relevant item has no value and must not enter a mean: these functions return null for it.
 */

/** Raised when any metric's value can change for the same answers: runs of two versions are not compared. */
export const metricsVersion = 1;

function topRelevant(ranking: readonly string[], relevant: ReadonlySet<string>, k: number): number {
  const seen = new Set<string>();
  for (const item of ranking.slice(0, k)) if (relevant.has(item)) seen.add(item);
  return seen.size;
}

/** 1 when any of the first `k` items is relevant, else 0 ("success@k" of trec_eval). */
export function hitAt(ranking: readonly string[], relevant: ReadonlySet<string>, k: number): number | null {
  if (relevant.size === 0) return null;
  return topRelevant(ranking, relevant, k) > 0 ? 1 : 0;
}

/** Share of the relevant items among the first `k`, 0 to 1. */
export function recallAt(ranking: readonly string[], relevant: ReadonlySet<string>, k: number): number | null {
  if (relevant.size === 0) return null;
  return topRelevant(ranking, relevant, k) / relevant.size;
}

/** 1 / rank of the first relevant item; 0 when it is not among the first `k`. */
export function reciprocalRank(
  ranking: readonly string[],
  relevant: ReadonlySet<string>,
  k = Number.POSITIVE_INFINITY,
): number | null {
  if (relevant.size === 0) return null;
  const index = ranking.findIndex((item) => relevant.has(item));
  return index === -1 || index >= k ? 0 : 1 / (index + 1);
}

/**
 * Normalised discounted cumulated gain over the first `k`: gain 1, discount log2(rank + 1) (Järvelin and
 * Kekäläinen 2002, in the form of trec_eval's ndcg_cut). An item that stands twice counts at its first place.
 */
export function ndcgAt(ranking: readonly string[], relevant: ReadonlySet<string>, k: number): number | null {
  if (relevant.size === 0) return null;
  const counted = new Set<string>();
  let gain = 0;
  for (const [index, item] of ranking.slice(0, k).entries()) {
    if (!relevant.has(item) || counted.has(item)) continue;
    counted.add(item);
    gain += 1 / Math.log2(index + 2);
  }
  let ideal = 0;
  for (let index = 0; index < Math.min(k, relevant.size); index += 1) ideal += 1 / Math.log2(index + 2);
  return gain / ideal;
}

/** Each item at its first place: passages of one document become that document, at its best passage. */
export function firstPlaces(ranking: readonly string[]): string[] {
  return [...new Set(ranking)];
}

/** Value of a metric by its key ("hit@5", "recall@3", "mrr", "mrr@10", "ndcg@10"). Throws on a key it does not know. */
export function rankingMetric(key: string, ranking: readonly string[], relevant: ReadonlySet<string>): number | null {
  const match = /^(hit|recall|ndcg|mrr)(?:@(\d+))?$/.exec(key);
  if (match === null) throw new Error(`unknown ranking metric ${key}`);
  const k = match[2] === undefined ? Number.POSITIVE_INFINITY : Number(match[2]);
  switch (match[1]) {
    case "hit":
      return hitAt(ranking, relevant, k);
    case "recall":
      return recallAt(ranking, relevant, k);
    case "ndcg":
      return ndcgAt(ranking, relevant, k);
    default:
      return reciprocalRank(ranking, relevant, k);
  }
}
