import { describe, expect, it } from "vitest";

import { foldOf, withoutFold, abstentionValues, refused } from "../../../src/engine/evaluation/abstention-task.ts";
import type { Case, LoadedCollection } from "../../../src/engine/evaluation/cases.ts";
import { clusterOf, sliceCollection } from "../../../src/engine/evaluation/slice.ts";

function makeCase(id: string, document: string, answerable = true, more: Partial<Case> = {}): Case {
  return {
    id,
    question: `${id}?`,
    answers: [],
    answerable,
    language: "en",
    relevant: answerable ? [document] : [],
    evidence: answerable ? [{ document, start: 0, end: 5, text: null, page: null, heading: null }] : [],
    about: document,
    candidates: [],
    passage: null,
    ...more,
  };
}

/** 40 documents of 100 characters; 20 questions, every other one unanswerable. */
const collection: LoadedCollection = {
  name: "all",
  documents: Array.from({ length: 40 }, (_, index) => ({
    key: `d${index}`,
    fileName: `d${index}.txt`,
    content: { text: "x" },
    characters: 100,
  })),
  cases: Array.from({ length: 20 }, (_, index) => makeCase(`q${index}`, `d${index}`, index % 2 === 0)),
};

describe("slice", () => {
  const rule = { seed: "s", questions: 8, characters: 2_000 };
  const slice = sliceCollection(collection, rule);

  it("keeps to its limits, half of the questions answerable, with room for distractors", () => {
    expect(slice.cases).toHaveLength(8);
    expect(slice.cases.filter((item) => item.answerable)).toHaveLength(4);
    expect(slice.documents).toHaveLength(20);
    const needed = new Set(slice.cases.map((item) => item.about));
    expect(slice.documents.filter((document) => !needed.has(document.key))).toHaveLength(12);
  });

  it("holds the documents of its questions", () => {
    const keys = new Set(slice.documents.map((document) => document.key));
    for (const item of slice.cases) expect(keys.has(item.about as string)).toBe(true);
  });

  it("does not change with the order of the files, and little with one more question", () => {
    const turned = {
      ...collection,
      documents: [...collection.documents].reverse(),
      cases: [...collection.cases].reverse(),
    };
    const ids = (items: LoadedCollection): string[] => items.cases.map((item) => item.id).sort();
    expect(ids(sliceCollection(turned, rule))).toEqual(ids(slice));
    const more = { ...collection, cases: [...collection.cases, makeCase("new", "d39")] };
    const kept = ids(sliceCollection(more, rule)).filter((id) => slice.cases.some((item) => item.id === id));
    expect(kept.length).toBeGreaterThanOrEqual(7);
  });

  it("another seed is another slice", () => {
    const other = sliceCollection(collection, { ...rule, seed: "t" });
    expect(other.cases.map((item) => item.id)).not.toEqual(slice.cases.map((item) => item.id));
  });

  it("takes no more evidence than fits and passes over what is too big", () => {
    const small = sliceCollection(collection, { ...rule, characters: 500 });
    expect(small.cases).toHaveLength(3);
    expect(small.documents).toHaveLength(5);
    const big = { ...collection, documents: collection.documents.map((item) => ({ ...item, characters: 9_999 })) };
    expect(sliceCollection(big, rule)).toMatchObject({ documents: [], cases: [] });
  });

  it("brings along what judges were shown", () => {
    const withCandidates: LoadedCollection = {
      ...collection,
      cases: [makeCase("q", "d0", false, { about: null, candidates: ["d7", "d8"] })],
    };
    const keys = sliceCollection(withCandidates, { ...rule, characters: 300 }).documents.map((item) => item.key);
    expect(keys).toEqual(expect.arrayContaining(["d7", "d8"]));
    expect(keys).toHaveLength(3);
  });
});

describe("clusters", () => {
  it("are documents, their common part, or stretches of a long one", () => {
    expect(clusterOf(makeCase("q", "d"), {}, "en")).toBe("en/d");
    expect(clusterOf(makeCase("q", "page#part"), { separator: "#" }, "en")).toBe("en/page");
    const far = makeCase("q", "d", true, {
      evidence: [{ document: "d", start: 8_100, end: 8_200, text: null, page: null, heading: null }],
    });
    expect(clusterOf(far, { block: 4_000 }, "en")).toBe("en/d:2");
    expect(clusterOf(makeCase("q", "d", false), { block: 4_000 }, "en")).toBe("en/d");
  });
});

describe("abstention", () => {
  it("every answerable question is left out of the library exactly once", () => {
    const parts = [0, 1, 2].map((fold) => withoutFold(collection, "s", 3, fold));
    expect(parts.flatMap((part) => part.cases.map((item) => item.id)).sort()).toEqual(
      collection.cases
        .filter((item) => item.answerable)
        .map((item) => item.id)
        .sort(),
    );
    for (const [fold, part] of parts.entries()) {
      const keys = new Set(part.documents.map((document) => document.key));
      for (const item of part.cases) {
        expect(keys.has(item.about as string)).toBe(false);
        expect(item).toMatchObject({ answerable: false, relevant: [], evidence: [] });
        expect(foldOf(item, "s", 3)).toBe(fold);
      }
      expect(part.documents.length + part.cases.length).toBe(40);
    }
  });

  it("weak evidence is a refusal, a written answer never", () => {
    expect(refused({ mode: "abstained", evidence: "none" })).toBe(true);
    expect(refused({ mode: "quote", evidence: "weak" })).toBe(true);
    expect(refused({ mode: "quote", evidence: "enough" })).toBe(false);
    expect(refused({ mode: "written", evidence: "weak" })).toBe(false);
    expect(refused({ mode: "listing", evidence: "none" })).toBe(false);
  });

  it("gives each rate to its kind of question", () => {
    const names = { refusedWrongly: "false", refusedRightly: "caught", answeredWrongly: "hallucination" };
    expect(abstentionValues(true, true, names)).toEqual({ false: 1 });
    expect(abstentionValues(true, false, names)).toEqual({ false: 0 });
    expect(abstentionValues(false, true, names)).toEqual({ caught: 1, hallucination: 0 });
    expect(abstentionValues(false, false, { refusedWrongly: "x", answeredWrongly: "h" })).toEqual({ h: 1 });
  });
});
