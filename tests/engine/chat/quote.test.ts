import { describe, expect, it } from "vitest";

import { askedKind, holdsKind } from "../../../src/engine/chat/asked-kind.ts";
import { cutPassages, type EvidencePassage } from "../../../src/engine/chat/evidence-sentences.ts";
import { createQuestionTerms } from "../../../src/engine/chat/question-terms.ts";
import {
  addCosines,
  addWindows,
  pickQuotes,
  quoteParameters,
  scoreByWords,
  windowText,
  worthEmbedding,
  worthRereading,
} from "../../../src/engine/chat/quote.ts";
import { tokenise } from "../../../src/engine/retrieval/tokenise.ts";
import { isStopWord, passageOf } from "./evidence.ts";

function quotesOf(question: string, passages: readonly EvidencePassage[], language = "en"): string[] {
  const terms = tokenise(question, language)
    .words.filter((word) => !isStopWord(question.slice(word.start, word.end), language))
    .map(({ term }) => ({ term, idf: 2, documentFrequency: 1 }));
  const cut = cutPassages(passages);
  const scored = scoreByWords(cut, {
    text: question,
    termsFor: createQuestionTerms(question, terms),
    asked: askedKind(question),
    vectors: false,
  });
  return pickQuotes(cut, scored).map(({ passage, start, end }) =>
    [...passages[passage]!.text].slice(start, end).join(""),
  );
}

const text =
  "Lease of the flat\nThis lease was signed in spring by both parties. The deposit is two months' rent, 1,900 euro. " +
  "It is paid before the keys are handed over.\n\nThe garden is shared. What is the deposit? Ask the landlord.";

describe("pickQuotes", () => {
  it("quotes word for word, with the neighbours that belong to it and never over a paragraph", () => {
    const [first] = quotesOf("How high is the deposit?", [passageOf(text, { title: "Lease of the flat" })]);
    expect(text).toContain(first);
    expect(first).toContain("The deposit is two months' rent, 1,900 euro.");
    expect(first).toContain("It is paid before the keys are handed over.");
    expect(first).not.toContain("garden");
  });

  it("never takes a title or a question for an answer", () => {
    const [first] = quotesOf("What is the lease of the flat?", [passageOf(text, { title: "Lease of the flat" })]);
    expect(first?.startsWith("Lease of the flat")).toBe(false);
    expect(quotesOf("What is the deposit?", [passageOf("What is the deposit?")])).toEqual([]);
  });

  it("does not quote one place twice when passages overlap or files repeat each other", () => {
    const sentence = "The deposit is 1,900 euro in total.";
    const overlapping = [
      passageOf(`First. ${sentence}`, { start: 0, end: 42 }),
      passageOf(`${sentence} Then.`, { passageId: 2, start: 7, end: 48 }),
      passageOf(sentence, { passageId: 3, contentId: 2 }),
    ];
    const quotes = quotesOf("How high is the deposit?", overlapping);
    expect(quotes.filter((quote) => quote.includes(sentence))).toHaveLength(1);
  });

  it("tells versions of a file apart by the number in its name", () => {
    const rules = (year: string, hour: string, passageId: number) =>
      passageOf(`Quiet is kept from ${hour} p.m. on all days.`, {
        passageId,
        contentId: passageId,
        documentName: `House rules ${year}.pdf`,
        title: "House rules",
      });
    const both = [rules("2025", "10", 1), rules("2026", "9", 2)];
    expect(quotesOf("When does quiet begin under the house rules of 2026?", both)[0]).toContain("9 p.m.");
    expect(quotesOf("When does quiet begin under the house rules of 2025?", both.toReversed())[0]).toContain("10 p.m.");
  });

  it("leaves out a further quote that merely shares a word", () => {
    const quotes = quotesOf("What is the notice period of the lease?", [
      passageOf("The notice period of the lease is three months."),
      passageOf("A period of rain is expected.", { passageId: 2, contentId: 2 }),
    ]);
    expect(quotes).toEqual(["The notice period of the lease is three months."]);
  });

  it("prefers the kind of thing asked for", () => {
    const passages = [
      passageOf("The contract of the flat was signed by both. The contract was signed on 3 May 2024 by both."),
    ];
    expect(quotesOf("When was the contract signed?", passages)[0]).toContain("3 May 2024");
  });

  it("counts offsets in code points", () => {
    const emoji = "😀😀 are nice. The deposit is 1,900 euro.";
    expect(quotesOf("How high is the deposit?", [passageOf(emoji)])[0]).toContain("The deposit is 1,900 euro.");
  });

  it("quotes Chinese", () => {
    const chinese = "房屋位于湖边。押金为两个月租金。钥匙在管理员处。";
    expect(quotesOf("押金是多少？", [passageOf(chinese, { language: "zh" })], "zh")[0]).toContain("押金为两个月租金。");
  });
});

describe("vectors of sentences", () => {
  it("are asked for the eight best by words only, and lift their sentences over those without", () => {
    const long = Array.from({ length: 20 }, (_, index) => `Sentence number ${index} speaks of rent.`).join(" ");
    const cut = cutPassages([passageOf(long)]);
    const termsFor = createQuestionTerms("rent", [{ term: "rent", idf: 2, documentFrequency: 1 }]);
    const scored = scoreByWords(cut, { text: "rent", termsFor, asked: null, vectors: true });
    const chosen = worthEmbedding(scored);
    expect(chosen).toHaveLength(8);
    const last = chosen.at(-1)!.sentence;
    const lifted = addCosines(scored, new Map(chosen.map(({ sentence }) => [sentence, sentence === last ? 0.9 : 0.1])));
    const best = lifted.toSorted((a, b) => b.score - a.score)[0];
    expect(best?.sentence).toBe(last);
  });
});

describe("the second look at the best sentences", () => {
  const manual =
    "Turn the knob to the right.\n\nThe factory setting is 48 degrees. It can be changed. Ask the installer.";
  const cut = cutPassages([passageOf(manual, { title: "Boiler manual", headings: ["Care", "Hot water"] })]);
  const scored = scoreByWords(cut, {
    text: "How warm is the hot water?",
    termsFor: createQuestionTerms("How warm is the hot water?", []),
    asked: null,
    vectors: true,
  });
  const [first, setting] = cut[0]!.sentences;

  it("reads a sentence under its heading and between its neighbours", () => {
    expect(windowText(cut[0]!, setting!)).toBe(
      "Hot water\nTurn the knob to the right. The factory setting is 48 degrees. It can be changed.",
    );
    expect(windowText(cut[0]!, first!)).toBe(
      "Hot water\nTurn the knob to the right. The factory setting is 48 degrees.",
    );
  });

  it("reads again only the best few, and moves their score towards what they say together with the rest", () => {
    const cosines = new Map(scored.map(({ sentence }) => [sentence, sentence === first ? 0.5 : 0.4]));
    const withOwn = addCosines(scored, cosines);
    const again = worthRereading(withOwn);
    expect(again).toHaveLength(quoteParameters.reread);
    expect(again[0]).toBe(first);
    const clear = addCosines(scored, new Map(scored.map(({ sentence }) => [sentence, sentence === first ? 0.9 : 0.4])));
    expect(worthRereading(clear)).toEqual([]);
    const windows = new Map([
      [first!, 0.5],
      [setting!, 0.8],
    ]);
    const best = addWindows(withOwn, cosines, windows).toSorted((a, b) => b.score - a.score)[0];
    expect(best?.sentence).toBe(setting);
  });

  it("leaves a sentence without a cosine of its own as it is", () => {
    expect(addWindows(scored, new Map(), new Map([[setting!, 0.9]]))).toEqual(scored);
  });
});

describe("askedKind", () => {
  it.each([
    ["When does the lease end?", "date"],
    ["Wann endet der Vertrag?", "date"],
    ["Когда заканчивается договор?", "date"],
    ["How many rooms are there?", "number"],
    ["¿Cuántos años tiene?", "number"],
    ["Kaç oda var?", "number"],
    ["押金是多少？", "number"],
    ["Who is the landlord?", "name"],
    ["Wer ist der Vermieter?", "name"],
    ["Why is the sky blue?", null],
  ])("%j asks for a %j", (question, kind) => {
    expect(askedKind(question)).toBe(kind);
  });

  it("looks for something the question does not hold itself", () => {
    expect(holdsKind("date", "It ended in 2024.", "When in 2024?")).toBe(false);
    expect(holdsKind("date", "It ended on 3 May 2024.", "When in 2024?")).toBe(true);
    expect(holdsKind("name", "The landlord is Helena Weber.", "Who is the landlord?")).toBe(true);
    expect(holdsKind("name", "The landlord is away.", "Who is the landlord?")).toBe(false);
  });
});
