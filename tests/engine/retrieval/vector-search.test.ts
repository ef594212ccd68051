import { describe, expect, it } from "vitest";

import { createVectorSearch } from "../../../src/engine/retrieval/vector-search.ts";
import { createVectorTable } from "../../../src/engine/retrieval/vector-table.ts";
import { openSmallIndex, plane, unit } from "./small-index.ts";

const dimensions = 64;

/** A direction that depends on a number alone, spread over all dimensions. */
const direction = (seed: number): number[] =>
  Array.from({ length: dimensions }, (_, axis) => Math.sin((seed + 1) * (axis + 1) * 0.7) + Math.cos(seed * axis));

const contents = Array.from({ length: 20 }, (_, content) => ({
  documents: [{ name: `${content}` }],
  passages: Array.from({ length: 10 }, (_, place) => ({ text: "word", vector: direction(content * 10 + place) })),
}));

function open(rescored: number) {
  const { index, passageIndex } = openSmallIndex(contents);
  const table = createVectorTable(index);
  const space = table.spaceId(plane) as number;
  const coded = createVectorSearch(table, { exactUpTo: 5, rescored });
  const find = (seed: number, contentIds: number[] | null = null, version = "1") =>
    coded.search(unit(direction(seed)), space, { contentIds, passages: 200 }, 10, version);
  const exact = (seed: number, contentIds: number[] | null = null) =>
    table.search(unit(direction(seed)), space, contentIds, 10);
  return { index, passageIndex, table, space, coded, find, exact };
}

const ids = (hits: { passageId: number }[]) => hits.map(({ passageId }) => passageId);

describe("createVectorSearch", () => {
  it("gives exact cosines, nearest first", () => {
    const { find } = open(50);
    const hits = find(3);
    expect(hits).toHaveLength(10);
    expect(hits[0]?.passageId).toBe(4);
    expect(hits[0]?.cosine).toBeCloseTo(1, 6);
    expect(hits.map(({ cosine }) => cosine)).toEqual(hits.map(({ cosine }) => cosine).toSorted((a, b) => b - a));
  });

  it("finds at least nine of the ten nearest when a quarter is compared", () => {
    const { find, exact } = open(50);
    let found = 0;
    for (let seed = 0; seed < 200; seed += 10) {
      const truth = new Set(ids(exact(seed)));
      found += ids(find(seed)).filter((id) => truth.has(id)).length;
    }
    expect(found).toBeGreaterThanOrEqual(180);
  });

  it("is the exact scan when all are compared, or when the scope is small", () => {
    const { find, exact, coded, space } = open(200);
    expect(ids(find(7))).toEqual(ids(exact(7)));
    const small = coded.search(unit(direction(7)), space, { contentIds: [3], passages: 5 }, 10, "1");
    expect(ids(small)).toEqual(ids(exact(7, [3])));
  });

  it("keeps to allowed contents", () => {
    const { find, exact } = open(200);
    expect(ids(find(7, [2, 5]))).toEqual(ids(exact(7, [2, 5])));
  });

  it("sees vectors that came, also out of order, and those that went", () => {
    const { find, passageIndex } = open(10);
    expect(find(3, null, "1")[0]?.passageId).toBe(4);
    passageIndex.remove([4]);
    expect(ids(find(3, null, "2"))).not.toContain(4);
    passageIndex.addVectors([{ passageId: 4, vector: unit(direction(500)) }], plane);
    expect(find(500, null, "3")[0]?.passageId).toBe(4);
  });

  it("starts anew in another space", () => {
    const { passageIndex, table, coded, find } = open(10);
    find(3);
    passageIndex.addVectors([{ passageId: 9, vector: unit(direction(3)) }], "other");
    const other = table.spaceId("other") as number;
    const hits = coded.search(unit(direction(3)), other, { contentIds: null, passages: 200 }, 10, "2");
    expect(ids(hits)).toEqual([9]);
  });
});
