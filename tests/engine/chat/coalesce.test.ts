import { describe, expect, it } from "vitest";

import { coalesceText } from "../../../src/engine/chat/coalesce.ts";
import type { GeneratePart } from "../../../src/engine/models/model-types.ts";
import { createPartQueue } from "../../../src/engine/models/part-queue.ts";
import { createFakeClock } from "../../support/fake-clock.ts";

const settle = () => new Promise((resolve) => setImmediate(resolve));

describe("coalesceText", () => {
  it("joins what arrives within a frame and loses nothing", async () => {
    const clock = createFakeClock();
    const queue = createPartQueue();
    const seen: GeneratePart[] = [];
    const reading = (async () => {
      for await (const part of coalesceText(queue.parts, clock, 16)) seen.push(part);
    })();
    queue.push({ type: "text", text: "a" });
    await settle();
    expect(seen).toEqual([{ type: "text", text: "a" }]);
    for (const text of ["b", "c", "d"]) {
      queue.push({ type: "text", text });
      await settle();
    }
    expect(seen).toHaveLength(1);
    clock.advance(16);
    await settle();
    expect(seen.at(-1)).toEqual({ type: "text", text: "bcd" });
    queue.push({ type: "text", text: "e" });
    queue.push({ type: "done", reason: "end", promptTokens: 1, outputTokens: 5 });
    queue.end();
    await reading;
    expect(seen.slice(2)).toEqual([
      { type: "text", text: "e" },
      { type: "done", reason: "end", promptTokens: 1, outputTokens: 5 },
    ]);
  });

  it("gives what was written before it passes an error on", async () => {
    const clock = createFakeClock();
    const queue = createPartQueue();
    queue.push({ type: "text", text: "a" });
    queue.push({ type: "text", text: "b" });
    queue.fail(new Error("broke"));
    const seen: string[] = [];
    await expect(
      (async () => {
        for await (const part of coalesceText(queue.parts, clock, 16)) if (part.type === "text") seen.push(part.text);
      })(),
    ).rejects.toThrow("broke");
    expect(seen.join("")).toBe("ab");
  });
});
