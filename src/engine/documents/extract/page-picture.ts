import type { WrappedPdfiumModule } from "@embedpdf/pdfium";

import { DocentError } from "../../platform/docent-error.ts";
import { heapOf, withPdfiumDocument } from "./pdfium.ts";

/** Widest picture of a page in pixels: A4 at about 480 dots an inch. */
export const largestPictureWidth = 4_000;
/** Pages may be long strips; the whole picture stays under 256 MB of raw pixels. */
const largestPixels = 64_000_000;

export interface Pixels {
  width: number;
  height: number;
  /** Four bytes a pixel, rows from the top. */
  rgba: Uint8Array;
}

/** Gray and coloured text without subpixel fringes: pictures are scaled by the page again. */
const renderFlags = 0x01; /* annotations */
const bitmapFormatBgra = 4;

function renderLoaded(pdfium: WrappedPdfiumModule, document: number, page: number, widthPixels: number): Pixels {
  const pagePointer = pdfium.FPDF_LoadPage(document, page - 1);
  if (pagePointer === 0) throw new DocentError("not-found", `This document has no page ${page}.`);
  try {
    const pageWidth = pdfium.FPDF_GetPageWidthF(pagePointer);
    const pageHeight = pdfium.FPDF_GetPageHeightF(pagePointer);
    if (!(pageWidth > 0 && pageHeight > 0)) throw new DocentError("page-not-drawn", `Page ${page} has no size.`);
    let width = Math.max(1, Math.min(Math.round(widthPixels), largestPictureWidth));
    let height = Math.max(1, Math.round((width * pageHeight) / pageWidth));
    if (width * height > largestPixels) {
      const scale = Math.sqrt(largestPixels / (width * height));
      width = Math.max(1, Math.floor(width * scale));
      height = Math.max(1, Math.min(Math.floor(height * scale), Math.floor(largestPixels / width)));
    }
    const size = width * height * 4;
    const pixels = pdfium.pdfium.wasmExports.malloc(size);
    const bitmap = pdfium.FPDFBitmap_CreateEx(width, height, bitmapFormatBgra, pixels, width * 4);
    try {
      pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xffffffff);
      pdfium.FPDF_RenderPageBitmap(bitmap, pagePointer, 0, 0, width, height, 0, renderFlags);
      const rgba = heapOf(pdfium).slice(pixels, pixels + size);
      for (let index = 0; index < size; index += 4) {
        const blue = rgba[index] as number;
        rgba[index] = rgba[index + 2] as number;
        rgba[index + 2] = blue;
      }
      return { width, height, rgba };
    } finally {
      pdfium.FPDFBitmap_Destroy(bitmap);
      pdfium.pdfium.wasmExports.free(pixels);
    }
  } finally {
    pdfium.FPDF_ClosePage(pagePointer);
  }
}

/**
 * Draws page `page` (1-based) of a PDF `widthPixels` wide, on white.
 * Throws `page-not-drawn` when it cannot be opened and `not-found` when it has no such page. Scripts in the file are not run: form support is off.
 */
export async function renderPage(bytes: Uint8Array, page: number, widthPixels: number): Promise<Pixels> {
  const pixels = await withPdfiumDocument(bytes, (pdfium, document) =>
    renderLoaded(pdfium, document, page, widthPixels),
  );
  if (pixels === null) throw new DocentError("page-not-drawn", "The pages of this file cannot be drawn.");
  return pixels;
}
