import { describe, expect, it } from "vitest";

import { createStopFilter } from "../../../src/engine/models/stop-filter.ts";

function run(stops: string[], pieces: string[]): { text: string; stopped: boolean } {
  const filter = createStopFilter(stops);
  let text = "";
  for (const piece of pieces) {
    const part = filter.push(piece);
    text += part.text;
    if (part.stopped) return { text, stopped: true };
  }
  return { text: text + filter.flush(), stopped: false };
}

describe("createStopFilter", () => {
  it("ends before a stop sequence that comes in pieces", () => {
    expect(run(["\nQuestion:"], ["One", ".\nQue", "stion", ": two"])).toEqual({ text: "One.", stopped: true });
  });

  it("gives back what only began like one", () => {
    expect(run(["\nQuestion:"], ["One.\nQue", "stions are", " many.\nQu"])).toEqual({
      text: "One.\nQuestions are many.\nQu",
      stopped: false,
    });
  });

  it("takes the earliest of several", () => {
    expect(run(["STOP", "END"], ["a END b STOP"])).toEqual({ text: "a ", stopped: true });
  });

  it("passes everything at once without stops", () => {
    const filter = createStopFilter([""]);
    expect(filter.push("abc")).toEqual({ text: "abc", stopped: false });
  });

  it("never shows a character of the sequence, however it is cut", () => {
    const text = "before<|end|>after";
    for (let cut = 1; cut < text.length; cut += 1) {
      expect(run(["<|end|>"], [text.slice(0, cut), text.slice(cut)])).toEqual({ text: "before", stopped: true });
    }
  });
});
