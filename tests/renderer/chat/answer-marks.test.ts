import { expect, test } from "vitest";

import { alignValue, markAnswer, sentencesInUnits } from "../../../src/renderer/features/chat/answer-marks.ts";
import type { TreeNode } from "../../../src/renderer/features/chat/answer-marks.ts";
import { sentence } from "../support/answers.ts";

function paragraph(text: string): TreeNode {
  return {
    type: "element",
    tagName: "p",
    children: [{ type: "text", value: text, position: { start: { offset: 0 }, end: { offset: text.length } } }],
  };
}

/** The tree as short text: ⟨n⟩ a citation, {i:…} a sentence, (…) words that hang together. */
function show(node: TreeNode): string {
  if (node.type === "text") return node.value ?? "";
  const inside = (node.children ?? []).map(show).join("");
  const { dataCite, dataSentence, className } = node.properties ?? {};
  if (dataCite !== undefined) return `⟨${JSON.stringify(dataCite).slice(1, -1)}⟩`;
  if (dataSentence !== undefined) return `{${JSON.stringify(dataSentence).slice(1, -1)}:${inside}}`;
  return Array.isArray(className) && className.includes("cite") ? `(${inside})` : inside;
}

test("marks become citations that hang on the word before and the stop after", () => {
  const tree = paragraph("The deposit is 1,900 euro [1]. Notice is three months [2][3], in writing.");
  markAnswer(tree, "", 0, []);
  expect(show(tree)).toBe("The deposit is 1,900 (euro ⟨1⟩.) Notice is three (months ⟨2⟩⟨3⟩,) in writing.");
});

test("checked sentences are wrapped exactly, over citations and beyond the basic plane", () => {
  const text = "Rent is 950 €. 🏠 Most landlords are faster [1].";
  const sentences = sentencesInUnits(text, [
    sentence("Rent is 950 €.", text, "supported"),
    sentence("🏠 Most landlords are faster [1].", text, "unsupported"),
  ]);
  const tree = paragraph(text);
  markAnswer(tree, text, 0, sentences);
  expect(show(tree)).toBe("{0:Rent is 950 €.} {1:🏠 Most landlords are (faster ⟨1⟩.)}");
});

test("a later block takes its place in the whole answer into account", () => {
  const whole = "First.\n\nSecond one.";
  const sentences = sentencesInUnits(whole, [sentence("Second one.", whole, "partly")]);
  const tree = paragraph("Second one.");
  markAnswer(tree, "Second one.", 8, sentences);
  expect(show(tree)).toBe("{0:Second one.}");
});

test("code is left alone", () => {
  const tree: TreeNode = { type: "element", tagName: "p", children: [{ ...paragraph("a[1]"), tagName: "code" }] };
  markAnswer(tree, "a[1]", 0, []);
  expect(show(tree)).toBe("a[1]");
});

test("escapes and entities in the source do not move what follows", () => {
  const sourceText = "5 \\* 3 is 15.";
  const places = alignValue("5 * 3 is 15.", sourceText, 0, sourceText.length);
  expect(places.map((place) => sourceText[place]).join("")).toBe("5 * 3 is 15.");
});
