import { expect, test } from "vitest";

import { linesOf, outlineOf } from "../../../src/renderer/features/sources/outline.ts";

const word = (x: number, y: number, width: number) => ({ x, y, width, height: 10 });

test("words of one line become one box; columns stay apart", () => {
  expect(linesOf([word(10, 0, 20), word(35, 1, 20), word(10, 14, 50)])).toEqual([
    { x: 10, y: 0, width: 45, height: 11 },
    { x: 10, y: 14, width: 50, height: 10 },
  ]);
  expect(linesOf([word(10, 0, 40), word(300, 0, 40)]).length).toBe(2);
});

test("lines that follow each other share one closed contour, columns get one each", () => {
  const path = outlineOf([word(10, 0, 90), word(0, 14, 60)], 0);
  expect(path).toBe("M100 0L100 12L60 12L60 24L0 24L0 12L10 12L10 0Z");
  expect(outlineOf([word(0, 0, 40), word(300, 0, 40)], 0).match(/Z/g)?.length).toBe(2);
});
