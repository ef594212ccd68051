import path from "node:path";
import { fileURLToPath } from "node:url";

import type { PDFDocumentProxy } from "pdfjs-dist";
import type * as PdfJsModule from "pdfjs-dist/legacy/build/pdf.mjs";

import { cleanInline } from "../clean-text.ts";
import { ExtractionFailure } from "../extracted.ts";
import type { Extracted, Extractor } from "../extracted.ts";
import { TextBuilder } from "../text-builder.ts";
import { addPageBlocks, hyphenatedWords, measureSizes } from "./pdf-blocks.ts";
import { repeatedLines } from "./pdf-furniture.ts";
import { lineText, pageLines } from "./pdf-lines.ts";
import type { TextItem } from "./pdf-items.ts";
import type { PdfLine } from "./pdf-lines.ts";
import { readPaintedPages } from "./pdf-objects.ts";

/** CPU time after which reading ends with the pages read so far; the supervisor would stop the child at 30. */
const enoughSeconds = 22;

interface ReadPage {
  number: number;
  width: number;
  height: number;
  lines: PdfLine[];
}

type PdfJs = typeof PdfJsModule;

let loading: Promise<PdfJs> | undefined;

/** Stands where a class of the canvas would be; nothing here ever makes one. */
function notDrawn(): void {
  throw new Error("Pages are not drawn by pdf.js.");
}

/** pdf.js looks for the classes of a canvas at load; drawing would need them, reading text does not. */
async function loadPdfJs(): Promise<PdfJs> {
  loading ??= (async () => {
    const scope = globalThis as { DOMMatrix?: unknown; Path2D?: unknown; ImageData?: unknown };
    scope.DOMMatrix ??= notDrawn;
    scope.Path2D ??= notDrawn;
    scope.ImageData ??= notDrawn;
    return import("pdfjs-dist/legacy/build/pdf.mjs");
  })();
  return loading;
}

/** Folder inside pdfjs-dist as a path of the file system: with a URL the character maps are silently not found. */
function assetFolder(name: string): string {
  const root = path.dirname(fileURLToPath(import.meta.resolve("pdfjs-dist/package.json")));
  return `${path.join(root, name)}${path.sep}`;
}

function createClock(): () => number {
  const start = process.cpuUsage();
  return () => {
    const used = process.cpuUsage(start);
    return (used.user + used.system) / 1_000_000;
  };
}

async function open(bytes: Uint8Array): Promise<PDFDocumentProxy> {
  const pdfjs = await loadPdfJs();
  const task = pdfjs.getDocument({
    // A copy, because pdf.js takes the bytes over and PDFium needs them too; and no Buffer, which pdf.js refuses.
    data: new Uint8Array(bytes),
    cMapUrl: assetFolder("cmaps"),
    cMapPacked: true,
    standardFontDataUrl: assetFolder("standard_fonts"),
    wasmUrl: assetFolder("wasm"),
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: 0,
  });
  try {
    return await task.promise;
  } catch (error) {
    await task.destroy();
    const name = error instanceof Error ? error.name : "";
    if (name === "PasswordException") {
      throw new ExtractionFailure("encrypted", "The PDF is protected by a password.", error);
    }
    throw new ExtractionFailure("damaged", "The PDF is damaged and cannot be opened.", error);
  }
}

function named(title: unknown): string | null {
  if (typeof title !== "string") return null;
  const cleaned = cleanInline(title).trim();
  // What programs put there by themselves is no title.
  const useless = /^(?:microsoft word|untitled|document\d*$|unknown|.*\.(?:docx?|pdf|tex|dvi|indd|qxd|odt|rtf)$)/i;
  return cleaned === "" || cleaned.length > 200 || useless.test(cleaned) ? null : cleaned;
}

function pageList(numbers: readonly number[]): string {
  const shown = numbers.slice(0, 12).join(", ");
  const more = numbers.length > 12 ? ` and ${numbers.length - 12} more` : "";
  return `${numbers.length === 1 ? "page" : "pages"} ${shown}${more}`;
}

async function readPage(
  document: PDFDocumentProxy,
  number: number,
  painted: Awaited<ReturnType<typeof readPaintedPages>>,
): Promise<ReadPage> {
  const page = await document.getPage(number);
  const viewport = page.getViewport({ scale: 1 });
  const { width, height } = viewport;
  const content = await page.getTextContent();
  const items = content.items.filter((item): item is TextItem & typeof item => "str" in item);
  const lines = pageLines({
    number,
    width,
    height,
    toView: viewport.transform,
    items,
    styles: content.styles,
    painted: painted[number - 1] ?? null,
  });
  page.cleanup();
  return { number, width, height, lines };
}

interface ReadPages {
  pages: ReadPage[];
  broken: number[];
  /** Why reading ended before the last page. */
  stopped: string | null;
}

async function readPages(document: PDFDocumentProxy, bytes: Uint8Array, textLimit: number): Promise<ReadPages> {
  const seconds = createClock();
  const painted = await readPaintedPages(bytes, () => seconds() < enoughSeconds / 3);
  const pages: ReadPage[] = [];
  const broken: number[] = [];
  let length = 0;
  for (let number = 1; number <= document.numPages; number += 1) {
    let read: ReadPage;
    try {
      read = await readPage(document, number, painted);
    } catch (error) {
      if (error instanceof RangeError) throw error;
      broken.push(number);
      continue;
    }
    length += read.lines.reduce((sum, line) => sum + lineText(line).length + 2, 0);
    if (length > textLimit * 0.95) return { pages, broken, stopped: "the text is very long" };
    pages.push(read);
    if (seconds() > enoughSeconds) return { pages, broken, stopped: "reading all of them takes too long" };
  }
  return { pages, broken, stopped: null };
}

function explain(read: ReadPages, total: number): string | null {
  const empty = read.pages.filter((page) => page.lines.length === 0).map((page) => page.number);
  const reasons: string[] = [];
  if (read.stopped !== null)
    reasons.push(`Only the first ${read.pages.length} of ${total} pages were read: ${read.stopped}.`);
  if (empty.length > 0) reasons.push(`No text on ${pageList(empty)}: scanned, or a picture.`);
  if (read.broken.length > 0) reasons.push(`Damaged: ${pageList(read.broken)}.`);
  return reasons.length === 0 ? null : reasons.join(" ");
}

function fail(read: ReadPages, total: number): never {
  if (read.pages.length === 0) throw new ExtractionFailure("damaged", "None of the pages of this PDF can be read.");
  throw new ExtractionFailure("no-text", total === 1 ? "No text in the scan." : `No text in the scan, ${total} pages.`);
}

/**
 * PDF by pdf.js (text and places) and PDFium (how it is painted). Text comes in the order of the file; lines become
 * paragraphs, headings and rows by their sizes and distances. Pages without words are named; with no words on any
 * page the outcome is `no-text`.
 */
export const pdfExtractor: Extractor = {
  name: "pdf",
  async extract({ bytes, textLimit }): Promise<Extracted> {
    const document = await open(bytes);
    try {
      const total = document.numPages;
      const read = await readPages(document, bytes, textLimit);
      if (read.pages.every((page) => page.lines.length === 0)) fail(read, total);
      const repeated = repeatedLines(read.pages);
      const all = read.pages.flatMap((page) => page.lines);
      const sizes = measureSizes(all);
      const hyphenated = hyphenatedWords(all);
      const builder = new TextBuilder(textLimit);
      for (const page of read.pages) {
        // The page begins after the gap that parts it from the last one.
        const before = builder.length;
        const lines = page.lines.filter((line) => !repeated.has(line));
        const blocks = builder.blocks.length;
        addPageBlocks(builder, { number: page.number, lines }, sizes, hyphenated);
        const start = builder.blocks[blocks]?.start ?? before;
        builder.pages.push({ number: page.number, width: page.width, height: page.height, start, end: builder.length });
      }
      const text = builder.text();
      const heading = builder.blocks.find((block) => block.kind === "heading");
      const first = heading?.page === 1 && heading.level === 1 ? text.slice(heading.start, heading.end) : null;
      const { info } = await document.getMetadata().catch(() => ({ info: {} }));
      return {
        partly: explain(read, total),
        title: named((info as { Title?: unknown }).Title) ?? first,
        text,
        textFormat: "plain",
        blocks: builder.blocks,
        pages: builder.pages,
        runs: builder.runs,
        hidden: builder.hidden,
      };
    } finally {
      await document.loadingTask.destroy();
    }
  },
};
