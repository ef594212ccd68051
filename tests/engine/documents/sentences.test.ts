import { describe, expect, it } from "vitest";

import { sentenceSpans, sentencesOf } from "../../../src/engine/documents/sentences.ts";

describe("sentencesOf", () => {
  const cases: [string, string | null, string[]][] = [
    ["Dr. Smith signed it. He left.", "en", ["Dr. Smith signed it.", "He left."]],
    ["See No. 5 and Fig. 2. Then stop.", "en", ["See No. 5 and Fig. 2.", "Then stop."]],
    ["Use a tool, e.g. Docent. It works.", "en", ["Use a tool, e.g. Docent.", "It works."]],
    [
      "The rent is 1,900.50 euro. It is due on 3. May 2024.",
      "en",
      ["The rent is 1,900.50 euro.", "It is due on 3. May 2024."],
    ],
    ["J. R. Smith came. So did I.", "en", ["J. R. Smith came.", "So did I."]],
    ["He moved to the U.S. The house was sold.", "en", ["He moved to the U.S.", "The house was sold."]],
    ["The U.S. Government paid.", "en", ["The U.S. Government paid."]],
    ["Pens, ink etc. The rest is lost.", "en", ["Pens, ink etc.", "The rest is lost."]],
    ["Is it true? Yes! It is.", "en", ["Is it true?", "Yes!", "It is."]],
    ["“Stop.” She turned.", "en", ["“Stop.”", "She turned."]],
    [
      "Die Miete ist am 3. Mai fällig. Sie beträgt z. B. 900 Euro.",
      "de",
      ["Die Miete ist am 3. Mai fällig.", "Sie beträgt z. B. 900 Euro."],
    ],
    ["Das steht in der 2. Auflage. Dort auch.", "de", ["Das steht in der 2. Auflage.", "Dort auch."]],
    ["Vgl. Abs. 3 Nr. 4. Ende.", "de", ["Vgl. Abs. 3 Nr. 4.", "Ende."]],
    ["M. Dupont est venu. Il est parti.", "fr", ["M. Dupont est venu.", "Il est parti."]],
    [
      "¿Cuánto cuesta? Cuesta 5 euros. El Sr. Pérez paga.",
      "es",
      ["¿Cuánto cuesta?", "Cuesta 5 euros.", "El Sr. Pérez paga."],
    ],
    ["Это было в 1995 г. в Москве. Потом уехал.", "ru", ["Это было в 1995 г. в Москве.", "Потом уехал."]],
    ["押金是两个月的租金。通知期为三个月！真的？", "zh", ["押金是两个月的租金。", "通知期为三个月！", "真的？"]],
    ["敷金は二か月分です。「退去します。」と言う。", "ja", ["敷金は二か月分です。", "「退去します。」", "と言う。"]],
    ["Fiyat 5 lira. Yarın gel.", "tr", ["Fiyat 5 lira.", "Yarın gel."]],
    ["", null, []],
    ["   \n\n ", null, []],
  ];
  it.each(cases)("%s", (text, language, expected) => {
    expect(sentencesOf(text, language)).toEqual(expected);
  });

  it("ends at a blank line and at a list marker, and goes on over a wrapped line", () => {
    expect(sentencesOf("A heading\n\nThe text")).toEqual(["A heading", "The text"]);
    expect(sentencesOf("Bring:\n- milk\n- bread")).toEqual(["Bring:", "- milk", "- bread"]);
    expect(sentencesOf("The tenant pays the rent\nof the flat. Always.")).toEqual([
      "The tenant pays the rent\nof the flat.",
      "Always.",
    ]);
    const wrapped =
      "The deposit of the flat in the second floor is to be paid to\nMrs Weber before the keys are given.";
    expect(sentencesOf(wrapped)).toEqual([wrapped]);
    expect(sentencesOf("1. Rent is due.\n2. Notice is given.")).toEqual(["1. Rent is due.", "2. Notice is given."]);
  });

  it("gives spans that cover everything but white space, also with characters outside the basic plane", () => {
    const text = "  😀 One. 𝒳 two!\n\nThree 👍. ";
    const spans = sentenceSpans(text, "en");
    expect(spans.map((span) => text.slice(span.start, span.end))).toEqual(["😀 One.", "𝒳 two!", "Three 👍."]);
    let rest = text;
    for (const span of spans.toReversed()) rest = rest.slice(0, span.start) + rest.slice(span.end);
    expect(rest.trim()).toBe("");
  });

  it("stays linear on a text that is one endless sentence", () => {
    const text = "word and ".repeat(100_000);
    expect(sentenceSpans(text)).toHaveLength(1);
    const abbreviated = "cf. No. 5 ".repeat(30_000);
    expect(sentenceSpans(abbreviated)).toHaveLength(1);
  });
});
