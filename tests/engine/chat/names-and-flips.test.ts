import { describe, expect, it } from "vitest";

import { misplaced } from "../../../src/engine/chat/binding.ts";
import { findFlip } from "../../../src/engine/chat/flips.ts";
import { mentionsOf } from "../../../src/engine/chat/mentions.ts";
import { findNames, isInitialsOf, sameName } from "../../../src/engine/chat/names.ts";
import { isStopWord } from "./evidence.ts";

describe("findNames", () => {
  it("finds capitalised words and says which open a sentence", () => {
    expect(
      findNames("Rent goes to Helena Weber. The U.N. met in Graz.").map(({ text, opens }) => [text, opens]),
    ).toEqual([
      ["Rent", true],
      ["Helena", false],
      ["Weber", false],
      ["U.N.", false],
      ["Graz", false],
    ]);
  });

  it("takes German nouns for names only in runs or after a title", () => {
    const names = findNames("Die Miete geht an Helena Weber und an Herrn Beck.", "de").map(({ text }) => text);
    expect(names).toEqual(["Helena", "Weber", "Beck"]);
  });
});

describe("sameName", () => {
  it.each([
    ["Germany", "German"],
    ["Weber", "WEBER"],
    ["Zürich", "Zurich"],
    ["U.S.", "US"],
    ["Москва", "Москвы"],
  ])("%s is %s", (left, right) => {
    expect(sameName(left, right)).toBe(true);
  });

  it.each([
    ["Weber", "Wagner"],
    ["Martin", "Marina"],
    ["Helena", "Helene Weber"],
    ["Iran", "Iraq"],
  ])("%s is not %s", (left, right) => {
    expect(sameName(left, right)).toBe(false);
  });

  it("knows initials", () => {
    expect(isInitialsOf("UN", "the United Nations")).toBe(true);
    expect(isInitialsOf("EU", "the United Nations")).toBe(false);
    expect(isInitialsOf("United", "the United Nations")).toBe(false);
  });
});

describe("findFlip", () => {
  const telling = (word: string) => !isStopWord(word, "en");
  it.each([
    ["The tenant may not keep a dog.", "The tenant may keep a dog.", "not"],
    ["The tenant may keep a dog.", "The tenant may not keep a dog.", "not"],
    ["The price increased in May.", "The price decreased in May.", "increas"],
    ["Pay before the visit.", "Pay after the visit.", "Pay before".slice(4)],
    ["The seller pays the tax.", "The buyer pays the tax.", "seller"],
    ["押金不退还。", "押金退还。", "不"],
  ])("%j against %j", (claim, evidence, flip) => {
    expect(findFlip(claim, evidence, telling)).toBe(flip);
  });

  it.each([
    ["The tenant may keep a dog.", "The tenant may keep a dog, but not a horse."],
    ["No. The tenant pays the tax.", "The tenant pays the tax."],
    ["The price increased and then decreased.", "The price decreased."],
  ])("sees none in %j against %j", (claim, evidence) => {
    expect(findFlip(claim, evidence, telling)).toBeNull();
  });
});

describe("misplaced", () => {
  const mentions = (text: string) =>
    mentionsOf(
      text,
      "en",
      () => 2,
      isStopWord,
      () => true,
    );
  const wrong = (claim: string, evidence: string) =>
    misplaced(mentions(claim), mentions(evidence), mentions(evidence.replaceAll(/\([^)]*\)/g, "")), []);

  it.each([
    [
      "The caretaker is Helena Weber.",
      "The caretaker is Tom Brandt. The owner of the house is Helena Weber.",
      "Helena Weber",
    ],
    ["It opened in 1987.", "It was planned in 1987 by the city. It opened in 1991.", "1987"],
    [
      "The Johannes Republic fell.",
      "The Dutch Republic fell. A long time later there was a painter called Johannes.",
      "Johannes Republic",
    ],
  ])("finds what stands in the wrong company in %j", (claim, evidence, name) => {
    expect(wrong(claim, evidence)).toContain(name);
  });

  it.each([
    ["The caretaker is Brandt.", "The caretaker is Tom Brandt. The owner is Helena Weber."],
    ["The owner is Helena Weber.", "The caretaker is Tom Brandt. The owner is Helena Weber."],
    ["It opened in 1991.", "It was planned in 1987 and opened in 1991."],
    ["Graz lies in Austria.", "Graz (Slovene: Gradec) lies in the south of Austria."],
  ])("leaves %j alone", (claim, evidence) => {
    expect(wrong(claim, evidence)).toEqual([]);
  });
});
