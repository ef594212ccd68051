import { describe, expect, it } from "vitest";

import { queryLanguages, queryTerms } from "../../../src/engine/retrieval/query-terms.ts";

const terms = (query: string, languages: (string | null)[]) => queryTerms(query, languages).map(({ term }) => term);

describe("queryLanguages", () => {
  it("takes the only language of a library, English for an empty one or an unknown language", () => {
    expect(queryLanguages("Wo ist das Haus?", ["fr"])).toEqual(["fr"]);
    expect(queryLanguages("Wo ist das Haus?", [])).toEqual(["en"]);
    expect(queryLanguages("Wo ist das Haus?", [null])).toEqual(["en"]);
  });

  it("is sure of a language with two function words more than any other", () => {
    expect(queryLanguages("Wo ist das Haus?", ["en", "de", "fr"])).toEqual(["de"]);
    expect(queryLanguages("Where is the house?", ["de", null])).toEqual(["en"]);
  });

  it("puts a likely language first and keeps the others", () => {
    expect(queryLanguages("das Haus", ["en", "de", "fr"])).toEqual(["de", "en", "fr"]);
    // "die" is a German function word, "the" and "of" are English ones.
    expect(queryLanguages("die of the", ["de", "en"])).toEqual(["en", "de"]);
  });

  it("falls back on the language with most text", () => {
    expect(queryLanguages("Panama", ["de", "en"])).toEqual(["de", "en"]);
  });
});

describe("queryTerms", () => {
  it("leaves out function words of the query's language", () => {
    expect(terms("What is the purpose of the houses?", ["en"])).toEqual(["purpos", "hous"]);
    expect(terms("Für wen ist das Haus?", ["de"])).toEqual(["haus"]);
  });

  it("keeps a function word of another language that means something here", () => {
    expect(terms("Who will die?", ["en", "de"])).toEqual(["die"]);
  });

  it("keeps function words when there is nothing else", () => {
    expect(terms("to be or not to be", ["en"])).toEqual(["to", "be", "or", "not"]);
  });

  it("looks for a word in each language's form", () => {
    expect(queryTerms("running", ["en", "de", "pl"])).toEqual([{ term: "run", variants: ["run", "running"] }]);
    expect(queryTerms("Panama", ["en", "ru", null])).toEqual([{ term: "panama", variants: ["panama"] }]);
  });

  it("names each form once, identifiers after words", () => {
    expect(queryTerms("run DiffExecutor, running diff_map?", ["en"])).toEqual([
      { term: "run", variants: ["run"] },
      { term: "diffexecutor", variants: ["diffexecutor"] },
      { term: "diff", variants: ["diff"] },
      { term: "map", variants: ["map"] },
      { term: "executor", variants: ["executor"] },
      { term: "diffmap", variants: ["diffmap"] },
    ]);
  });

  it("has no terms for a query without words", () => {
    expect(queryTerms("?! …", ["en"])).toEqual([]);
  });
});
