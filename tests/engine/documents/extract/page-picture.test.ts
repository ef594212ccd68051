import { inflateSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import { renderPage } from "../../../../src/engine/documents/extract/page-picture.ts";
import { encodePng } from "../../../../src/engine/documents/extract/png.ts";
import { onePagePdf } from "../../../support/pdf-bytes.ts";

/** Unpacks a PNG of ours: the header's numbers and the rows without their filter bytes. */
function decode(png: Uint8Array): { width: number; height: number; rgb: Uint8Array } {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  let offset = 8;
  let width = 0;
  let height = 0;
  let packed = new Uint8Array(0);
  while (offset < png.length) {
    const length = view.getUint32(offset);
    const type = Buffer.from(png.subarray(offset + 4, offset + 8)).toString();
    if (type === "IHDR") [width, height] = [view.getUint32(offset + 8), view.getUint32(offset + 12)];
    if (type === "IDAT") packed = png.slice(offset + 8, offset + 8 + length);
    offset += length + 12;
  }
  const rows = inflateSync(packed);
  const rgb = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    rgb.set(rows.subarray(y * (width * 3 + 1) + 1, (y + 1) * (width * 3 + 1)), y * width * 3);
  }
  return { width, height, rgb };
}

test("a PNG holds the pixels it was made of", () => {
  const rgba = Uint8Array.of(1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255, 13, 14, 15, 0, 16, 17, 18, 0);
  const picture = decode(encodePng(rgba, 3, 2));
  expect(picture).toMatchObject({ width: 3, height: 2 });
  expect([...picture.rgb]).toEqual(Array.from({ length: 18 }, (_, index) => index + 1));
  expect(() => encodePng(rgba, 2, 2)).toThrow("do not fit");
});

describe("renderPage", () => {
  const pdf = onePagePdf("1 0 0 rg 0 421 595 421 re f");

  test("draws the page as wide as asked for, in its own proportions and colours", async () => {
    const { width, height, rgba } = await renderPage(pdf, 1, 595);
    expect([width, height]).toEqual([595, 842]);
    expect([...rgba.subarray(0, 4)]).toEqual([255, 0, 0, 255]);
    expect([...rgba.subarray(rgba.length - 4)]).toEqual([255, 255, 255, 255]);
  });

  test("is never wider than 4,000 pixels", async () => {
    const { width } = await renderPage(onePagePdf("", { page: "/CropBox [0 0 595 20]" }), 1, 100_000);
    expect(width).toBe(4_000);
  });

  test("says when there is no such page and when it is no PDF", async () => {
    await expect(renderPage(pdf, 2, 100)).rejects.toMatchObject({ code: "not-found" });
    await expect(renderPage(Buffer.from("no PDF"), 1, 100)).rejects.toMatchObject({ code: "page-not-drawn" });
  });
});
