import { describe, expect, it } from "vitest";

import type { EmbeddingModel } from "../../../src/engine/models/model-types.ts";
import { DocentError } from "../../../src/engine/platform/docent-error.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { createRetriever } from "../../../src/engine/retrieval/retriever.ts";
import { openSmallIndex, pointing, type SmallContent } from "./small-index.ts";

const everything = { folderIds: [], documentIds: [] };

function open(contents: readonly SmallContent[], model: EmbeddingModel = pointing([1, 0])) {
  const { index, passageIndex, add } = openSmallIndex(contents);
  const retriever = createRetriever({ store: { index }, embedding: () => Promise.resolve(model), clock: systemClock });
  const find = async (query: string, options: Partial<Parameters<typeof retriever.retrieve>[0]> = {}) =>
    retriever.retrieve({ query, mode: "hybrid", filter: everything, k: 10, ...options });
  return { index, passageIndex, add, retriever, find };
}

const harbour: SmallContent = {
  title: "Harbour log",
  documents: [{ name: "harbour.md" }],
  passages: [
    { text: "The crane lifted forty crates.", headings: ["May"], vector: [0, 1] },
    { text: "🙂 A ferry arrived before noon.", headings: ["June"], vector: [1, 0] },
    { text: "Rain all day long, no ships.", headings: ["June", "Weather"], vector: [3, 4] },
  ],
};

describe("retrieve", () => {
  it("finds a file that the user wants although a rule leaves it out, and not one that the user left out", async () => {
    const { index, find } = open([harbour]);
    const set = index.prepare("UPDATE document SET excluded = ?");
    set.run(-1);
    expect((await find("crane")).candidates[0]?.documentName).toBe("harbour.md");
    set.run(1);
    expect((await find("crane")).candidates).toEqual([]);
  });

  it("fuses words and meaning and gives all that later steps need", async () => {
    const { candidates, searchedPassages, queryVector, terms } = await open([harbour]).find("Which crane?");
    expect(searchedPassages).toBe(3);
    expect(queryVector).toEqual(Float32Array.of(1, 0));
    expect(terms).toEqual([{ term: "crane", variants: ["crane"], documentFrequency: 1, idf: Math.log(1 + 2.5 / 1.5) }]);
    expect(candidates.map(({ passageId }) => passageId)).toEqual([1, 2, 3]);
    const [first, second, third] = candidates;
    expect(first).toMatchObject({
      rank: 1,
      passageId: 1,
      contentId: 1,
      documentId: 1,
      documentName: "harbour.md",
      folderId: 1,
      folderName: "One",
      documentModifiedAt: 1000,
      readAt: 2000,
      ordinal: 0,
      start: 0,
      end: 30,
      page: 1,
      title: "Harbour log",
      headings: ["May"],
      text: "The crane lifted forty crates.",
      language: "en",
      score: 1,
      lexicalRank: 1,
      cosine: 0,
      vectorRank: 3,
    });
    expect(first?.bm25).toBeGreaterThan(0);
    expect(second).toMatchObject({ rank: 2, bm25: null, lexicalRank: null, cosine: 1, vectorRank: 1, score: 1 });
    expect(second?.text).toBe("🙂 A ferry arrived before noon.");
    expect(third?.score).toBeCloseTo(0.6, 6);
    expect(third?.headings).toEqual(["June", "Weather"]);
  });

  it("finds words in title and headings", async () => {
    const { candidates } = await open([harbour]).find("weather", { mode: "lexical" });
    expect(candidates.map(({ passageId }) => passageId)).toEqual([3]);
  });

  it("searches by words alone without asking the model", async () => {
    const model = pointing([1, 0]);
    const { candidates, queryVector, timings } = await open([harbour], model).find("ferry", { mode: "lexical" });
    expect(candidates).toHaveLength(1);
    expect(candidates[0]).toMatchObject({ passageId: 2, score: 1, cosine: null, vectorRank: null });
    expect(queryVector).toBeNull();
    expect(timings.embedMs).toBe(0);
    expect(model.asked).toEqual([]);
  });

  it("searches by meaning alone", async () => {
    const { candidates } = await open([harbour]).find("crane", { mode: "vector" });
    expect(candidates.map(({ passageId, bm25 }) => [passageId, bm25])).toEqual([
      [2, null],
      [3, null],
      [1, null],
    ]);
  });

  it("does not wait for the model while there are no vectors", async () => {
    const model = pointing([1, 0]);
    const { candidates } = await open([{ passages: [{ text: "A ferry." }] }], model).find("ferry");
    expect(candidates.map(({ passageId, score }) => [passageId, score])).toEqual([[1, 1]]);
    expect(model.asked).toEqual([]);
  });

  it("does not compare vectors of another model", async () => {
    const { candidates, queryVector } = await open([harbour], { ...pointing([1, 0]), spaceId: "other" }).find("ferry");
    expect(candidates.map(({ passageId, cosine }) => [passageId, cosine])).toEqual([[2, null]]);
    expect(queryVector).not.toBeNull();
  });

  it("gives at most k", async () => {
    expect((await open([harbour]).find("crane", { k: 2 })).candidates).toHaveLength(2);
  });

  it("shows copies once, as the allowed file with the smallest id", async () => {
    const twice = { ...harbour, documents: [{ name: "a.md" }, { name: "b.md", folderId: 2 }] };
    const { find } = open([twice]);
    expect((await find("crane", { mode: "lexical" })).candidates.map((c) => c.documentName)).toEqual(["a.md"]);
    const filter = { folderIds: [2], documentIds: [] };
    expect((await find("crane", { mode: "lexical", filter })).candidates.map((c) => c.documentName)).toEqual(["b.md"]);
  });

  it("keeps both rankings to the filter", async () => {
    const other: SmallContent = {
      documents: [{ name: "other.md", folderId: 2 }],
      passages: [{ text: "Another crane.", vector: [1, 0] }],
    };
    const { find } = open([harbour, other]);
    const inside = await find("crane", { filter: { folderIds: [2], documentIds: [] } });
    expect(inside.candidates.map(({ passageId }) => passageId)).toEqual([4]);
    expect(inside.searchedPassages).toBe(1);
    const one = await find("crane", { filter: { folderIds: [], documentIds: [1] } });
    expect(one.candidates.map(({ passageId }) => passageId)).toEqual([1, 2, 3]);
    expect((await find("crane", { filter: { folderIds: [2], documentIds: [1] } })).candidates).toEqual([]);
  });

  it("leaves out files that the user excluded", async () => {
    const hidden = { ...harbour, documents: [{ name: "a.md", excluded: true }] };
    const { candidates, searchedPassages } = await open([hidden]).find("crane");
    expect(candidates).toEqual([]);
    expect(searchedPassages).toBe(0);
  });

  it("sees what is added and removed between two searches", async () => {
    const { add, find, passageIndex, index } = open([harbour]);
    expect((await find("heron", { mode: "lexical" })).candidates).toEqual([]);
    add({ passages: [{ text: "A heron." }], documents: [{ name: "birds.md" }] });
    const found = await find("heron", { mode: "lexical" });
    expect(found.candidates.map(({ documentName }) => documentName)).toEqual(["birds.md"]);
    expect(found.searchedPassages).toBe(4);
    passageIndex.remove([4]);
    index.exec("DELETE FROM document WHERE name = 'birds.md'; DELETE FROM content WHERE id = 2");
    const gone = await find("heron", { mode: "lexical" });
    expect(gone.candidates).toEqual([]);
    expect(gone.terms[0]?.documentFrequency).toBe(0);
    expect(gone.searchedPassages).toBe(3);
  });

  it("finds a German text by an English form and the other way round", async () => {
    const { find } = open([
      { language: "de", passages: [{ text: "Die Häuser im Hafen" }] },
      { language: "en", passages: [{ text: "running costs" }] },
    ]);
    const ids = async (query: string) =>
      (await find(query, { mode: "lexical" })).candidates.map(({ passageId }) => passageId);
    expect(await ids("haus")).toEqual([1]);
    expect(await ids("Häusern")).toEqual([1]);
    expect(await ids("run")).toEqual([2]);
  });

  it("is cancelled before it starts and while the model works", async () => {
    const early = AbortSignal.abort();
    await expect(open([harbour]).find("crane", { signal: early })).rejects.toMatchObject({ code: "cancelled" });
    const controller = new AbortController();
    const slow = {
      ...pointing([1, 0]),
      embed: () => {
        controller.abort();
        return Promise.resolve([Float32Array.of(1, 0)]);
      },
    };
    await expect(open([harbour], slow).find("crane", { signal: controller.signal })).rejects.toMatchObject({
      code: "cancelled",
    });
  });

  it("passes the model's error on and still searches by words", async () => {
    const broken = {
      ...pointing([1, 0]),
      embed: () => Promise.reject(new DocentError("model-failed", "The model stopped.")),
    };
    const { find } = open([harbour], broken);
    await expect(find("crane")).rejects.toMatchObject({ code: "model-failed" });
    expect((await find("crane", { mode: "lexical" })).candidates).toHaveLength(1);
  });

  it("has nothing for a query without words in a library without vectors", async () => {
    const { candidates, terms } = await open([{ passages: [{ text: "A ferry." }] }]).find("?!");
    expect(candidates).toEqual([]);
    expect(terms).toEqual([]);
  });
});

describe("matches", () => {
  it("marks what the search found, in code points", () => {
    const { retriever } = open([harbour]);
    expect(retriever.matches("ferries arriving", "🙂 A ferry arrived before noon.", "en")).toEqual([
      { start: 4, end: 9 },
      { start: 10, end: 17 },
    ]);
  });

  it("knows the text's language even when the library does not have it", () => {
    expect(open([harbour]).retriever.matches("haus", "Die Häuser", "de")).toEqual([{ start: 4, end: 10 }]);
  });
});
