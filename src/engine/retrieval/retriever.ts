import type { EmbeddingModel } from "../models/model-types.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Store } from "../store/store.ts";
import { createCandidateTable } from "./candidate-table.ts";
import { fuse, type Fused, type Scored } from "./fuse.ts";
import { matchSpans } from "./highlight.ts";
import { createLexicalTable, type LexicalHit } from "./lexical-table.ts";
import { createLibraryFacts, type SearchedScope } from "./library-facts.ts";
import { queryTerms } from "./query-terms.ts";
import { recipe, recipeSetup } from "./recipe.ts";
import type { Candidate, Retriever } from "./retrieval-types.ts";
import { createVectorSearch } from "./vector-search.ts";
import { createVectorTable, type VectorHit } from "./vector-table.ts";
import { searchForms, weighTerms } from "./weigh-terms.ts";

export interface RetrieverOptions {
  store: Pick<Store, "index">;
  embedding: () => Promise<EmbeddingModel>;
  clock: Clock;
}

function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted === true) throw new DocentError("cancelled", "Stopped.");
}

/**
 * Finds passages by words and by meaning. `retrieve` rejects with `cancelled` on abort and with the embedding
 * model's errors in the modes that need it; a caller that can't wait for the model asks for the mode "lexical".
 */
export function createRetriever({ store, embedding, clock }: RetrieverOptions): Retriever {
  const lexical = createLexicalTable(store.index);
  const vectors = createVectorTable(store.index);
  const vectorSearch = createVectorSearch(vectors);
  const candidates = createCandidateTable(store.index);
  const facts = createLibraryFacts(candidates, lexical);

  const embedQuery = async (query: string, signal: AbortSignal | undefined) => {
    const started = clock.monotonic();
    const model = await embedding();
    const [vector] = await model.embed([query], { ...(signal && { signal }), priority: "query" });
    return { vector: vector as Float32Array, spaceId: vectors.spaceId(model.spaceId), ms: clock.monotonic() - started };
  };

  /** Both rankings as one list, cosines of words-only passages computed exactly. */
  const unite = (
    byWords: readonly LexicalHit[],
    byMeaning: readonly VectorHit[],
    query: { vector: Float32Array; spaceId: number | undefined } | null,
  ): Scored[] => {
    const bm25 = new Map(byWords.map((hit) => [hit.passageId, hit.bm25]));
    const cosine = new Map(byMeaning.map((hit) => [hit.passageId, hit.cosine]));
    if (query?.spaceId !== undefined) {
      const unknown = [...bm25.keys()].filter((id) => !cosine.has(id));
      for (const hit of vectors.cosines(query.vector, query.spaceId, unknown)) cosine.set(hit.passageId, hit.cosine);
    }
    return [...new Set([...bm25.keys(), ...cosine.keys()])].map((passageId) => ({
      passageId,
      bm25: bm25.get(passageId) ?? null,
      cosine: cosine.get(passageId) ?? null,
    }));
  };

  const load = (
    fused: readonly Fused[],
    scope: SearchedScope,
    lexicalRanks: ReadonlyMap<number, number>,
    vectorRanks: ReadonlyMap<number, number>,
  ): Candidate[] => {
    const passages = candidates.passages(fused.map(({ passageId }) => passageId));
    const documents = candidates.documents(
      [...passages.values()].flatMap(({ contentId }) => scope.documentOf.get(contentId) ?? []),
    );
    return fused
      .flatMap(({ passageId, ...scores }) => {
        const passage = passages.get(passageId);
        const document = passage && documents.get(scope.documentOf.get(passage.contentId) ?? 0);
        return passage && document ? [{ ...passage, ...document, ...scores }] : [];
      })
      .map((candidate, index) => ({
        ...candidate,
        rank: index + 1,
        lexicalRank: lexicalRanks.get(candidate.passageId) ?? null,
        vectorRank: vectorRanks.get(candidate.passageId) ?? null,
      }));
  };

  return {
    setup: recipeSetup,
    async retrieve({ query, mode, filter, k, signal }) {
      const started = clock.monotonic();
      stopIfAborted(signal);
      const byMeaning = mode !== "lexical" && vectors.hasAny();
      const embedded = byMeaning ? embedQuery(query, signal) : null;
      // The model works in its own process while this one searches words; its failure is taken up below.
      embedded?.catch(() => undefined);

      const terms = weighTerms(queryTerms(query, facts.languages()), facts.passages(), facts.documentFrequency);
      const wordScope = facts.scope(filter);
      const lexicalStart = clock.monotonic();
      const forms = mode === "vector" ? [] : searchForms(terms, facts.passages(), facts.documentFrequency);
      let lexicalHits = lexical.search(forms, wordScope.contentIds, recipe.pool);
      const lexicalMs = clock.monotonic() - lexicalStart;

      const queryVector = embedded === null ? null : await embedded;
      stopIfAborted(signal);
      const scope = facts.scope(filter);
      // Passages may have come or gone while the model worked: both rankings must see the same ones.
      if (scope !== wordScope) lexicalHits = lexical.search(forms, scope.contentIds, recipe.pool);
      const vectorStart = clock.monotonic();
      const vectorHits =
        queryVector?.spaceId === undefined
          ? []
          : vectorSearch.search(queryVector.vector, queryVector.spaceId, scope, recipe.pool, facts.version());
      const fused = fuse(unite(lexicalHits, vectorHits, queryVector), recipe.lambda).slice(0, k);
      const vectorMs = clock.monotonic() - vectorStart;
      const ranks = (hits: readonly { passageId: number }[]) =>
        new Map(hits.map(({ passageId }, index) => [passageId, index + 1]));
      return {
        candidates: load(fused, scope, ranks(lexicalHits), ranks(vectorHits)),
        terms,
        queryVector: queryVector?.vector ?? null,
        searchedPassages: scope.passages,
        timings: { lexicalMs, embedMs: queryVector?.ms ?? 0, vectorMs, totalMs: clock.monotonic() - started },
      };
    },
    matches: (query, text, language) => matchSpans(queryTerms(query, [...facts.languages(), language]), text, language),
  };
}
