import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import type { WrappedPdfiumModule } from "@embedpdf/pdfium";

let loading: Promise<WrappedPdfiumModule> | undefined;

/** PDFium is one WebAssembly module a process; it takes 10 MB and is made when first asked for. */
async function loadPdfium(): Promise<WrappedPdfiumModule> {
  loading ??= (async () => {
    const { init } = await import("@embedpdf/pdfium");
    const file = fileURLToPath(import.meta.resolve("@embedpdf/pdfium/pdfium.wasm"));
    const bytes = await readFile(file);
    const pdfium = await init({
      wasmBinary: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
    });
    pdfium.PDFiumExt_Init();
    return pdfium;
  })();
  return loading;
}

/** PDFium's memory as it is now; it moves when it grows, so it is never kept. The package's types leave it out. */
export function heapOf(pdfium: WrappedPdfiumModule): Uint8Array<ArrayBuffer> {
  return (pdfium.pdfium as unknown as { HEAPU8: Uint8Array<ArrayBuffer> }).HEAPU8;
}

/**
 * Runs `use` with the document open; null when PDFium cannot open it. Everything is freed afterwards.
 * Forms, scripts and links are never set up, so nothing in the file can act.
 */
export async function withPdfiumDocument<Result>(
  bytes: Uint8Array,
  use: (pdfium: WrappedPdfiumModule, document: number) => Result | Promise<Result>,
): Promise<Result | null> {
  const pdfium = await loadPdfium();
  const data = pdfium.pdfium.wasmExports.malloc(bytes.length);
  if (data === 0) return null;
  heapOf(pdfium).set(bytes, data);
  try {
    const document = pdfium.FPDF_LoadMemDocument(data, bytes.length, "");
    if (document === 0) return null;
    try {
      return await use(pdfium, document);
    } finally {
      pdfium.FPDF_CloseDocument(document);
    }
  } finally {
    pdfium.pdfium.wasmExports.free(data);
  }
}
