import { describe, expect, test } from "vitest";

import { extractMarkdown } from "../../../../../src/engine/documents/extract/formats/markdown.ts";
import { blocksOf, hiddenOf } from "../../../../support/blocks-of.ts";

const read = (text: string) => extractMarkdown(text, 100_000);

describe("Markdown", () => {
  test("keeps the file as it is; headings are their words without marks", () => {
    const text = "# The *title* ##\n\nText of\ntwo lines.\n\nSecond\n------\n\n### Third\nright under it\n";
    const result = read(text);
    expect(result.text).toBe(text);
    expect(result.title).toBe("The title");
    expect(blocksOf(result)).toEqual([
      "heading1 The *title*",
      "paragraph Text of\ntwo lines.",
      "heading2 Second",
      "heading3 Third",
      "paragraph right under it",
    ]);
  });

  test("fences hold code until their own mark, whatever stands inside", () => {
    expect(blocksOf(read("~~~~js\n# no heading\n~~~\n\nmore\n~~~~\nafter"))).toEqual([
      "code # no heading\n~~~\n\nmore",
      "paragraph after",
    ]);
    expect(blocksOf(read("```\nnever closed\n\n# still code"))).toEqual(["code never closed\n\n# still code"]);
  });

  test("lists, quotes, indented code and breaks", () => {
    expect(
      blocksOf(read("- one\n  goes on\n- two\n1. three\n\n> said\n> so\n\n    code\n    more\n\n***\nend")),
    ).toEqual([
      "list-item - one\n  goes on",
      "list-item - two",
      "list-item 1. three",
      "quote > said\n> so",
      "code     code\n    more",
      "paragraph end",
    ]);
  });

  test("tables are rows without their rule", () => {
    expect(blocksOf(read("| a | b |\n|---|:-:|\n| 1 | 2 |\n\na | b but no rule"))).toEqual([
      "table-row | a | b |",
      "table-row | 1 | 2 |",
      "paragraph a | b but no rule",
    ]);
  });

  test("front matter is left out of the blocks and gives the title", () => {
    const result = read('---\ntitle: "From the front"\ntags:\n  - x\n---\n\n# Heading\n');
    expect(result.title).toBe("From the front");
    expect(blocksOf(result)).toEqual(["heading1 Heading"]);
    expect(blocksOf(read("---\n\nA break and words.\n\n---\n"))).toEqual(["paragraph A break and words."]);
  });

  test("comments are hidden, in code they are text", () => {
    const result = read("Seen <!-- not seen --> seen\n\n```\n<!-- shown -->\n```\n\n<!-- open to the end");
    expect(hiddenOf(result)).toEqual(["<!-- not seen -->", "<!-- open to the end"]);
  });

  test("lines without end are read in a time that grows with their length only", () => {
    const bait = [`#${" ".repeat(200_000)}x`, `|${"-".repeat(200_000)}x`, "<!--".repeat(50_000), "`".repeat(100_001)];
    const started = performance.now();
    extractMarkdown(bait.join("\n\n"), 5_000_000);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
