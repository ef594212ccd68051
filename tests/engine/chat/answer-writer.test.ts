import { describe, expect, it } from "vitest";

import type { Source } from "../../../src/shared/answer-schemas.ts";
import { firstSentenceEnd, isRefusal, plainSentence } from "../../../src/engine/chat/answer-sentences.ts";
import { createAnswerWriter } from "../../../src/engine/chat/answer-writer.ts";
import { createSupportChecker } from "../../../src/engine/chat/check-support.ts";
import { isStopWord, passageOf } from "./evidence.ts";

const texts = [
  "😀 Hello. The monthly rent is 1,265 euros. It is due on the third day.",
  "The caretaker of the house is Tom Brandt.",
];

function writerOver() {
  const sources = texts.map((text, index): Source => ({
    number: index + 1,
    passageId: index + 10,
    documentId: index + 1,
    documentName: `file-${index + 1}.md`,
    folderName: "Files",
    page: null,
    heading: "",
    start: 100,
    end: 100 + [...text].length,
    text,
    matches: [],
    documentModifiedAt: 0,
    readAt: 0,
    score: 1,
    language: "en",
  }));
  const passages = texts.map((text, index) => passageOf(text, { passageId: index + 10, contentId: index + 1 }));
  const checker = createSupportChecker({ passages, question: "", isStopWord });
  return createAnswerWriter({ sources, checker, language: "en", pageOf: (_, start) => (start >= 100 ? 7 : null) });
}

/** Writes a text in pieces of a size and gives back what was shown and what was checked. */
function write(text: string, size: number, stopped = false) {
  const writer = writerOver();
  let shown = "";
  for (let at = 0; at < text.length; at += size) shown += writer.feed(text.slice(at, at + size));
  shown += writer.finish(stopped);
  expect(writer.text()).toBe(shown);
  return { shown, ...writer.checked() };
}

describe("createAnswerWriter", () => {
  const text =
    "The monthly rent is 1,265 euros. The caretaker is Tom Brandt [2].\n\n- The rent is 1,300 euros [9].\n- Dr. Brandt is the caretaker of the house.";

  it("shows the same whatever the size of the pieces, and never takes a word back", () => {
    const results = [1, 3, 10, 1_000].map((size) => write(text, size).shown);
    expect(new Set(results).size).toBe(1);
    expect(results[0]).toBe(
      "The monthly rent is 1,265 euros. [1] The caretaker is Tom Brandt [2].\n\n- The rent is 1,300 euros.\n- Dr. Brandt is the caretaker of the house. [2]",
    );
  });

  it("gives each sentence its verdict, its span and its citations", () => {
    const { shown, sentences, citations } = write(text, 5);
    expect(sentences.map(({ support }) => support)).toEqual(["supported", "supported", "unsupported", "supported"]);
    for (const { start, end, text: sentence } of sentences)
      expect([...shown].slice(start, end).join("")).toBe(sentence);
    expect(sentences[2]).toMatchObject({ citations: [], missing: expect.arrayContaining(["1,300"]), closest: 1 });
    expect(citations.map(({ number }) => number)).toEqual([1, 2]);
    // The cited span is the window that holds the sentence, in the document's code points.
    expect(citations[0]).toMatchObject({ text: "The monthly rent is 1,265 euros.", start: 109, page: 7 });
  });

  it("names the right passage when the words stand in another one than cited", () => {
    const { sentences } = write("The monthly rent is 1,265 euros [2].", 4);
    expect(sentences[0]).toMatchObject({ support: "partly", citations: [2], closest: 1 });
  });

  it("keeps an unfinished sentence after a stop and does not judge it", () => {
    const { shown, sentences } = write("The monthly rent is 1,265 euros. The caretaker is", 6, true);
    expect(shown).toMatch(/The caretaker is$/);
    expect(sentences).toHaveLength(1);
    expect(write("The monthly rent is 1,265 euros. The caretaker is", 6).sentences).toHaveLength(2);
  });

  it("takes a refusal for no claim", () => {
    expect(write("The files do not say.", 3)).toMatchObject({ refusal: true, sentences: [], citations: [] });
    expect(write("The files do not say. The rent is 1,265 euros.", 3).refusal).toBe(false);
  });
});

describe("firstSentenceEnd", () => {
  it.each([
    ["One. Two", "One."],
    ["One [1]. Two", "One [1]."],
    ["One. [1][2] Two", "One. [1][2]"],
    ["Dr. Weber came. Then", "Dr. Weber came."],
    ["- First point\n- Second", "- First point"],
    ["一。二", "一。"],
  ])("of %j is after %j", (text, first) => {
    expect(text.slice(0, firstSentenceEnd(text, "en", false) ?? 0)).toBe(first);
  });

  it.each(["One", "One.", "One. ", "One. [", ""])("waits at %j", (text) => {
    expect(firstSentenceEnd(text, "en", false)).toBeNull();
  });
});

describe("plainSentence and isRefusal", () => {
  it("leaves the words", () => {
    expect(plainSentence("- **The rent** is `950` euro [2].")).toBe("The rent is 950 euro.");
    expect(plainSentence("## Rent")).toBe("Rent");
    expect(plainSentence("---").replaceAll("-", "")).toBe("");
  });

  it.each([
    "The files do not say.",
    "The documents do not say this.",
    "Die Dateien sagen das nicht.",
    "I cannot find this.",
  ])("%j says nothing", (sentence) => expect(isRefusal(sentence)).toBe(true));

  it("does not take every negation for a refusal", () => {
    expect(isRefusal("The tenant does not pay for water.")).toBe(false);
  });
});
