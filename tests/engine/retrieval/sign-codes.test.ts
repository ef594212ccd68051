import { describe, expect, it } from "vitest";

import { createSignCodes } from "../../../src/engine/retrieval/sign-codes.ts";

/** Code of 40 bits whose first `ones` bits are set. */
function code(ones: number): Uint8Array {
  const bytes = new Uint8Array(5);
  for (let bit = 0; bit < ones; bit += 1) bytes[bit >> 3] = (bytes[bit >> 3] as number) | (1 << (bit & 7));
  return bytes;
}

function filled(ones: readonly number[]) {
  const codes = createSignCodes(40);
  for (const [index, count] of ones.entries()) codes.add(index + 1, (index % 2) + 1, code(count));
  return codes;
}

describe("createSignCodes", () => {
  it("finds the codes with the fewest different bits", () => {
    const codes = filled([0, 40, 3, 33, 1, 39]);
    expect(codes.nearest(code(0), 1, null)).toEqual([1]);
    expect(codes.nearest(code(0), 3, null)).toEqual([1, 3, 5]);
    expect(codes.nearest(code(40), 2, null)).toEqual([2, 6]);
    expect(codes.nearest(code(34), 1, null)).toEqual([4]);
  });

  it("takes all codes at the last distance", () => {
    expect(filled([5, 5, 5, 20]).nearest(code(4), 2, null)).toEqual([1, 2, 3]);
  });

  it("looks at allowed contents only, even when they are fewer than wanted", () => {
    const codes = filled([0, 1, 30, 40]);
    expect(codes.nearest(code(0), 3, new Set([2]))).toEqual([2, 4]);
    expect(codes.nearest(code(0), 3, new Set())).toEqual([]);
    expect(codes.nearest(code(0), 1, new Set([2]))).toEqual([2]);
  });

  it("gives all when fewer than wanted are there, nothing when empty", () => {
    expect(filled([40, 0]).nearest(code(0), 9, null)).toEqual([1, 2]);
    expect(createSignCodes(40).nearest(code(0), 9, null)).toEqual([]);
  });

  it("knows its size, its last passage and the sum of ids, also after growing", () => {
    const codes = createSignCodes(40);
    expect([codes.size, codes.lastPassageId, codes.idSum]).toEqual([0, 0, 0]);
    for (let id = 1; id <= 2_500; id += 1) codes.add(id, 1, code(id === 2_000 ? 7 : 25));
    expect([codes.size, codes.lastPassageId, codes.idSum]).toEqual([2_500, 2_500, 3_126_250]);
    expect(codes.nearest(code(7), 1, null)).toEqual([2_000]);
  });
});
