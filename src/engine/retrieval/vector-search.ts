import { recipe } from "./recipe.ts";
import { createSignCodes, type SignCodes } from "./sign-codes.ts";
import type { VectorHit, VectorTable } from "./vector-table.ts";

/** What a search by meaning needs to know of its scope. */
export interface VectorScope {
  contentIds: readonly number[] | null;
  passages: number;
}

export interface VectorSearchOptions {
  /** Up to this many passages every vector is compared. */
  exactUpTo?: number;
  /** Passages whose vectors are compared after the codes have chosen them. */
  rescored?: number;
}

/**
 * Nearest passages of a query. Small scopes are scanned exactly; in larger ones sign codes in memory choose the few
 * hundred whose vectors are then compared exactly, so a cosine given is always exact and only membership is not.
 */
export function createVectorSearch(
  vectors: VectorTable,
  { exactUpTo = recipe.exactUpTo, rescored = recipe.rescored }: VectorSearchOptions = {},
) {
  let codes: SignCodes = createSignCodes(0);
  let space = 0;
  let version = "";

  /** Reads what is new; rows that went or came out of order show in the tally and make it read all. */
  const refresh = (spaceId: number, dimensions: number, currentVersion: string): void => {
    if (spaceId === space && currentVersion === version) return;
    const read = (): void => {
      for (const row of vectors.codesAfter(codes.lastPassageId, spaceId)) {
        codes.add(row.passageId, row.contentId, row.code);
      }
    };
    if (spaceId !== space) codes = createSignCodes(dimensions);
    read();
    const { count, idSum } = vectors.tally(spaceId);
    if (codes.size !== count || codes.idSum !== idSum) {
      codes = createSignCodes(dimensions);
      read();
    }
    space = spaceId;
    version = currentVersion;
  };

  return {
    /** Nearest first, at most `limit`. `databaseVersion` changes whenever the database does. */
    search(
      query: Float32Array,
      spaceId: number,
      scope: VectorScope,
      limit: number,
      databaseVersion: string,
    ): VectorHit[] {
      if (scope.passages <= exactUpTo) return vectors.search(query, spaceId, scope.contentIds, limit);
      refresh(spaceId, query.length, databaseVersion);
      const allowed = scope.contentIds === null ? null : new Set(scope.contentIds);
      const near = codes.nearest(vectors.code(query), rescored, allowed);
      return vectors
        .cosines(query, spaceId, near)
        .toSorted((a, b) => b.cosine - a.cosine || a.passageId - b.passageId)
        .slice(0, limit);
    },
  };
}
