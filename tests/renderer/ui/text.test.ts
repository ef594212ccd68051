import { expect, test } from "vitest";

import { countPoints, pointIndex, slicePoints, unitIndex } from "../../../src/renderer/ui/code-points.ts";
import { cleanName, shortName } from "../../../src/renderer/ui/file-name.ts";
import { daysBetween, formatBytes, formatDuration } from "../../../src/renderer/ui/format.ts";
import { markedParts } from "../../../src/renderer/ui/marked-text.tsx";
import { snippet } from "../../../src/renderer/ui/snippet.ts";

test("code points and units convert both ways", () => {
  const text = "a😀é漢b";
  expect(countPoints(text)).toBe(5);
  for (let point = 0; point <= 5; point += 1) expect(pointIndex(text, unitIndex(text, point))).toBe(point);
  expect(slicePoints(text, 1, 4)).toBe("😀é漢");
  expect(slicePoints(text, 4, 99)).toBe("b");
});

test("names lose what nobody sees and keep their extension when shortened", () => {
  expect(cleanName("invoice\u202Efdp.exe")).toBe("invoicefdp.exe");
  expect(cleanName("a\u200Bb\u0007c\u2066d\u{E0041}")).toBe("abcd");
  expect(cleanName("e\u0301")).toBe("\u00e9");
  const long = shortName(`${"very ".repeat(20)}long name.pdf`, 30);
  expect([...long].length).toBe(30);
  expect(long.endsWith(".pdf")).toBe(true);
  expect(long).toContain("…");
  expect(shortName("short.md", 30)).toBe("short.md");
});

test("a snippet leaves out the marks of headings and keeps the marked words in place", () => {
  const text = "# Lease\n\nThe deposit is item #7.\n## Care\nYearly.";
  const start = text.indexOf("deposit");
  const short = snippet(text, [{ start, end: start + 7 }], 200);
  expect(short.text).toBe("Lease The deposit is item #7. Care Yearly.");
  const [span] = short.spans;
  expect(short.text.slice(span?.start, span?.end)).toBe("deposit");
});

test("marked parts give back the text; overlapping spans join", () => {
  const text = "The deposit 😀 is due";
  const parts = markedParts(text, [
    { start: 12, end: 13 },
    { start: 4, end: 8 },
    { start: 6, end: 11 },
  ]);
  expect(parts.map((part) => part.text).join("")).toBe(text);
  expect(
    parts
      .filter((part) => part.marked)
      .map((part) => part.text)
      .join("|"),
  ).toBe("depo|sit|😀");
});

test("a snippet starts near its first matched word and keeps the spans on the same words", () => {
  const text = `${"filler word ".repeat(40)}the   warranty ends here ${"more text ".repeat(40)}`;
  const start = text.indexOf("warranty");
  const short = snippet(text, [{ start, end: start + 8 }], 100);
  expect([...short.text].length).toBeLessThanOrEqual(103);
  const span = short.spans[0];
  expect([...short.text].slice(span?.start, span?.end).join("")).toBe("warranty");
  expect(short.text.startsWith("…") && short.text.endsWith("…")).toBe(true);
});

test("sizes and times are short", () => {
  expect([512, 1_500, 184_320, 2_100_000, 2_500_000_000].map(formatBytes)).toEqual([
    "512 B",
    "1.5 KB",
    "184 KB",
    "2.1 MB",
    "2.5 GB",
  ]);
  expect([34, 999.7, 2_100, 12_000, 200_000].map(formatDuration)).toEqual(["34 ms", "1.0 s", "2.1 s", "12 s", "3 min"]);
  expect(daysBetween(new Date(2026, 4, 17, 23, 59).getTime(), new Date(2026, 4, 18, 0, 1).getTime())).toBe(1);
});
