import { describe, expect, test } from "vitest";

import { cleanInline, cleanText, invisibleSpans } from "../../../../src/engine/documents/extract/clean-text.ts";

describe("cleanText", () => {
  test("gives NFC, plain line ends and plain spaces", () => {
    expect(cleanText("Cafe\u0301\r\nzwei\rdrei\u2028vier\u00a0f\u00fcnf")).toBe(
      "Caf\u00e9\nzwei\ndrei\nvier f\u00fcnf",
    );
  });

  test("removes what shows nothing: zero-width, bidi, tag and control characters, soft hyphens", () => {
    expect(cleanText("a\u200bb\u202ec\u{E0041}d\u0000e\u00adf\ufeffg\u2066h")).toBe("abcdefgh");
  });

  test("keeps tabs, emoji and characters outside the basic plane", () => {
    expect(cleanText("a\tb \u{1F600} \u{20000}")).toBe("a\tb \u{1F600} \u{20000}");
  });

  test("replaces a lone surrogate, which no encoding can hold", () => {
    expect(cleanText("a\ud800b")).toBe("a\ufffdb");
  });

  test("makes a bullet of the pictures that symbol fonts draw as bullets", () => {
    expect(cleanText("\uf0b7 first")).toBe("\u2022 first");
  });

  test("cleanInline makes one space of any white space", () => {
    expect(cleanInline(" a \n\t b ")).toBe(" a b ");
  });
});

describe("invisibleSpans", () => {
  test("finds zero-width characters, bidi overrides and tags", () => {
    const text = "ab\u200bcd \u202eef g\u{E0041}\u{E0042}h";
    expect(invisibleSpans(text).map((span) => text.slice(span.start, span.end))).toEqual([
      "\u200b",
      "\u202e",
      "\u{E0041}\u{E0042}",
    ]);
  });

  test("leaves alone what scripts and emoji need", () => {
    const family = "\u{1F468}\u200d\u{1F469}\u200d\u{1F467}";
    const persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";
    const scotland = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F}";
    expect(invisibleSpans(`${family} ${persian} ${scotland}`)).toEqual([]);
  });

  test("a joiner between Latin letters hides something", () => {
    expect(invisibleSpans("pass\u200dword")).toEqual([{ start: 4, end: 5 }]);
  });
});
