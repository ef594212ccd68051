import { expect, test } from "vitest";

import { layoutGutter } from "../../../src/renderer/features/chat/gutter.ts";

test("each line gets one mark; the worse verdict gives its shape", () => {
  expect(
    layoutGutter(
      [
        { index: 4, support: "partly", top: 52 },
        { index: 1, support: "partly", top: 0 },
        { index: 2, support: "unsupported", top: 0 },
      ],
      24,
    ),
  ).toEqual([
    { top: 0, support: "unsupported", sentences: [1, 2] },
    { top: 52, support: "partly", sentences: [4] },
  ]);
});

test("marks never overlap", () => {
  const tops = [0, 10, 23, 24, 30, 60];
  const marks = layoutGutter(
    tops.map((top, index) => ({ index, support: "partly" as const, top })),
    24,
  );
  for (const [index, mark] of marks.entries()) {
    const before = marks[index - 1];
    if (before) expect(mark.top - before.top).toBeGreaterThanOrEqual(24);
  }
  expect(marks.flatMap((mark) => mark.sentences).length).toBe(tops.length);
});
