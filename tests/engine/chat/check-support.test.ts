import { describe, expect, it } from "vitest";

import { createSupportChecker } from "../../../src/engine/chat/check-support.ts";
import { isStopWord, passageOf } from "./evidence.ts";

const lease =
  "The monthly rent for the flat at 14 Quill Lane is 1,265 euros and is due on the third day of each month. " +
  "The deposit is two months' rent, 2,530 euros. The tenant may keep one small dog. " +
  "Either party may end the lease with three months' notice.";
const people =
  "The caretaker of the house is Tom Brandt. He can be reached in the mornings. " +
  "The house belongs to Helena Weber, who lives in Graz.";
const meeting =
  "The meeting on 3 May 2024 decided to raise the fee from 40 to 45 euros. It does not allow parking in the yard.";

function check(sentence: string, texts = [lease, people, meeting], cited?: number[], question = "") {
  const passages = texts.map((text, index) => passageOf(text, { passageId: index + 1, contentId: index + 1 }));
  return createSupportChecker({ passages, question, isStopWord }).check(sentence, cited);
}

describe("createSupportChecker", () => {
  it.each([
    "The monthly rent is 1,265 euros.",
    "The rent for the flat is 1265 euros a month.",
    "The deposit is 2,530 euros, two months' rent.",
    "The caretaker is Tom Brandt.",
    "The house belongs to Helena Weber.",
    "On May 3, 2024 the meeting decided to raise the fee to 45 euros.",
    "The tenant may keep a small dog.",
    "The lease can be ended with 3 months' notice.",
  ])("supports %j", (sentence) => {
    expect(check(sentence)).toMatchObject({ support: "supported", missing: [] });
  });

  it.each([
    ["The monthly rent is 1,275 euros.", "1,275"],
    ["The deposit is 2,350 euros.", "2,350"],
    ["The caretaker is Martha Klein.", "Martha"],
    ["The meeting on 4 May 2024 decided to raise the fee to 45 euros.", "4 May 2024"],
    ["The lease can be ended with three days' notice.", "three"],
    ["The rent is 1,265 dollars a month.", "1,265"],
  ])("finds the wrong number or name in %j", (sentence, missing) => {
    const verdict = check(sentence);
    expect(verdict.support).toBe("unsupported");
    expect(verdict.missing.join(" ")).toContain(missing);
  });

  it.each([
    ["The caretaker of the house is Helena Weber.", "Helena Weber"],
    ["The house belongs to Tom Brandt.", "Tom Brandt"],
    ["The rent for the flat is 2,530 euros.", "2,530"],
    ["The tenant may not keep a small dog.", "not"],
    ["It does allow parking in the yard.", "not"],
  ])("never supports %j, whose parts all stand somewhere", (sentence, missing) => {
    const verdict = check(sentence);
    expect(verdict.support).not.toBe("supported");
    expect(verdict.missing).toContain(missing);
  });

  it("takes a number from the question as known", () => {
    expect(check("In 2031 the monthly rent is 1,265 euros.").support).toBe("unsupported");
    expect(
      check("In 2031 the monthly rent is 1,265 euros.", [lease], undefined, "What is the rent in 2031?").support,
    ).toBe("supported");
  });

  it("looks only at the cited passages, and names the window it found", () => {
    expect(check("The monthly rent is 1,265 euros.", undefined, [1]).support).toBe("unsupported");
    const verdict = check("The monthly rent is 1,265 euros.");
    expect(verdict.closest?.passage).toBe(0);
    expect(lease.slice(verdict.closest?.start, verdict.closest?.end)).toContain("1,265 euros");
  });

  it("calls a sentence with half of its words partly supported and says which are missing", () => {
    const verdict = check("The monthly rent for the flat includes heating and water.");
    expect(verdict.support).not.toBe("supported");
    expect(verdict.missing).toEqual(expect.arrayContaining(["heating", "water"]));
  });

  it("asks quotations to be word for word", () => {
    expect(check("The lease says “either party may end the lease”.").support).not.toBe("unsupported");
    expect(check("The lease says “either party must end the lease”.").support).toBe("unsupported");
  });

  it("joins what stands in two places", () => {
    const verdict = check("The monthly rent is 1,265 euros and the caretaker of the house is Tom Brandt.");
    expect(verdict.support).toBe("supported");
  });

  it("finds nothing where there is nothing", () => {
    expect(check("Whales sing in the deep sea.", [lease])).toMatchObject({ support: "unsupported" });
    expect(check("Whales sing.", [])).toEqual({ support: "unsupported", missing: [], closest: null });
  });

  it("takes a title for no support", () => {
    const passage = passageOf(lease, { title: "Lease agreement", headings: ["Rent"] });
    const checker = createSupportChecker({ passages: [passage], question: "", isStopWord });
    expect(checker.check("It is part of a lease agreement.").support).not.toBe("supported");
  });

  it("works in other languages", () => {
    const text = "Die monatliche Miete beträgt 850 Euro. Hausverwalter ist Herr Johann Beck.";
    const passage = passageOf(text, { language: "de" });
    const checker = createSupportChecker({ passages: [passage], question: "", isStopWord });
    expect(checker.check("Die Miete beträgt 850 Euro im Monat.").support).toBe("supported");
    expect(checker.check("Die Miete beträgt 580 Euro im Monat.").support).toBe("unsupported");
    expect(checker.check("Hausverwalter ist Herr Peter Beck.").support).toBe("unsupported");
    const chinese = passageOf("每月租金为八百五十元，押金为两个月租金。", { language: "zh" });
    expect(
      createSupportChecker({ passages: [chinese], question: "", isStopWord }).check("每月租金为八百五十元。").support,
    ).toBe("supported");
  });
});

describe("what the question alone brings in", () => {
  const verdict = (evidence: string, question: string, sentence: string) =>
    check(sentence, [evidence], undefined, question).support;

  it.each([
    [
      "The deposit is 1,500 euros and is held in a savings account.",
      "Is the deposit 5,000 euros?",
      "The deposit is 5,000 euros and is held in a savings account.",
    ],
    ["The notice period is two months.", "Is the notice period six months?", "The notice period is six months."],
    ["The notice period is two months.", "How long is the notice period?", "The notice period is one month."],
    ["The samples are stored at minus 20 degrees.", "How are samples stored?", "The samples are stored at 20 degrees."],
  ])("does not make a fact of it: %s | %s | %s", (evidence, question, sentence) => {
    expect(verdict(evidence, question, sentence)).toBe("unsupported");
  });

  it("does not let a figure of one place become another's", () => {
    expect(
      check(
        "The landlord has to announce a visit to the flat at least one month before the end of the lease.",
        [
          "The landlord or the manager may inspect the flat once a year. A visit is announced at least four days ahead.",
          "The landlord announces a new rent at least one month before it is first due.",
          "The lease has an end on 31 March 2030; the flat is given back at the end of the lease.",
        ],
        undefined,
        "How long in advance does the landlord have to announce a visit to the flat?",
      ).support,
    ).not.toBe("supported");
  });

  it("lets a figure of the question stand once, not as the answer too", () => {
    const [evidence, asked] = [
      "The laundry room is open from 7 a.m. to 8 p.m.",
      "Until when was it open under the 2025 rules?",
    ];
    expect(verdict(evidence, asked, "The laundry room was open under the 2025 rules until 2025.")).toBe("unsupported");
    expect(verdict(evidence, asked, "Under the 2025 rules the laundry room was open to 8 p.m.")).not.toBe(
      "unsupported",
    );
  });

  it("doubts a name that opens the sentence and stands nowhere", () => {
    expect(
      verdict(
        "The tenant pays the monthly rent in advance.",
        "Who pays the rent?",
        "Mueller pays the monthly rent in advance.",
      ),
    ).not.toBe("supported");
    expect(
      verdict(
        "The tenant pays the monthly rent in advance.",
        "Does Mueller pay?",
        "The tenant pays the monthly rent in advance.",
      ),
    ).toBe("supported");
  });

  it("keeps what the files say in the same figures", () => {
    expect(verdict("The notice period is one month.", "How long?", "The notice period is one month.")).toBe(
      "supported",
    );
    expect(verdict("It was signed in Graz.", "What happened in 2023?", "It was signed in Graz in 2023.")).toBe(
      "supported",
    );
  });
});
