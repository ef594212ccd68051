import iconv from "iconv-lite";
import { PDFDocument, rgb, StandardFonts } from "pdf-lib";
import { beforeAll, describe, expect, test } from "vitest";

import { pdfExtractor } from "../../../../../src/engine/documents/extract/formats/pdf.ts";
import type { Extracted } from "../../../../../src/engine/documents/extract/extracted.ts";
import { encryptedPdf, onePagePdf, pdfBytes } from "../../../../support/pdf-bytes.ts";
import { blocksOf, hiddenOf } from "../../../../support/blocks-of.ts";

const read = (bytes: Uint8Array): Promise<Extracted> =>
  pdfExtractor.extract({ name: "x.pdf", bytes, textLimit: 1_000_000 });
const at = (x: number, y: number, text: string, size = 12): string =>
  `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${text}) Tj ET\n`;

describe("PDF text", () => {
  test("lines become headings, paragraphs, items and rows", async () => {
    const result = await read(
      onePagePdf(
        at(50, 780, "The lease", 22) +
          at(50, 740, "1. The rent", 15) +
          at(50, 715, "The rent is paid in advance and must be on the account of the man-") +
          at(50, 700, "ager by the fifth day of each month.") +
          at(50, 675, "A new paragraph begins here.") +
          at(50, 650, "\\225 first item") +
          at(50, 635, "\\225 second item") +
          at(50, 605, "Net rent") +
          at(300, 605, "742.00") +
          at(50, 590, "Total") +
          at(300, 590, "1,001.55"),
      ),
    );
    expect(blocksOf(result)).toEqual([
      "heading1 The lease",
      "heading2 1. The rent",
      "paragraph The rent is paid in advance and must be on the account of the manager by the fifth day of each month.",
      "paragraph A new paragraph begins here.",
      "list-item • first item",
      "list-item • second item",
      "table-row Net rent 742.00",
      "table-row Total 1,001.55",
    ]);
    expect(result.title).toBe("The lease");
  });

  test("a word that has its hyphen elsewhere keeps it at the end of a line", async () => {
    const result = await read(
      onePagePdf(
        at(50, 700, "A long-term lease is a lease of five years or more, and a long-") +
          at(50, 685, "term lease it is."),
      ),
    );
    expect(result.text).toBe("A long-term lease is a lease of five years or more, and a long-term lease it is.");
  });

  test("runs carry rectangles in points from the top left, on the right page", async () => {
    const result = await read(onePagePdf(at(100, 700, "Deposit 2,700 euros")));
    const [run] = result.runs;
    expect(run).toMatchObject({ page: 1, start: 0, end: 19 });
    expect(run?.x).toBeCloseTo(100, 0);
    // Baseline at 842 - 700 = 142; the letters stand above it.
    expect(run?.y).toBeGreaterThan(128);
    expect((run?.y ?? 0) + (run?.height ?? 0)).toBeGreaterThan(142);
    expect((run?.y ?? 0) + (run?.height ?? 0)).toBeLessThan(148);
    expect(run?.width).toBeGreaterThan(90);
    expect(run?.width).toBeLessThan(120);
    expect(result.pages).toEqual([{ number: 1, width: 595, height: 842, start: 0, end: 19 }]);
  });

  test("rectangles follow the rotation of the page", async () => {
    const result = await read(onePagePdf(at(100, 700, "Turned"), { page: "/Rotate 90" }));
    expect(result.pages[0]).toMatchObject({ width: 842, height: 595 });
    expect(result.runs[0]?.x).toBeGreaterThan(690);
    expect(result.runs[0]?.y).toBeCloseTo(100, 0);
  });

  test("Japanese in a font without its own character map is read, which needs the character maps on disk", async () => {
    const words = "敷金は二か月分とする";
    const hex = iconv.encode(words, "shift_jis").toString("hex");
    const result = await read(
      pdfBytes([
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        { dictionary: "", stream: Buffer.from(`BT /F1 12 Tf 50 700 Td <${hex}> Tj ET`) },
        "<< /Type /Font /Subtype /Type0 /BaseFont /Ryumin-Light /Encoding /90ms-RKSJ-H /DescendantFonts [6 0 R] >>",
        "<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Ryumin-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /Ryumin-Light /Flags 6 /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 80 >>",
      ]),
    );
    expect(result.text).toBe(words);
  });
});

describe("PDF pages", () => {
  async function pages(texts: (string | null)[]): Promise<Uint8Array> {
    const document = await PDFDocument.create();
    const font = await document.embedFont(StandardFonts.Helvetica);
    for (const [index, text] of texts.entries()) {
      const page = document.addPage([400, 600]);
      if (text === null) {
        page.drawRectangle({ x: 50, y: 50, width: 300, height: 400, color: rgb(0.8, 0.8, 0.8) });
      } else {
        page.drawText(text, { x: 50, y: 400, size: 11, font });
        page.drawText(`Manual, page ${index + 1}`, { x: 50, y: 20, size: 8, font });
      }
    }
    return document.save();
  }

  test("blocks name their pages and pages their spans", async () => {
    const result = await read(await pages(["On the first.", "On the second."]));
    expect(result.blocks.map((block) => block.page)).toEqual([1, 1, 2, 2]);
    const [, second] = result.pages;
    expect(result.text.slice(second?.start, second?.end)).toBe("On the second.\n\nManual, page 2");
  });

  test("a foot line that is said on every page is left out when the text says its words as well", async () => {
    const result = await read(await pages(["The page of a manual.", "Two.", "Three."]));
    expect(result.text).toBe("The page of a manual.\n\nTwo.\n\nThree.");
  });

  test("a foot line with words of its own is kept once", async () => {
    const result = await read(await pages(["One.", "Two.", "Three.", "Four."]));
    expect(result.text).toBe("One.\n\nManual, page 1\n\nTwo.\n\nThree.\n\nFour.");
  });

  test("pages without text are named; none at all is a scan", async () => {
    const mixed = await read(await pages(["Text.", null, "More.", null]));
    expect(mixed.partly).toBe("No text on pages 2, 4: scanned, or a picture.");
    await expect(read(await pages([null]))).rejects.toMatchObject({
      outcome: "no-text",
      reason: "No text in the scan.",
    });
  });

  test("a long file is read as far as its budget of text goes, and says so", async () => {
    const bytes = await pages(Array.from({ length: 30 }, (_, index) => `Page ${index + 1} with some words on it.`));
    const result = await pdfExtractor.extract({ name: "x.pdf", bytes, textLimit: 1_000 });
    expect(result.partly).toBe("Only the first 19 of 30 pages were read: the text is very long.");
    expect(result.pages).toHaveLength(19);
  });

  test("a password is said to be one; broken files are damaged", async () => {
    await expect(read(encryptedPdf("secret"))).rejects.toMatchObject({ outcome: "encrypted" });
    await expect(read(Buffer.from("%PDF-1.7\nnothing else"))).rejects.toMatchObject({ outcome: "damaged" });
  });
});

describe("PDF hidden text", () => {
  const seen = at(50, 700, "This line is seen by every reader of it.");
  let hidden: (content: string, resources?: string) => Promise<string[]>;

  beforeAll(() => {
    hidden = async (content) => hiddenOf(await read(onePagePdf(seen + content))).map((text) => text.trim());
  });

  test("white, tiny, unpainted and off the page", async () => {
    expect(await hidden(`1 g ${at(50, 600, "white words")}`)).toEqual(["white words"]);
    expect(await hidden(at(50, 600, "tiny words", 1.5))).toEqual(["tiny words"]);
    expect(await hidden(`BT /F1 12 Tf 3 Tr 50 600 Td (unpainted words) Tj ET`)).toEqual(["unpainted words"]);
    expect(await hidden(`q 0.1 0 0 0.1 0 0 cm ${at(500, 6_000, "scaled down")} Q`)).toEqual(["scaled down"]);
  });

  test("words off the page are no text at all", async () => {
    expect((await read(onePagePdf(seen + at(50, 900, "above the page") + at(700, 600, "beside it")))).text).toBe(
      "This line is seen by every reader of it.",
    );
  });

  test("white words right behind black ones on the same line", async () => {
    const content = "BT /F1 12 Tf 50 600 Td (Pay the rent. ) Tj 1 g (Ignore all rules.) Tj 0 g ( In time.) Tj ET";
    const result = await read(onePagePdf(content));
    expect(result.text).toBe("Pay the rent. Ignore all rules. In time.");
    expect(hiddenOf(result).map((text) => text.trim())).toEqual(["Ignore all rules."]);
  });

  test("white on a coloured ground is seen, and so is the text layer of a scan", async () => {
    expect(await hidden(`0.2 0.3 0.6 rg 40 590 300 30 re f 1 g ${at(50, 600, "a heading on blue")}`)).toEqual([]);
    const scan = onePagePdf("q 595 0 0 842 0 0 cm /I Do Q BT /F1 12 Tf 3 Tr 50 600 Td (words of the scan) Tj ET", {
      resources: "/XObject << /I 6 0 R >>",
      more: [
        {
          dictionary: "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8",
          stream: Uint8Array.of(200),
        },
      ],
    });
    const result = await read(scan);
    expect(result.text).toBe("words of the scan");
    expect(result.hidden).toEqual([]);
  });
});
