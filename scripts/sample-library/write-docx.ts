import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun, WidthType } from "docx";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";

import { titleOf } from "./source-text.ts";
import type { Piece } from "./source-text.ts";

function tableOf(rows: string[][]): Table {
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (cells, index) =>
        new TableRow({
          tableHeader: index === 0 && cells.length > 2,
          children: cells.map(
            (cell) =>
              new TableCell({
                margins: { top: 60, bottom: 60, left: 80, right: 80 },
                children: [
                  new Paragraph({ children: [new TextRun({ text: cell, bold: index === 0 && cells.length > 2 })] }),
                ],
              }),
          ),
        }),
    ),
  });
}

function childrenOf(piece: Piece): (Paragraph | Table)[] {
  switch (piece.kind) {
    case "title":
      return [new Paragraph({ heading: HeadingLevel.TITLE, text: piece.text })];
    case "heading":
      return [new Paragraph({ heading: HeadingLevel.HEADING_1, text: piece.text, spacing: { before: 240 } })];
    case "paragraph":
      return [new Paragraph({ text: piece.text, spacing: { after: 120 } })];
    case "bullet":
      return [new Paragraph({ text: piece.text, bullet: { level: 0 } })];
    case "table":
      return [tableOf(piece.rows), new Paragraph({ text: "" })];
    case "page-break":
      return [new Paragraph({ text: "", pageBreakBefore: true })];
  }
}

/** The library writes the hour of the run into the file; a sample that is made twice must be the same twice. */
function withFixedDates(packed: Uint8Array, written: Date): Uint8Array {
  const stamp = written.toISOString().replace(/\.\d+Z$/, "Z");
  const files: Record<string, Uint8Array> = {};
  for (const [name, bytes] of Object.entries(unzipSync(packed))) {
    files[name] =
      name === "docProps/core.xml"
        ? strToU8(strFromU8(bytes).replace(/(<dcterms:(?:created|modified)[^>]*>)[^<]*/g, `$1${stamp}`))
        : bytes;
  }
  // Zip times have no zone: this is noon of the same day everywhere.
  return zipSync(files, { level: 9, mtime: new Date(written.getUTCFullYear(), written.getUTCMonth(), 1, 12) });
}

/** A DOCX of the pieces with real heading styles, lists and tables; the same input gives the same bytes. */
export async function writeDocx(
  pieces: readonly Piece[],
  options: { author: string; written: Date },
): Promise<Uint8Array> {
  const document = new Document({
    title: titleOf(pieces),
    creator: options.author,
    lastModifiedBy: options.author,
    sections: [{ children: pieces.flatMap(childrenOf) }],
  });
  return withFixedDates(new Uint8Array(await Packer.toBuffer(document)), options.written);
}
