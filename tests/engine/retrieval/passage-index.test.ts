import { describe, expect, it } from "vitest";

import { embeddingText, headingPath } from "../../../src/engine/retrieval/passage-index.ts";
import { openSmallIndex, plane, unit } from "./small-index.ts";

const passage = { title: "Manual", headings: ["Setup", "Network"], text: "Press the button." };

describe("embeddingText", () => {
  it("puts title and headings before the passage", () => {
    expect(embeddingText(passage)).toBe("Manual > Setup > Network\nPress the button.");
    expect(embeddingText({ ...passage, title: "" })).toBe("Setup > Network\nPress the button.");
    expect(embeddingText({ ...passage, headings: [] })).toBe("Manual\nPress the button.");
    expect(embeddingText({ ...passage, title: "", headings: [] })).toBe("Press the button.");
    expect(headingPath({ title: "", headings: [] })).toBe("");
  });
});

describe("createPassageIndex", () => {
  const matches = (index: ReturnType<typeof openSmallIndex>["index"], query: string) =>
    index.prepare("SELECT rowid FROM passage_terms WHERE passage_terms MATCH ? ORDER BY rowid").pluck().all(query);

  it("writes headings, body and identifiers apart", () => {
    const { index } = openSmallIndex([
      { title: "Guides", passages: [{ text: "Call post_exec_all twice.", headings: ["DiffExecutor"] }] },
    ]);
    expect(matches(index, "headings : guid")).toEqual([1]);
    expect(matches(index, "headings : diffexecutor")).toEqual([1]);
    expect(matches(index, "body : twice")).toEqual([1]);
    expect(matches(index, "body : diff")).toEqual([]);
    expect(matches(index, "identifiers : diff AND identifiers : executor AND identifiers : exec")).toEqual([1]);
  });

  it("removes terms and vectors of the passages named and of no other", () => {
    const { index, passageIndex } = openSmallIndex([
      {
        passages: [
          { text: "one ferry", vector: [1, 0] },
          { text: "two ferries", vector: [0, 1] },
        ],
      },
    ]);
    passageIndex.remove([1]);
    expect(matches(index, "ferri")).toEqual([2]);
    expect(index.prepare("SELECT passage_id FROM passage_vector").pluck().all()).toEqual([2]);
  });

  it("keeps words of scripts with vowel signs whole", () => {
    const { index } = openSmallIndex([{ language: "hi", passages: [{ text: "हिन्दी भाषा" }] }]);
    expect(index.prepare("SELECT term FROM passage_term_counts ORDER BY term").pluck().all()).toEqual([
      "भाषा",
      "हिन्दी",
    ]);
  });

  it("names the passages without a vector of a space", () => {
    const { passageIndex } = openSmallIndex([
      { passages: [{ text: "a" }, { text: "b", vector: [1, 0] }, { text: "c" }, { text: "d" }] },
    ]);
    expect(passageIndex.withoutVectors(plane, 2)).toEqual([1, 3]);
    expect(passageIndex.withoutVectors("another", 10)).toEqual([1, 2, 3, 4]);
    passageIndex.addVectors([{ passageId: 1, vector: unit([1, 1]) }], plane);
    passageIndex.addVectors([], plane);
    expect(passageIndex.withoutVectors(plane, 10)).toEqual([3, 4]);
  });

  it("replaces the vector of a passage, also by one of another space", () => {
    const { index, passageIndex } = openSmallIndex([{ passages: [{ text: "a", vector: [1, 0] }] }]);
    passageIndex.addVectors([{ passageId: 1, vector: unit([0, 0, 1]) }], "three");
    expect(
      index
        .prepare(
          `SELECT name, dimensions, vec_to_json(vector) AS vector
           FROM passage_vector JOIN embedding_space ON embedding_space.id = space_id`,
        )
        .all(),
    ).toEqual([{ name: "three", dimensions: 3, vector: "[0.000000,0.000000,1.000000]" }]);
  });
});
