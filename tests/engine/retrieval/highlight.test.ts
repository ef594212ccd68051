import { describe, expect, it } from "vitest";

import { matchSpans } from "../../../src/engine/retrieval/highlight.ts";
import { queryTerms } from "../../../src/engine/retrieval/query-terms.ts";

const marked = (query: string, text: string, language: string | null) => {
  const points = [...text];
  return matchSpans(queryTerms(query, [language]), text, language).map(({ start, end }) =>
    points.slice(start, end).join(""),
  );
};

describe("matchSpans", () => {
  it("marks every form of a word and no function word", () => {
    expect(marked("What did the studies show?", "The study showed what other studies had not.", "en")).toEqual([
      "study",
      "showed",
      "studies",
    ]);
  });

  it("marks whole runs of Chinese", () => {
    expect(marked("北京大学", "他在北京大学学习，不在北京。", "zh")).toEqual(["北京大学", "北京"]);
  });

  it("marks accents and case as they stand, behind characters of two units", () => {
    expect(marked("strasse", "🙂 STRASSE, Straße", "de")).toEqual(["STRASSE", "Straße"]);
  });

  it("marks the piece of an identifier, and the whole name for the whole name", () => {
    expect(marked("exec", "post_exec_all() preExecChild", "en")).toEqual(["exec", "Exec"]);
    expect(marked("postExecAll", "post_exec_all()", "en")).toEqual(["post_exec_all"]);
  });

  it("gives code points", () => {
    expect(matchSpans([{ term: "run", variants: ["run"] }], "🙂🙂 running", "en")).toEqual([{ start: 3, end: 10 }]);
  });

  it("marks any form of a term", () => {
    expect(matchSpans([{ term: "a", variants: ["a", "running"] }], "running", "de")).toEqual([{ start: 0, end: 7 }]);
  });

  it("marks nothing for an empty query", () => {
    expect(matchSpans([], "text", "en")).toEqual([]);
  });
});
