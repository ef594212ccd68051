import { describe, expect, it } from "vitest";

import { createCirclingDetector } from "../../../src/engine/models/circling.ts";

/** Number of characters after which the detector speaks, null when it never does. Text comes in pieces of `size`. */
function circlesAfter(text: string, size = 5): number | null {
  const detector = createCirclingDetector();
  for (let start = 0; start < text.length; start += size) {
    if (detector.push(text.slice(start, start + size))) return Math.min(text.length, start + size);
  }
  return null;
}

const sentence = "The tenant pays the deposit before moving in. ";
const countingList = Array.from({ length: 80 }, (_, index) => `${index + 1}. Paragraph ${index + 1} of the lease.`);
const table = [
  "| Month | Rent | Heating | Paid |",
  "| --- | --- | --- | --- |",
  ...["January", "February", "March", "April", "May", "June", "July", "August", "September", "October"].map(
    (month) => `| ${month} | 800 | 120 | yes |`,
  ),
].join("\n");

describe("createCirclingDetector", () => {
  it.each([
    ["the same sentence again and again", sentence.repeat(30)],
    [
      "the same line with growing numbers before it",
      countingList.map((_, i) => `${i + 1}. The landlord keeps the money in a separate account.`).join("\n"),
    ],
    ["two sentences in turn", "First this one is said by the model. Then that one is said by it. ".repeat(20)],
    ["three words", "very small, and ".repeat(40)],
    ["one word", "no ".repeat(60)],
    ["one endless word", "ha".repeat(800)],
    ["Chinese without spaces", "租客在入住前支付押金。".repeat(12)],
    ["Japanese, loop inside a sentence", "はい、そうです、".repeat(20)],
    ["a loop after honest text", `${table}\n\n${sentence.repeat(20)}`],
    [
      "a paragraph that comes again and again",
      Array.from(
        { length: 8 },
        (_, round) =>
          `Round ${round} of the talks. ${Array.from({ length: 7 }, (_, index) => `The ${index} committee looked at the second draft of the paper.`).join(" ")}`,
      ).join("\n\n"),
    ],
    ["a loop whose sentences never end", "and then the committee met again to discuss it ".repeat(12)],
  ])("finds %s", (_, text) => {
    for (const size of [1, 5, 64]) expect(circlesAfter(text, size), `pieces of ${size}`).not.toBeNull();
  });

  it("finds a loop while it is still short", () => {
    expect(circlesAfter(sentence.repeat(50))).toBeLessThanOrEqual(sentence.length * 5);
  });

  it("finds a paragraph of several sentences when it comes the third time", () => {
    const paragraph =
      "The flat is handed over on 31 March 2025 at 4 p.m. [6] The condition of the flat, the meter readings and the " +
      "keys are set down in a protocol that both sides sign. [6] Lost keys are replaced at the tenant's cost, " +
      "including the lock where the safety of the house requires it. [6]\n\n";
    expect(circlesAfter(paragraph.repeat(2) + "The rent is due on the fifth.")).toBeNull();
    expect(circlesAfter(paragraph.repeat(10))).toBeLessThanOrEqual(paragraph.length * 3);
  });

  it.each([
    ["a numbered list with different items", countingList.join("\n")],
    ["a table with a repeated column", table],
    ["a table of zeros", Array.from({ length: 12 }, (_, row) => `| row ${row} | 0 | 0 | 0 | 0 | 0 | 0 |`).join("\n")],
    ["counting", Array.from({ length: 400 }, (_, index) => String(index)).join(", ")],
    ["counting in words", "One apple. Two apples. Three apples. Four apples. Five apples. Six apples. Seven apples."],
    [
      "opening hours",
      ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].map((day) => `- ${day}: 9 to 17, closed at noon`).join("\n"),
    ],
    ["a refrain that comes three times", `${sentence}Then summer came. ${sentence}Then autumn came. ${sentence}`],
    [
      "a prompt that a transcript repeats",
      [45, 60, 59, 12, 7]
        .map((guess) => `Please input your guess now.\n${guess}\nYou guessed: ${guess}\nToo small or too big!`)
        .join("\n"),
    ],
    ["rules of a table as wide as a page", `|${" --- |".repeat(60)}\n`],
    ["a line of signs", "=".repeat(300)],
    ["short answers that repeat", "Yes. No. Yes. Yes. No. Yes. No. No. Yes."],
    ["code", Array.from({ length: 20 }, (_, index) => `  values[${index}] = read(${index});`).join("\n")],
    [
      "years",
      Array.from({ length: 40 }, (_, index) => `In ${1980 + index} the fee was ${100 + index} euros.`).join(" "),
    ],
  ])("lets %s pass", (_, text) => {
    for (const size of [1, 7, 64]) expect(circlesAfter(text, size), `pieces of ${size}`).toBeNull();
  });
});
