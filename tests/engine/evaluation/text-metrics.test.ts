import { describe, expect, it } from "vitest";

import { locateText } from "../../../src/engine/evaluation/locate-text.ts";
import { seededRandom } from "../../../src/engine/evaluation/statistics.ts";
import { swapName, swapNumber } from "../../../src/engine/evaluation/swaps.ts";
import { holdsWords, plainWords, tokenF1, wordOverlap } from "../../../src/engine/evaluation/text-metrics.ts";

describe("words", () => {
  it("strips markup from both sides alike", () => {
    const markdown =
      "# Title\n\n**Bold** [link](https://a.example/b) ![alt](x.png) | cell | &amp; <b>x</b> <!-- no -->";
    expect(plainWords(markdown)).toEqual(["title", "bold", "link", "alt", "cell", "x"]);
    expect(plainWords("Ｆｕｌｌ ﬁne")).toEqual(["full", "fine"]);
    expect(plainWords("東京 ab12 で")).toEqual(["東", "京", "ab12", "で"]);
    expect(plainWords("")).toEqual([]);
  });

  it("token F1 by hand", () => {
    // found a b b c, wanted b b b d: 2 in common; precision 2/4, recall 2/4
    expect(wordOverlap(["a", "b", "b", "c"], ["b", "b", "b", "d"])).toEqual({ precision: 0.5, recall: 0.5, f1: 0.5 });
    expect(tokenF1("the cat sat", "the cat sat on the mat")).toBeCloseTo((2 * 1 * 0.5) / 1.5, 12);
    expect(tokenF1("", "")).toBe(1);
    expect(tokenF1("", "a")).toBe(0);
    expect(tokenF1("a", "")).toBe(0);
    expect(tokenF1("a", "b")).toBe(0);
  });

  it("holds words in a row, whole", () => {
    expect(holdsWords("Total: 1,250.00 EUR", "1,250.00")).toBe(true);
    expect(holdsWords("Total: 1,250.00 EUR", "250.00")).toBe(true);
    expect(holdsWords("Total: 11250 EUR", "1250")).toBe(false);
    expect(holdsWords("a b", "")).toBe(false);
    expect(holdsWords("", "")).toBe(false);
  });
});

describe("locating evidence", () => {
  it("takes the given place when the text is there", () => {
    expect(locateText("one two one two", "one", 8)).toEqual({ start: 8, end: 11 });
  });

  it("finds the nearest place, whatever the white space", () => {
    const text = "Pay by\nthe  fifth day. xxxxx Pay by the fifth day.";
    expect(locateText(text, "by the fifth", 0)).toEqual({ start: 4, end: 17 });
    expect(locateText(text, "by the fifth", 40)).toEqual({ start: 33, end: 45 });
    expect(locateText(text, "by the sixth", null)).toBeNull();
    expect(locateText(text, " ", null)).toBeNull();
  });

  it("counts code points, not UTF-16 units", () => {
    expect(locateText("😀😀 eins zwei", "zwei", null)).toEqual({ start: 8, end: 12 });
    expect(locateText("😀😀 eins zwei", "zwei", 8)).toEqual({ start: 8, end: 12 });
  });
});

describe("swaps", () => {
  const passage = "In 1990 Anna Berg sold 1,200 bikes in Graz. In 1995 Peter Lund sold 300.";

  it("takes another number of the passage, never one that the sentence has", () => {
    for (let seed = 0; seed < 30; seed += 1) {
      const swap = swapNumber("In 1990 she sold 1200 bikes.", passage, seededRandom(seed));
      expect(["1990", "1200"]).toContain(swap?.from);
      expect(["1995", "300"]).toContain(swap?.to);
      expect(swap?.sentence).toBe("In 1990 she sold 1200 bikes.".replace(swap?.from as string, swap?.to as string));
    }
    expect(swapNumber("She sold bikes.", passage, seededRandom(1))).toBeNull();
    expect(swapNumber("In 1990.", "In 1990 or 1990.", seededRandom(1))).toBeNull();
  });

  it("takes a name that shares no word, and not the word that opens a sentence", () => {
    const swap = swapName("There was Anna Berg too.", passage, seededRandom(3));
    expect(swap?.from).toBe("Anna Berg");
    expect(["Graz", "Peter Lund"]).toContain(swap?.to);
    expect(swapName("Anna was here.", passage, seededRandom(3))).toBeNull();
    expect(swapName("It was Anna again.", "Here is Anna Berg.", seededRandom(3))).toBeNull();
  });
});
