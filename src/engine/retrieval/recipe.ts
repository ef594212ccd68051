import { termVersion } from "./normalise-word.ts";
import { stopWordsVersion } from "./stop-words.ts";

/** Every number that can change a ranking; the figures behind them are in docs/decisions/0002-retrieval-recipe.md. */
export const recipe = {
  /** Weight of cosine against BM25 / greatest BM25. */
  lambda: 1,
  headingsWeight: 1,
  bodyWeight: 1,
  identifiersWeight: 0.3,
  /** Depth of each ranking before they are fused. */
  pool: 100,
  /** Passages up to which every vector is compared with the query's. */
  exactUpTo: 2_000,
  /** Above that, passages that sign codes choose for exact comparison. */
  rescored: 800,
} as const;

/** The recipe as fields of a setup. */
export const recipeSetup: Record<string, string | number | boolean> = {
  ...recipe,
  fusion: "bm25-share-plus-cosine",
  terms: termVersion,
  stopWords: stopWordsVersion,
  embeddingText: "title-headings-passage-1",
};
