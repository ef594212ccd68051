import path from "node:path";

import { createCodePointMap } from "../../platform/code-points.ts";
import type { Extraction } from "../document-types.ts";
import { cleanInline } from "./clean-text.ts";
import { decodeOther, decodeUtf8 } from "./decode-text.ts";
import { ExtractionFailure } from "./extracted.ts";
import type { Extracted } from "./extracted.ts";
import { isTextName, textKindOf } from "./formats/text-kind.ts";
import { detectLanguage } from "./language.ts";
import { largestInputBytes, textLimitFor } from "./limits.ts";

/** Headings longer than this are sentences set large, and no name of a part. */
const longestHeading = 300;

interface Read {
  extractor: string;
  extracted: Extracted;
}

function startsWith(bytes: Uint8Array, text: string, within = 0): boolean {
  const head = Buffer.from(bytes.subarray(0, text.length + within)).toString("latin1");
  return within === 0 ? head.startsWith(text) : head.includes(text);
}

async function readText(name: string, text: string, textLimit: number): Promise<Read> {
  const kind = textKindOf(name, text);
  switch (kind) {
    case "markdown": {
      const { extractMarkdown } = await import("./formats/markdown.ts");
      return { extractor: "markdown", extracted: extractMarkdown(text, textLimit) };
    }
    case "html": {
      const { extractHtml } = await import("./formats/html.ts");
      return { extractor: "html", extracted: await extractHtml(text, textLimit) };
    }
    case "rows":
    case "code":
    case "plain": {
      const { extractPlain } = await import("./formats/plain-text.ts");
      return { extractor: kind === "code" ? "code" : "plain-text", extracted: extractPlain(text, kind, textLimit) };
    }
  }
}

/** Old Office files and encrypted new ones share a container; the encrypted ones name their package in it. */
function isEncryptedOffice(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from("EncryptedPackage", "utf16le"),
  );
}

async function readBinary(name: string, bytes: Uint8Array, textLimit: number): Promise<Read> {
  const extension = path.extname(name).slice(1).toLowerCase();
  const { fileTypeFromBuffer } = await import("file-type");
  const type = await fileTypeFromBuffer(bytes).catch(() => undefined);
  const isWord = type?.ext === "docx" || (type?.ext === "zip" && extension === "docx");
  if (isWord) {
    const { docxExtractor } = await import("./formats/docx.ts");
    return { extractor: "docx", extracted: await docxExtractor.extract({ name, bytes, textLimit }) };
  }
  if (type?.ext === "cfb" && isEncryptedOffice(bytes)) {
    throw new ExtractionFailure("encrypted", "The file is protected by a password.");
  }
  if (type === undefined) {
    const text = await decodeOther(bytes);
    if (text !== null) return readText(name, text, textLimit);
  }
  if (extension === "pdf" || extension === "docx") {
    throw new ExtractionFailure("damaged", `The file is named .${extension} but holds something else.`);
  }
  if (isTextName(name)) throw new ExtractionFailure("damaged", `The file is named .${extension} but holds no text.`);
  const kind = extension === "" ? (type?.ext ?? "") : extension;
  throw new ExtractionFailure(
    "unsupported",
    kind === "" ? "Docent does not know this kind of file." : `Docent does not read .${kind} files.`,
  );
}

async function readFormat(name: string, bytes: Uint8Array, textLimit: number): Promise<Read> {
  // Some writers put a few bytes before the header; every reader of PDF looks for it in the first kilobyte.
  if (startsWith(bytes, "%PDF-", 1_024)) {
    const { pdfExtractor } = await import("./formats/pdf.ts");
    return { extractor: "pdf", extracted: await pdfExtractor.extract({ name, bytes, textLimit }) };
  }
  if (startsWith(bytes, "{\\rtf") || startsWith(bytes, "%!PS")) return readBinary(name, bytes, textLimit);
  const text = decodeUtf8(bytes);
  return text === null ? readBinary(name, bytes, textLimit) : readText(name, text, textLimit);
}

function failed(failure: ExtractionFailure): Extraction {
  return {
    outcome: failure.outcome,
    reason: failure.reason,
    title: null,
    language: null,
    text: "",
    textFormat: "plain",
    blocks: [],
    pages: [],
    runs: [],
    extractor: "none",
    hidden: [],
  };
}

/** From the reader's indices to what goes over the wire: code points, spans inside the text, headings of sane length. */
async function finish({ extractor, extracted }: Read): Promise<Extraction> {
  const { text } = extracted;
  const map = createCodePointMap(text);
  const moved = <Spanned extends { start: number; end: number }>(spanned: Spanned): Spanned => ({
    ...spanned,
    start: map.toCodePoint(spanned.start),
    end: map.toCodePoint(spanned.end),
  });
  const title = extracted.title === null ? "" : cleanInline(extracted.title).trim().slice(0, 300);
  return {
    outcome: extracted.partly === null ? "indexed" : "indexed-partly",
    reason: extracted.partly,
    title: title === "" ? null : title,
    language: extracted.textFormat === "code" ? null : await detectLanguage(text),
    text,
    textFormat: extracted.textFormat,
    blocks: extracted.blocks.map((block) => {
      const long = block.kind === "heading" && block.end - block.start > longestHeading;
      return moved(long ? { ...block, kind: "paragraph" as const, level: 0 } : block);
    }),
    pages: extracted.pages.map(moved),
    runs: extracted.runs.map(moved),
    extractor,
    hidden: extracted.hidden.filter((span) => span.end > span.start).map(moved),
  };
}

/** The failure that an error stands for: what a format throws on purpose, or the file that broke its reader. */
function asFailure(error: unknown): ExtractionFailure {
  if (error instanceof ExtractionFailure) return error;
  if (error instanceof RangeError) {
    return new ExtractionFailure("damaged", "Its parts are nested too deeply in each other to be read.", error);
  }
  return new ExtractionFailure("damaged", "The file is damaged and cannot be read.", error);
}

/**
 * Reads one file by what its bytes are, whatever its name says. Never throws: each file ends in one outcome.
 * `onError` hears of errors that readers threw without meaning to, for the log.
 */
export async function extractFile(
  name: string,
  bytes: Uint8Array,
  onError: (error: unknown) => void = () => undefined,
): Promise<Extraction> {
  try {
    if (bytes.length === 0) throw new ExtractionFailure("no-text", "The file is empty.");
    if (bytes.length > largestInputBytes) throw new ExtractionFailure("too-big", "The file is larger than 64 MB.");
    const read = await readFormat(name, bytes, textLimitFor(bytes.length));
    if (read.extracted.text.trim() === "") throw new ExtractionFailure("no-text", "There are no words in this file.");
    return await finish(read);
  } catch (error) {
    const failure = asFailure(error);
    if (!(error instanceof ExtractionFailure)) onError(error);
    return failed(failure);
  }
}
