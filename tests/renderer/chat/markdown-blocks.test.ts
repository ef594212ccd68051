import { expect, test } from "vitest";

import { splitBlocks } from "../../../src/renderer/features/chat/markdown-blocks.ts";

test("blank lines part paragraphs, and offsets point into the text", () => {
  const text = "One.\n\nTwo\nlines.\n\n\nThree.";
  const blocks = splitBlocks(text);
  expect(blocks.map((block) => block.text)).toEqual(["One.", "Two\nlines.", "Three."]);
  for (const block of blocks) expect(text.slice(block.offset).startsWith(block.text)).toBe(true);
});

test("fenced code and loose lists stay whole", () => {
  expect(splitBlocks("```js\na\n\nb\n```\n\nEnd").map((block) => block.text)).toEqual(["```js\na\n\nb\n```", "End"]);
  expect(splitBlocks("- a\n\n- b\n\n  more\n\nEnd").map((block) => block.text)).toEqual([
    "- a\n\n- b\n\n  more",
    "End",
  ]);
  expect(splitBlocks("1. a\n\n2. b").length).toBe(1);
});

test("an open fence holds everything after it", () => {
  expect(splitBlocks("~~~\na\n\nb")).toEqual([{ offset: 0, text: "~~~\na\n\nb" }]);
});

test("while a text grows, all blocks but the last stay the same", () => {
  const text =
    "# Title\n\nFirst paragraph [1].\n\n- one\n- two\n\n```\ncode\n\nmore\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\nLast.";
  let before = splitBlocks("");
  for (let length = 1; length <= text.length; length += 1) {
    const after = splitBlocks(text.slice(0, length));
    for (const [index, block] of before.slice(0, -1).entries()) expect(after[index]).toEqual(block);
    before = after;
  }
  expect(before.length).toBe(6);
});
