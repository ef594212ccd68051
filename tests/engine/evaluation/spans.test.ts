import { describe, expect, it } from "vitest";

import {
  coveredCharacters,
  type DocumentSpan,
  evidenceShare,
  fillContext,
  holdsEvidence,
  overlaps,
} from "../../../src/engine/evaluation/spans.ts";

const span = (start: number, end: number, document = "a"): DocumentSpan => ({ document, start, end });

describe("spans", () => {
  it("touching spans do not overlap, nor do spans of two documents", () => {
    expect(overlaps(span(0, 10), span(10, 20))).toBe(false);
    expect(overlaps(span(0, 11), span(10, 20))).toBe(true);
    expect(overlaps(span(0, 11), span(0, 11, "b"))).toBe(false);
  });

  it("text that several spans hold counts once", () => {
    expect(coveredCharacters(span(10, 20), [span(0, 14), span(12, 16), span(19, 30), span(11, 13)])).toBe(7);
    expect(coveredCharacters(span(10, 20), [span(0, 14), span(11, 13)])).toBe(4);
    expect(coveredCharacters(span(10, 20), [span(12, 16), span(0, 14)])).toBe(6);
    expect(coveredCharacters(span(10, 20), [])).toBe(0);
    expect(coveredCharacters(span(10, 20), [span(0, 100)])).toBe(10);
  });

  it("evidence share weighs by length and has no value without evidence", () => {
    expect(evidenceShare([span(0, 10), span(20, 50)], [span(0, 5), span(20, 35)])).toBe(0.5);
    expect(evidenceShare([], [span(0, 5)])).toBeNull();
  });

  it("context skips what does not fit and pays overlap once", () => {
    const ranked = [span(0, 60), span(50, 110), span(200, 260), span(300, 330, "b")];
    // 60, then 50 new ones are too many for 100; 60 as well; 30 fit.
    expect(fillContext(ranked, 100)).toEqual([span(0, 60), span(300, 330, "b")]);
    // With 110 the second costs only its 50 new characters.
    expect(fillContext(ranked, 110)).toEqual([span(0, 60), span(50, 110)]);
    expect(fillContext([], 100)).toEqual([]);
  });

  it("evidence is held when enough of one span is there", () => {
    const evidence = [span(0, 10), span(100, 110)];
    expect(holdsEvidence(evidence, [span(100, 108)], 0.8)).toBe(true);
    expect(holdsEvidence(evidence, [span(100, 107)], 0.8)).toBe(false);
    // Halves of two spans do not add up to one.
    expect(holdsEvidence(evidence, [span(0, 5), span(100, 105)], 0.8)).toBe(false);
    expect(holdsEvidence(evidence, [span(0, 5), span(5, 10)], 1)).toBe(true);
    expect(holdsEvidence([], [span(0, 5)], 0.8)).toBe(false);
  });
});
