import { PDFDocument, rgb, StandardFonts } from "pdf-lib";
import type { PDFFont, PDFPage } from "pdf-lib";

import { titleOf } from "./source-text.ts";
import type { Piece } from "./source-text.ts";

export interface PdfStyle {
  /** Width and height in points. */
  size: [number, number];
  family: "serif" | "sans";
  accent: [number, number, number];
  /** Size of the body text in points. */
  bodySize: number;
  author: string;
  /** Stands at the foot of each page beside its number; empty for none. */
  footer: string;
  written: Date;
}

const families = {
  serif: [StandardFonts.TimesRoman, StandardFonts.TimesRomanBold],
  sans: [StandardFonts.Helvetica, StandardFonts.HelveticaBold],
} as const;

function wrap(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Numbers stand right under each other; words begin at the left of their column. */
function isNumber(cell: string): boolean {
  return /^[\d.,]+( (kWh|cubic metres|W|kg|mm))?$/.test(cell);
}

/** Lays pieces out on pages, top to bottom; a heading never stands alone at the foot of a page. */
class Layout {
  readonly #document: PDFDocument;
  readonly #style: PdfStyle;
  readonly #regular: PDFFont;
  readonly #bold: PDFFont;
  readonly #margin: number;
  readonly #body: number;
  #page: PDFPage;
  #y = 0;

  constructor(document: PDFDocument, style: PdfStyle, regular: PDFFont, bold: PDFFont) {
    this.#document = document;
    this.#style = style;
    this.#regular = regular;
    this.#bold = bold;
    this.#margin = style.size[0] * 0.12;
    this.#body = style.bodySize;
    this.#page = this.#newPage();
  }

  get #width(): number {
    return this.#style.size[0] - 2 * this.#margin;
  }

  #newPage(): PDFPage {
    this.#page = this.#document.addPage(this.#style.size);
    this.#y = this.#style.size[1] - this.#margin;
    return this.#page;
  }

  #room(height: number): void {
    if (this.#y - height < this.#margin) this.#newPage();
  }

  #lines(text: string, font: PDFFont, size: number, indent = 0, color = rgb(0.1, 0.1, 0.12)): void {
    const lineHeight = size * 1.42;
    for (const line of wrap(text, font, size, this.#width - indent)) {
      this.#room(lineHeight);
      this.#y -= lineHeight;
      this.#page.drawText(line, { x: this.#margin + indent, y: this.#y, size, font, color });
    }
  }

  #table(rows: string[][]): void {
    const columns = Math.max(...rows.map((row) => row.length));
    const natural = Array.from({ length: columns }, (_, column) =>
      Math.max(...rows.map((row) => this.#bold.widthOfTextAtSize(row[column] ?? "", this.#body))),
    );
    const total = natural.reduce((sum, width) => sum + width, 0);
    const spare = Math.max(0, this.#width - total);
    const widths = natural.map((width) => width + spare / columns);
    const rowHeight = this.#body * 1.9;
    for (const [index, row] of rows.entries()) {
      this.#room(rowHeight);
      this.#y -= rowHeight;
      const emphasised = index === 0 && columns > 2;
      const font = emphasised || row[0]?.startsWith("Total") || row[0] === "Summe" ? this.#bold : this.#regular;
      let x = this.#margin;
      for (const [column, cell] of row.entries()) {
        const width = widths[column] ?? 0;
        const right = column > 0 && (isNumber(cell) || (index === 0 && isNumber(rows[1]?.[column] ?? "")));
        const shift = right ? width - font.widthOfTextAtSize(cell, this.#body) : 0;
        if (cell !== "") this.#page.drawText(cell, { x: x + shift, y: this.#y, size: this.#body, font });
        x += width;
      }
      this.#page.drawLine({
        start: { x: this.#margin, y: this.#y - this.#body * 0.5 },
        end: { x: this.#margin + this.#width, y: this.#y - this.#body * 0.5 },
        thickness: 0.5,
        color: rgb(0.8, 0.8, 0.82),
      });
    }
    this.#y -= this.#body * 0.8;
  }

  draw(piece: Piece): void {
    const accent = rgb(...this.#style.accent);
    switch (piece.kind) {
      case "title":
        this.#lines(piece.text, this.#bold, this.#body * 1.9, 0, accent);
        this.#y -= this.#body * 0.6;
        return;
      case "heading":
        this.#room(this.#body * 6);
        this.#y -= this.#body * 0.7;
        this.#lines(piece.text, this.#bold, this.#body * 1.25, 0, accent);
        this.#y -= this.#body * 0.2;
        return;
      case "paragraph":
        this.#lines(piece.text, this.#regular, this.#body);
        this.#y -= this.#body * 0.6;
        return;
      case "bullet":
        this.#room(this.#body * 1.42);
        this.#page.drawText("\u2022", {
          x: this.#margin + 2,
          y: this.#y - this.#body * 1.42,
          size: this.#body,
          font: this.#regular,
        });
        this.#lines(piece.text, this.#regular, this.#body, 14);
        this.#y -= this.#body * 0.25;
        return;
      case "table":
        this.#table(piece.rows);
        return;
      case "page-break":
        this.#newPage();
    }
  }

  drawFooters(): void {
    const pages = this.#document.getPages();
    for (const [index, page] of pages.entries()) {
      const number = pages.length > 1 ? `${index + 1} / ${pages.length}` : "";
      const text = [this.#style.footer, number].filter((part) => part !== "").join("   ");
      const size = 8;
      const x = (this.#style.size[0] - this.#regular.widthOfTextAtSize(text, size)) / 2;
      page.drawText(text, { x, y: this.#margin * 0.5, size, font: this.#regular, color: rgb(0.45, 0.45, 0.48) });
    }
  }
}

/** A PDF of the pieces in the standard fonts; the same input gives the same bytes. */
export async function writePdf(pieces: readonly Piece[], style: PdfStyle): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(titleOf(pieces));
  document.setAuthor(style.author);
  document.setCreationDate(style.written);
  document.setModificationDate(style.written);
  const [regularName, boldName] = families[style.family];
  const layout = new Layout(document, style, await document.embedFont(regularName), await document.embedFont(boldName));
  for (const piece of pieces) layout.draw(piece);
  layout.drawFooters();
  return document.save();
}
