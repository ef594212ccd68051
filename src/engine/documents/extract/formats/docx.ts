import { strFromU8, strToU8, zipSync } from "fflate";

import { cleanInline } from "../clean-text.ts";
import { ExtractionFailure } from "../extracted.ts";
import type { Extracted, Extractor, Span } from "../extracted.ts";
import { archiveLimits, largestNesting, tooMuchText } from "../limits.ts";
import { readZipDirectory, readZipEntry } from "../zip.ts";
import { hiddenEnd, hiddenStart, markHiddenRuns } from "./docx-hidden.ts";
import { flattenEquations } from "./docx-math.ts";
import { readHtml } from "./html.ts";

/** A book of a thousand pages has about 400,000. */
const mostElements = 1_000_000;
const styleMap = ["p[style-name='Title'] => h1:fresh", "p[style-name='Subtitle'] => p:fresh"];

/** The parts of the file that hold words; pictures and embedded objects are never unpacked. */
function readParts(bytes: Uint8Array): Record<string, Uint8Array> {
  const parts: Record<string, Uint8Array> = {};
  let left = archiveLimits.unpackedBytes;
  for (const entry of readZipDirectory(bytes)) {
    if (!/\.(?:xml|rels)$/i.test(entry.name)) continue;
    const data = readZipEntry(bytes, entry, left);
    left -= data.length;
    if (left <= 0) throw new ExtractionFailure("too-big", "The file unpacks to more than 200 MB.");
    // A document type may name files or grow without end; no office program writes one.
    if (/<!(?:DOCTYPE|ENTITY)/i.test(strFromU8(data.subarray(0, 4_096)))) {
      throw new ExtractionFailure("damaged", "The file holds a document type, which office files never do.");
    }
    parts[entry.name] = data;
  }
  return parts;
}

/**
 * Characters, elements and depth, counted before anything is built from them: an element costs mammoth about 2 KB.
 * Throws `too-big` or `damaged`.
 */
function checkXml(xml: string, textLimit: number): void {
  let length = 0;
  let elements = 0;
  let depth = 0;
  let place = 0;
  for (;;) {
    const open = xml.indexOf("<", place);
    length += (open < 0 ? xml.length : open) - place;
    if (length > textLimit) throw tooMuchText(textLimit);
    const close = open < 0 ? -1 : xml.indexOf(">", open);
    if (close < 0) return;
    if (xml[open + 1] === "/") {
      depth -= 1;
    } else if (xml[open + 1] !== "?" && xml[open + 1] !== "!") {
      elements += 1;
      if (xml[close - 1] !== "/") depth += 1;
    }
    if (depth > largestNesting) {
      throw new ExtractionFailure("damaged", "Its parts are nested too deeply in each other to be read.");
    }
    if (elements > mostElements) throw new ExtractionFailure("too-big", "The document is made of too many parts.");
    place = close + 1;
  }
}

function coreTitle(parts: Record<string, Uint8Array>): string {
  const core = parts["docProps/core.xml"];
  if (core === undefined) return "";
  const title = /<dc:title[^>]*>([^<]{0,300})<\/dc:title>/.exec(strFromU8(core))?.[1] ?? "";
  const plain = title
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
  return cleanInline(plain).trim();
}

/** Takes the marks of hidden runs out of the text and moves every offset behind them. */
function withoutMarkers(extracted: Extracted): Extracted {
  const { text } = extracted;
  if (!text.includes(hiddenStart)) return extracted;
  const marks: number[] = [];
  const hidden: Span[] = [...extracted.hidden];
  let open = -1;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character !== hiddenStart && character !== hiddenEnd) continue;
    if (character === hiddenStart) open = index - marks.length;
    else if (open >= 0) hidden.push({ start: open, end: index - marks.length });
    marks.push(index);
  }
  let passed = 0;
  const moved = extracted.blocks.map((block) => {
    // Blocks are in order, so the marks before each are counted once.
    while (passed < marks.length && (marks[passed] as number) < block.start) passed += 1;
    let inside = passed;
    while (inside < marks.length && (marks[inside] as number) < block.end) inside += 1;
    return { ...block, start: block.start - passed, end: block.end - inside };
  });
  return {
    ...extracted,
    text: text.replaceAll(hiddenStart, "").replaceAll(hiddenEnd, ""),
    blocks: moved,
    hidden: hidden.sort((left, right) => left.start - right.start),
  };
}

/**
 * DOCX by mammoth, which knows headings, lists, tables and notes. It gets a copy that holds only the parts with words,
 * unpacked under limits by us, because it sets none itself: a file of 80 KB can cost it minutes and gigabytes.
 */
export const docxExtractor: Extractor = {
  name: "docx",
  async extract({ bytes, textLimit }) {
    const parts = readParts(bytes);
    const names = Object.keys(parts).filter((name) => /^word\/document\d*\.xml$/.test(name));
    if (names.length === 0) throw new ExtractionFailure("damaged", "The file holds no document inside.");
    for (const name of names) {
      const xml = strFromU8(parts[name] as Uint8Array);
      checkXml(xml, textLimit);
      const marked = flattenEquations(markHiddenRuns(xml));
      if (marked !== xml) parts[name] = strToU8(marked);
    }
    const { default: mammoth } = await import("mammoth");
    const copy = zipSync(parts, { level: 0 });
    const html = await mammoth.convertToHtml(
      { buffer: Buffer.from(copy.buffer, copy.byteOffset, copy.byteLength) },
      {
        styleMap,
        includeEmbeddedStyleMap: false,
        externalFileAccess: false,
        convertImage: mammoth.images.imgElement(() => Promise.resolve({ src: "" })),
      },
    );
    const builder = await readHtml(html.value, textLimit);
    const text = builder.text();
    const heading = builder.blocks.find((block) => block.kind === "heading");
    const named = coreTitle(parts);
    const first = heading?.level === 1 ? text.slice(heading.start, heading.end) : "";
    return withoutMarkers({
      partly: null,
      title: named !== "" ? named : first || null,
      text,
      textFormat: "plain",
      blocks: builder.blocks,
      pages: [],
      runs: [],
      hidden: builder.hidden,
    });
  },
};
