import { PDFDocument } from "pdf-lib";

import { renderPage } from "../../src/engine/documents/extract/page-picture.ts";
import { encodePng } from "../../src/engine/documents/extract/png.ts";
import type { Piece } from "./source-text.ts";
import { writePdf } from "./write-pdf.ts";
import type { PdfStyle } from "./write-pdf.ts";

/** Dots an inch of the scan: readable, and a small file. */
const resolution = 100;

/** Grain and a grey sheet, so that it looks like paper; the same seed gives the same paper. */
function roughen(rgba: Uint8Array): void {
  let seed = 7;
  for (let index = 0; index < rgba.length; index += 4) {
    seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    // Few grey levels keep the picture small.
    const grain = ((seed >> 16) & 3) === 0 ? 6 : 0;
    const grey = Math.round(((rgba[index] as number) * 0.93) / 12) * 12 - grain;
    rgba.fill(Math.max(0, grey), index, index + 3);
  }
}

/** A PDF whose only page is a picture of a written page: what a scanner makes, with no text in it. */
export async function writeScan(pieces: readonly Piece[], style: PdfStyle): Promise<Uint8Array> {
  const written = await writePdf(pieces, style);
  const [width, height] = style.size;
  const pixels = await renderPage(written, 1, Math.round((width / 72) * resolution));
  roughen(pixels.rgba);
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setCreationDate(style.written);
  document.setModificationDate(style.written);
  const picture = await document.embedPng(encodePng(pixels.rgba, pixels.width, pixels.height));
  document.addPage(style.size).drawImage(picture, { x: 0, y: 0, width, height });
  return document.save();
}
