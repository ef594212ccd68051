import { describe, expect, it } from "vitest";

import { fuse } from "../../../src/engine/retrieval/fuse.ts";

const ids = (ranked: { passageId: number }[]) => ranked.map(({ passageId }) => passageId);

describe("fuse", () => {
  it("adds the share of the best BM25 and the weighted cosine", () => {
    expect(
      fuse(
        [
          { passageId: 1, bm25: 8, cosine: 0.25 },
          { passageId: 2, bm25: 4, cosine: 0.75 },
        ],
        0.5,
      ),
    ).toEqual([
      { passageId: 1, bm25: 8, cosine: 0.25, score: 1.125 },
      { passageId: 2, bm25: 4, cosine: 0.75, score: 0.875 },
    ]);
  });

  it("lets a strong meaning overtake the best words at weight 1", () => {
    const ranked = fuse(
      [
        { passageId: 1, bm25: 8, cosine: 0 },
        { passageId: 2, bm25: 4, cosine: 0.75 },
      ],
      1,
    );
    expect(ids(ranked)).toEqual([2, 1]);
  });

  it("counts a missing part as nothing", () => {
    expect(
      fuse(
        [
          { passageId: 1, bm25: null, cosine: 0.5 },
          { passageId: 2, bm25: 3, cosine: null },
        ],
        1,
      ),
    ).toEqual([
      { passageId: 2, bm25: 3, cosine: null, score: 1 },
      { passageId: 1, bm25: null, cosine: 0.5, score: 0.5 },
    ]);
  });

  it("is the cosine alone without a lexical hit, the words alone without vectors", () => {
    const meaning = [0.25, 0.5].map((cosine, index) => ({ passageId: index, bm25: null, cosine }));
    expect(fuse(meaning, 1).map(({ score }) => score)).toEqual([0.5, 0.25]);
    const words = [2, 4].map((bm25, index) => ({ passageId: index, bm25, cosine: null }));
    expect(fuse(words, 1).map(({ score }) => score)).toEqual([1, 0.5]);
  });

  it("keeps a negative cosine and orders ties by id", () => {
    expect(fuse([{ passageId: 4, bm25: null, cosine: -0.5 }], 1)[0]?.score).toBe(-0.5);
    expect(
      ids(
        fuse(
          [9, 3, 5].map((passageId) => ({ passageId, bm25: 1, cosine: 0.5 })),
          1,
        ),
      ),
    ).toEqual([3, 5, 9]);
  });

  it("gives nothing for nothing", () => {
    expect(fuse([], 1)).toEqual([]);
  });
});
