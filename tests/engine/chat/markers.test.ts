import { describe, expect, it } from "vitest";

import { blankMarkers, createMarkerResolver, markersIn } from "../../../src/engine/chat/markers.ts";

const upTo = (last: number) => (number: number) => number >= 1 && number <= last;

/** Feeds a text in pieces of every size and asks that the size makes no difference. */
function resolve(text: string, sources = 3): string {
  const results = [1, 2, 3, 7, text.length].map((size) => {
    const resolver = createMarkerResolver(upTo(sources));
    let shown = "";
    for (let index = 0; index < text.length; index += size) shown += resolver.feed(text.slice(index, index + size));
    return shown + resolver.finish();
  });
  expect(new Set(results).size).toBe(1);
  return results[0] as string;
}

describe("createMarkerResolver", () => {
  it.each([
    ["The rent is 950 euro [2].", "The rent is 950 euro [2]."],
    ["Both say so [1][3].", "Both say so [1][3]."],
    ["Both say so [1, 3].", "Both say so [1][3]."],
    ["All say so [1-3].", "All say so [1][2][3]."],
    ["Other brackets 【2】.", "Other brackets [2]."],
    ["A footnote [^2].", "A footnote [2]."],
    ["Spelt out [Source 2] and [passage 1].", "Spelt out [2] and [1]."],
    ["Twice [2, 2].", "Twice [2]."],
    ["Doubled [[1]].", "Doubled [1]."],
    ["Many [Sources 1, 3] and [passages 1, 2].", "Many [1][3] and [1][2]."],
    ["Joined [1 and 3].", "Joined [1][3]."],
  ])("keeps the markers of %j", (written, shown) => {
    expect(resolve(written)).toBe(shown);
  });

  it.each([
    ["Invented [9].", "Invented."],
    ["Invented [9] inside.", "Invented inside."],
    ["One of two [2, 9].", "One of two [2]."],
    ["Zero [0] too", "Zero too"],
    ["Cut off [", "Cut off"],
    ["Cut off [1", "Cut off"],
    ["Cut off [1, 2", "Cut off"],
    ["【9】Leading", "Leading"],
    ["Nested [1[99]0].", "Nested0]."],
    [
      "Never closed [1 Sources are given in the text above and below",
      "Never closed Sources are given in the text above and below",
    ],
  ])("drops what names no source in %j", (written, shown) => {
    expect(resolve(written)).toBe(shown);
  });

  it("leaves other brackets alone", () => {
    expect(resolve("See [the annex] and a[b] [x].")).toBe("See [the annex] and a[b] [x].");
    expect(resolve("There are [12 apples] left.")).toBe("There are [12 apples] left.");
  });

  it("never lets a marker become a Markdown link or the definition of one", () => {
    expect(resolve("[1](http://example.com/?q=secret)")).toBe("[1] (http://example.com/?q=secret)");
    expect(resolve("[1]: http://example.com")).toBe("[1] : http://example.com");
  });

  it("shows no part of a marker while it is open", () => {
    const resolver = createMarkerResolver(upTo(3));
    expect(resolver.feed("The rent [")).toBe("The rent");
    expect(resolver.feed("9")).toBe("");
    expect(resolver.feed("] is")).toBe(" is");
  });

  it("releases a bracket that does not become a marker after twelve characters", () => {
    const resolver = createMarkerResolver(upTo(3));
    expect(resolver.feed("a [")).toBe("a");
    expect(resolver.feed("something long")).toBe(" [something long");
  });
});

describe("markersIn and blankMarkers", () => {
  it("reads resolved markers once each, in order", () => {
    expect(markersIn("a [2] b [1][2]")).toEqual([2, 1]);
  });

  it("keeps offsets", () => {
    expect(blankMarkers("a [12] b")).toBe("a      b");
  });
});
