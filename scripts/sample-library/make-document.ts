import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { plainStyle } from "./documents.ts";
import type { SampleDocument } from "./documents.ts";
import { parseSource } from "./source-text.ts";
import { writeDocx } from "./write-docx.ts";
import { writePdf } from "./write-pdf.ts";
import { writeScan } from "./write-scan.ts";

const sources = fileURLToPath(new URL("sources/", import.meta.url));

/** Bytes of one sample file; the same on every machine and in every year. */
export async function makeDocument(document: SampleDocument): Promise<Uint8Array> {
  const bytes = await readFile(`${sources}${document.source}`);
  if (document.kind === "copy") return bytes;
  const pieces = parseSource(bytes.toString("utf8"));
  const { written: day, author } = document;
  if (day === undefined || author === undefined) throw new Error(`${document.path} needs a day and an author.`);
  const written = new Date(`${day}T12:00:00Z`);
  if (document.kind === "docx") return writeDocx(pieces, { author, written });
  const style = { ...plainStyle, ...document.style, author, written };
  return document.kind === "scan" ? writeScan(pieces, style) : writePdf(pieces, style);
}
