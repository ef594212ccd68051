import { describe, expect, it } from "vitest";

import { leans, resolveFollowUp } from "../../../src/engine/chat/follow-up.ts";

describe("resolveFollowUp", () => {
  it.each([
    ["What was the rent in 2022?", "And in 2023?", "What was the rent in 2023?"],
    ["Wie hoch war die Miete im März?", "Und im April?", "Wie hoch war die Miete im April?"],
    ["Who is the landlord?", "What is his address?", "Who is the landlord. What is his address?"],
    ["When does the lease end?", "What about the insurance?", "When does the lease end. What about the insurance?"],
    ["Can the tenant keep a dog?", "Why?", "Can the tenant keep a dog. Why?"],
    ["¿Cuánto cuesta el seguro?", "¿Y el alquiler?", "¿Cuánto cuesta el seguro. ¿Y el alquiler?"],
    ["租金是多少？", "押金呢？", "租金是多少. 押金呢？"],
    ["Когда заканчивается договор?", "А страховка?", "Когда заканчивается договор. А страховка?"],
  ])("%j then %j", (previous, question, query) => {
    expect(resolveFollowUp(question, [previous])).toEqual({ query, completedFrom: previous });
  });

  it.each([
    "What is the notice period for the flat in Quill Lane?",
    "How many rooms does the flat have?",
    "Is it allowed to keep a dog in the flat?",
    "When did Nikola Tesla sell his patents?",
    "Gibt es einen Aufzug im Haus?",
  ])("%j stands alone", (question) => {
    expect(resolveFollowUp(question, ["What was the rent in 2022?"])).toEqual({ query: question, completedFrom: null });
  });

  it("reaches back over several follow-ups to the question they lean on", () => {
    const previous = ["What was the rent in 2021?", "And in 2022?"];
    expect(resolveFollowUp("And in 2023?", previous).query).toBe("What was the rent in 2023?");
  });

  it("completes nothing when nothing was asked before", () => {
    expect(resolveFollowUp("And in 2023?", [])).toEqual({ query: "And in 2023?", completedFrom: null });
    expect(leans("And in 2023?")).toBe(true);
  });
});
