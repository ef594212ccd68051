/** A passage as one of the two rankings, or both, knows it. */
export interface Scored {
  passageId: number;
  /** Positive, greater is better; null when the passage holds no term of the query. */
  bm25: number | null;
  /** null when the passage or the query has no vector. */
  cosine: number | null;
}

export interface Fused extends Scored {
  score: number;
}

/**
 * Ranks the union of both rankings by BM25 / greatest BM25 + lambda * cosine; a missing part counts 0, so with no
 * lexical hit it is the cosine alone and without vectors the words alone. Ties go to the smaller id, so that the
 * order is the same on every run. The method and its weight come from the measurements of
 * docs/decisions/0002-retrieval-recipe.md; rank fusion (RRF) lost to it there.
 */
export function fuse(candidates: readonly Scored[], lambda: number): Fused[] {
  let best = 0;
  for (const { bm25 } of candidates) if (bm25 !== null && bm25 > best) best = bm25;
  return candidates
    .map((candidate) => ({
      ...candidate,
      score: (best > 0 ? (candidate.bm25 ?? 0) / best : 0) + lambda * (candidate.cosine ?? 0),
    }))
    .toSorted((a, b) => b.score - a.score || a.passageId - b.passageId);
}
