import { expect, test } from "vitest";

import { wordDifference } from "../../../src/renderer/features/sources/word-difference.ts";

test("only the changed words differ, and both texts can be read off", () => {
  const parts = wordDifference("The deposit is 1,900 euro.", "The deposit is now 2,020 euro.");
  const without = (kind: string) =>
    parts
      .filter((part) => part.kind !== kind)
      .map((part) => part.text)
      .join("");
  expect(without("added")).toBe("The deposit is 1,900 euro.");
  expect(without("removed")).toBe("The deposit is now 2,020 euro.");
  expect(parts.find((part) => part.kind === "removed")?.text).toContain("1,900");
});

test("equal texts have no difference; very long ones are not compared", () => {
  expect(wordDifference("same", "same")).toEqual([{ kind: "same", text: "same" }]);
  expect(wordDifference("a ".repeat(2_000), "b").length).toBe(2);
});
