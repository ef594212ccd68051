import type { WrappedPdfiumModule } from "@embedpdf/pdfium";

import { heapOf, withPdfiumDocument } from "../pdfium.ts";

/** A piece of text as it is painted; the box is in the page's own units, origin at the bottom left. */
export interface PaintedText {
  left: number;
  bottom: number;
  right: number;
  top: number;
  bold: boolean;
  /** Painted so that nobody can see it: no paint at all, white on nothing, two points or smaller. */
  unseen: boolean;
}

export interface PaintedPage {
  texts: PaintedText[];
  /** Most of the page is one picture: text without paint above it is the layer that OCR adds, and is read. */
  isPicture: boolean;
}

const kinds = { text: 1, path: 2, image: 3, shading: 4, form: 5 };
const invisibleMode = 3;
/** Pages with more objects are drawings; they are not looked through to the end. */
const mostObjects = 20_000;
const deepestForm = 4;
const smallestPoints = 2;
const boldName = /bold|black|heavy|semibd|demi|(?:^|[-,+])(?:cmbx|sfbx)/i;

type Matrix = [number, number, number, number, number, number];
type Box = [number, number, number, number];

/** Scratch memory inside PDFium: six numbers are all that any of these calls gives back. */
class ObjectReader {
  readonly #pdfium: WrappedPdfiumModule;
  readonly #scratch: number;
  readonly #bold = new Map<number, boolean>();

  constructor(pdfium: WrappedPdfiumModule) {
    this.#pdfium = pdfium;
    this.#scratch = pdfium.pdfium.wasmExports.malloc(512);
  }

  free(): void {
    this.#pdfium.pdfium.wasmExports.free(this.#scratch);
  }

  #floats(count: number): number[] {
    return [...new Float32Array(heapOf(this.#pdfium).buffer, this.#scratch, count)];
  }

  box(object: number): Box | null {
    const at = this.#scratch;
    return this.#pdfium.FPDFPageObj_GetBounds(object, at, at + 4, at + 8, at + 12) ? (this.#floats(4) as Box) : null;
  }

  matrix(object: number): Matrix {
    return this.#pdfium.FPDFPageObj_GetMatrix(object, this.#scratch) ? (this.#floats(6) as Matrix) : [1, 0, 0, 1, 0, 0];
  }

  /** Red, green, blue and alpha, 0 to 255. */
  fill(object: number): number[] | null {
    const at = this.#scratch;
    if (!this.#pdfium.FPDFPageObj_GetFillColor(object, at, at + 4, at + 8, at + 12)) return null;
    return [...new Uint32Array(heapOf(this.#pdfium).buffer, at, 4)];
  }

  isFilled(path: number): boolean {
    if (!this.#pdfium.FPDFPath_GetDrawMode(path, this.#scratch, this.#scratch + 4)) return false;
    return new Int32Array(heapOf(this.#pdfium).buffer, this.#scratch, 1)[0] !== 0;
  }

  fontSize(text: number): number {
    return this.#pdfium.FPDFTextObj_GetFontSize(text, this.#scratch) ? (this.#floats(1)[0] as number) : 12;
  }

  isBold(text: number): boolean {
    const font = this.#pdfium.FPDFTextObj_GetFont(text);
    if (font === 0) return false;
    const known = this.#bold.get(font);
    if (known !== undefined) return known;
    const length = Math.min(512, this.#pdfium.FPDFFont_GetBaseFontName(font, this.#scratch, 512));
    const bytes = heapOf(this.#pdfium).slice(this.#scratch, this.#scratch + Math.max(0, length - 1));
    const bold = boldName.test(new TextDecoder().decode(bytes));
    this.#bold.set(font, bold);
    return bold;
  }
}

function placed(box: Box, matrix: Matrix | null): Box {
  if (matrix === null) return box;
  const [a, b, c, d, e, f] = matrix;
  const xs = [box[0], box[2]].flatMap((x) => [box[1], box[3]].map((y) => a * x + c * y + e));
  const ys = [box[0], box[2]].flatMap((x) => [box[1], box[3]].map((y) => b * x + d * y + f));
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
}

function times(outer: Matrix | null, inner: Matrix): Matrix {
  if (outer === null) return inner;
  const [a, b, c, d, e, f] = outer;
  const [g, h, i, j, k, l] = inner;
  return [a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * l + e, b * k + d * l + f];
}

/** What lies on a page before judgement: white text is seen where something coloured is painted under it. */
interface Findings {
  texts: (PaintedText & { white: boolean; noPaint: boolean })[];
  backgrounds: Box[];
  objects: number;
  pictureArea: number;
}

function collect(
  pdfium: WrappedPdfiumModule,
  reader: ObjectReader,
  container: { count: number; at: (index: number) => number },
  matrix: Matrix | null,
  depth: number,
  findings: Findings,
): void {
  for (let index = 0; index < container.count && findings.objects < mostObjects; index += 1) {
    findings.objects += 1;
    const object = container.at(index);
    const kind = pdfium.FPDFPageObj_GetType(object);
    if (kind === kinds.form) {
      if (depth >= deepestForm) continue;
      const inner = {
        count: pdfium.FPDFFormObj_CountObjects(object),
        at: (place: number) => pdfium.FPDFFormObj_GetObject(object, place),
      };
      collect(pdfium, reader, inner, times(matrix, reader.matrix(object)), depth + 1, findings);
      continue;
    }
    const own = reader.box(object);
    if (own === null) continue;
    const box = placed(own, matrix);
    const [left, bottom, right, top] = box;
    if (kind === kinds.image || kind === kinds.shading) {
      findings.backgrounds.push(box);
      findings.pictureArea = Math.max(findings.pictureArea, (right - left) * (top - bottom));
    } else if (kind === kinds.path && reader.isFilled(object)) {
      const color = reader.fill(object);
      if (color !== null && Math.min(color[0] ?? 0, color[1] ?? 0, color[2] ?? 0) < 245) findings.backgrounds.push(box);
    } else if (kind === kinds.text) {
      const whole = times(matrix, reader.matrix(object));
      const size = reader.fontSize(object) * Math.hypot(whole[2], whole[3]);
      const color = reader.fill(object);
      const noPaint = pdfium.FPDFTextObj_GetTextRenderMode(object) === invisibleMode || color?.[3] === 0;
      const white = color !== null && Math.min(color[0] ?? 0, color[1] ?? 0, color[2] ?? 0) >= 250;
      const unseen = size > 0 && size <= smallestPoints;
      findings.texts.push({ left, bottom, right, top, bold: reader.isBold(object), unseen, white, noPaint });
    }
  }
}

function judged(findings: Findings, pageArea: number): PaintedPage {
  const isPicture = findings.pictureArea > pageArea * 0.4;
  const onColour = (text: PaintedText): boolean => {
    const x = (text.left + text.right) / 2;
    const y = (text.bottom + text.top) / 2;
    return findings.backgrounds.some(([left, bottom, right, top]) => x > left && x < right && y > bottom && y < top);
  };
  const texts = findings.texts.map(({ white, noPaint, ...text }) => ({
    ...text,
    unseen: text.unseen || (noPaint && !isPicture) || (white && !noPaint && !onColour(text)),
  }));
  return { texts, isPicture };
}

/**
 * How the text of each page is painted, page 1 first; null for a page or a whole file that PDFium cannot open.
 * `onPage` is asked before each page and ends the reading by answering false.
 */
export async function readPaintedPages(bytes: Uint8Array, onPage: () => boolean): Promise<(PaintedPage | null)[]> {
  const pages = await withPdfiumDocument(bytes, (pdfium, document) => {
    const reader = new ObjectReader(pdfium);
    const read: (PaintedPage | null)[] = [];
    try {
      const count = pdfium.FPDF_GetPageCount(document);
      for (let index = 0; index < count && onPage(); index += 1) {
        const page = pdfium.FPDF_LoadPage(document, index);
        if (page === 0) {
          read.push(null);
          continue;
        }
        const findings: Findings = { texts: [], backgrounds: [], objects: 0, pictureArea: 0 };
        const container = {
          count: pdfium.FPDFPage_CountObjects(page),
          at: (place: number) => pdfium.FPDFPage_GetObject(page, place),
        };
        collect(pdfium, reader, container, null, 0, findings);
        read.push(judged(findings, pdfium.FPDF_GetPageWidthF(page) * pdfium.FPDF_GetPageHeightF(page)));
        pdfium.FPDF_ClosePage(page);
      }
    } finally {
      reader.free();
    }
    return read;
  });
  return pages ?? [];
}
