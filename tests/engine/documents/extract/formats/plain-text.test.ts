import { describe, expect, test } from "vitest";

import { extractPlain } from "../../../../../src/engine/documents/extract/formats/plain-text.ts";
import { blocksOf } from "../../../../support/blocks-of.ts";

describe("plain text", () => {
  test("keeps the file as it is and finds paragraphs, items and headings", () => {
    const text =
      "Notes\r\n=====\r\n\r\nFirst line\r\nsecond line.\r\n\r\nWATER\r\nThe tap.\r\n- one\r\n  more\r\n- two\r\n";
    const read = extractPlain(text, "plain", 1_000);
    expect(read.text).toBe(text);
    expect(blocksOf(read)).toEqual([
      "heading1 Notes",
      "paragraph First line\r\nsecond line.",
      "heading2 WATER",
      "paragraph The tap.",
      "list-item - one\r\n  more",
      "list-item - two",
    ]);
  });

  test("a line of capitals inside a paragraph is no heading", () => {
    expect(blocksOf(extractPlain("He shouted\nSTOP NOW\nand left.", "plain", 1_000))).toEqual([
      "paragraph He shouted\nSTOP NOW\nand left.",
    ]);
  });

  test("rows are lines, code is what stands between blank lines with its indentation", () => {
    expect(blocksOf(extractPlain("a,b\n1,2\n\n", "rows", 100))).toEqual(["table-row a,b", "table-row 1,2"]);
    const code = extractPlain("  def f():\n    pass\n\nx = 1\n", "code", 100);
    expect(blocksOf(code)).toEqual(["code   def f():\n    pass", "code x = 1"]);
    expect(code.textFormat).toBe("code");
  });

  test("is too big beyond the limit", () => {
    expect(() => extractPlain("a".repeat(101), "plain", 100)).toThrow(expect.objectContaining({ outcome: "too-big" }));
  });
});
