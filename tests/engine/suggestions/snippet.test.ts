import { describe, expect, it } from "vitest";

import { snippetOf } from "../../../src/engine/suggestions/snippet.ts";

const words = Array.from({ length: 80 }, (_, index) => `word${index}`).join(" ");

describe("snippetOf", () => {
  it("gives a short text whole, with single spaces", () => {
    expect(snippetOf("a\n\n b", [])).toBe("a b");
    expect(snippetOf("# Boiler\n\nIt is item #7.\n## Care\nYearly.", [])).toBe("Boiler It is item #7. Care Yearly.");
  });

  it("cuts around the densest matches, at word bounds, within 160 characters", () => {
    const start = words.indexOf("word50");
    const snippet = snippetOf(words, [
      { start: 0, end: 5 },
      { start, end: start + 6 },
      { start: start + 7, end: start + 13 },
    ]);
    expect([...snippet].length).toBeLessThanOrEqual(160);
    expect(snippet).toMatch(/^…word\d+ .*word50 word51 .* word\d+…$/);
  });

  it("cuts a text without spaces too, and never inside a surrogate pair", () => {
    const snippet = snippetOf("😀".repeat(400), [{ start: 200, end: 201 }]);
    expect([...snippet].length).toBeLessThanOrEqual(160);
    expect(snippet).toMatch(/^…(?:😀)+…$/u);
  });
});
