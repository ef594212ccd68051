import { expect, test } from "vitest";

import { firstWindow, highlightParts } from "../../../src/renderer/features/sources/text-window.ts";

test("the window lies around the highlight and inside the document", () => {
  expect(firstWindow({ start: 100, end: 200 }, 50_000)).toEqual({ start: 0, end: 14_200 });
  expect(firstWindow({ start: 90_000, end: 90_100 }, 90_500)).toEqual({ start: 84_000, end: 90_500 });
});

test("parts give back the whole text, and the active span exactly", () => {
  const loaded = { start: 1_000, end: 1_012, text: "ab😀defghijkl" };
  const parts = highlightParts(loaded, { start: 1_002, end: 1_005 }, [
    { start: 1_004, end: 1_007 },
    { start: 5, end: 9 },
  ]);
  expect(parts.map((part) => part.text).join("")).toBe(loaded.text);
  expect(parts).toEqual([
    { text: "ab", kind: "none" },
    { text: "😀de", kind: "active" },
    { text: "fg", kind: "other" },
    { text: "hijkl", kind: "none" },
  ]);
});

test("an empty span marks nothing", () => {
  expect(highlightParts({ start: 0, end: 3, text: "abc" }, { start: 0, end: 0 }, [])).toEqual([
    { text: "abc", kind: "none" },
  ]);
});
