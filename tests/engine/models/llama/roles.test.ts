import { describe, expect, it } from "vitest";

import { toUnitLength } from "../../../../src/engine/models/llama/embedding-role.ts";
import { toHistory } from "../../../../src/engine/models/llama/text-role.ts";
import type { ChatMessage } from "../../../../src/engine/models/model-types.ts";

describe("toUnitLength", () => {
  it("keeps the direction and gives length 1", () => {
    expect([...toUnitLength([3, 4])]).toEqual([expect.closeTo(0.6, 6), expect.closeTo(0.8, 6)]);
  });

  it.each([[[0, 0]], [[Number.NaN, 1]], [[Number.POSITIVE_INFINITY, 1]], [[]]])("refuses %o", (vector) => {
    expect(() => toUnitLength(vector)).toThrow(expect.objectContaining({ code: "model-failed" }));
  });
});

describe("toHistory", () => {
  const messages: ChatMessage[] = [
    { role: "system", text: "Answer shortly." },
    { role: "user", text: "First?" },
    { role: "assistant", text: "One." },
    { role: "user", text: "Second?" },
  ];

  it("keeps the system message where the template has a place for it", () => {
    expect(toHistory(messages, true)).toEqual([
      { type: "system", text: "Answer shortly." },
      { type: "user", text: "First?" },
      { type: "model", response: ["One."] },
      { type: "user", text: "Second?" },
      { type: "model", response: [""] },
    ]);
  });

  it("puts it before the first question where it has none, and never drops it", () => {
    expect(toHistory(messages, false)[0]).toEqual({ type: "user", text: "Answer shortly.\n\nFirst?" });
    expect(toHistory([{ role: "system", text: "Only this." }], false)).toEqual([
      { type: "user", text: "Only this." },
      { type: "model", response: [""] },
    ]);
  });

  it("goes on with an answer that is open", () => {
    expect(toHistory(messages.slice(0, 3), true).at(-1)).toEqual({ type: "model", response: ["One."] });
  });
});
