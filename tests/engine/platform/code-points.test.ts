import { describe, expect, it } from "vitest";

import { countCodePoints, createCodePointMap, sliceCodePoints } from "../../../src/engine/platform/code-points.ts";

describe("code points", () => {
  it("counts a surrogate pair as one", () => {
    expect(countCodePoints("")).toBe(0);
    expect(countCodePoints("aé漢")).toBe(3);
    expect(countCodePoints("a😀b")).toBe(3);
  });

  it("slices by code points with and without pairs", () => {
    expect(sliceCodePoints("hello", 1, 3)).toBe("el");
    expect(sliceCodePoints("a😀b😀c", 1, 4)).toBe("😀b😀");
    expect(sliceCodePoints("a😀b", 2, 99)).toBe("b");
  });

  it("keeps a lone surrogate as one unit", () => {
    const text = "a\uD83Db😀";
    const map = createCodePointMap(text);
    expect(countCodePoints(text)).toBe(4);
    expect(map.toIndex(3)).toBe(3);
    expect(map.toCodePoint(5)).toBe(4);
  });

  it("goes there and back at every code point of a mixed text", () => {
    const text = "x😀y漢😀😀z";
    const map = createCodePointMap(text);
    const points = [...text];
    let index = 0;
    points.forEach((point, codePoint) => {
      expect(map.toIndex(codePoint)).toBe(index);
      expect(map.toCodePoint(index)).toBe(codePoint);
      index += point.length;
    });
    expect(map.toIndex(points.length)).toBe(text.length);
  });
});
