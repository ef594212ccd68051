import { randomBytes } from "node:crypto";
import { deflateSync, gzipSync } from "node:zlib";

import type { Extraction } from "../../src/engine/documents/document-types.ts";
import { onePagePdf, pdfBytes } from "./pdf-bytes.ts";
import { docxBytes, wordDocument, zipBytes } from "./zip-bytes.ts";

/** A file made to hurt whoever reads it, and the ends that are right for it. */
export interface HostileFile {
  name: string;
  outcomes: Extraction["outcome"][];
  make: () => Uint8Array;
}

const mega = 1024 * 1024;
const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));
const zeros = (count: number): Uint8Array => new Uint8Array(count);

const word: HostileFile[] = [
  {
    name: "800000-paragraphs.docx",
    outcomes: ["too-big", "timeout"],
    make: () => docxBytes(wordDocument("<w:p><w:r><w:t>a</w:t></w:r></w:p>".repeat(800_000))),
  },
  {
    name: "100000000-characters.docx",
    outcomes: ["too-big"],
    make: () => docxBytes(wordDocument(`<w:p><w:r><w:t>${"a".repeat(100_000_000)}</w:t></w:r></w:p>`)),
  },
  {
    name: "20000-nested-tables.docx",
    outcomes: ["damaged", "too-big", "timeout"],
    make: () =>
      docxBytes(
        wordDocument("<w:tbl><w:tr><w:tc>".repeat(20_000) + "<w:p/>" + "</w:tc></w:tr></w:tbl>".repeat(20_000)),
      ),
  },
  {
    name: "200000-nested-tags.docx",
    outcomes: ["damaged", "too-big", "timeout", "no-text"],
    make: () => docxBytes(wordDocument("<w:smartTag>".repeat(200_000) + "</w:smartTag>".repeat(200_000))),
  },
  {
    name: "open-runs.docx",
    outcomes: ["damaged", "no-text", "timeout", "too-big"],
    make: () => docxBytes(wordDocument(`<w:rPr><w:vanish/></w:rPr>${"<w:r>".repeat(1_000_000)}`)),
  },
  {
    name: "lying-sizes.docx",
    outcomes: ["too-big", "damaged"],
    make: () =>
      docxBytes(wordDocument("<w:p/>"), [{ name: "word/footnotes.xml", data: zeros(400 * mega), claimedBytes: 1_000 }]),
  },
  {
    name: "overlapping-entries.docx",
    outcomes: ["too-big", "damaged"],
    make: () =>
      docxBytes(wordDocument("<w:p/>"), [
        { name: "word/part0.xml", data: zeros(mega) },
        ...Array.from({ length: 5_000 }, (_, index) => ({
          name: `word/part${index + 1}.xml`,
          data: zeros(0),
          claimedBytes: 100,
          sameDataAs: 3,
        })),
      ]),
  },
  {
    name: "20000-entries.docx",
    outcomes: ["too-big"],
    make: () =>
      docxBytes(
        wordDocument("<w:p/>"),
        Array.from({ length: 20_000 }, (_, index) => ({ name: `word/${index}.xml`, data: zeros(1) })),
      ),
  },
  {
    name: "billion-laughs.docx",
    outcomes: ["damaged"],
    make: () => {
      const entities = Array.from({ length: 10 }, (_, level) =>
        level === 0 ? '<!ENTITY l0 "ha">' : `<!ENTITY l${level} "${`&l${level - 1};`.repeat(10)}">`,
      );
      const document = wordDocument("<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>");
      return docxBytes(document.replace("?><w", `?><!DOCTYPE d [${entities.join("")}]><w`));
    },
  },
  {
    name: "names-a-file.docx",
    outcomes: ["damaged"],
    make: () => {
      const document = wordDocument("<w:p><w:r><w:t>&secret;</w:t></w:r></w:p>");
      return docxBytes(document.replace("?><w", '?><!DOCTYPE d [<!ENTITY secret SYSTEM "file:///etc/passwd">]><w'));
    },
  },
  { name: "random.docx", outcomes: ["damaged"], make: () => new Uint8Array(randomBytes(200_000)) },
  {
    name: "cut-off.docx",
    outcomes: ["damaged"],
    make: () => docxBytes(wordDocument("<w:p><w:r><w:t>words</w:t></w:r></w:p>".repeat(1_000))).slice(0, -200),
  },
];

const lines = (count: number): string =>
  `BT /F1 12 Tf ${Array.from({ length: count }, (_, line) => `1 0 0 1 50 ${800 - line * 14} Tm (Line ${line} of a page.) Tj`).join(" ")} ET`;

const pdf: HostileFile[] = [
  { name: "random.pdf", outcomes: ["damaged"], make: () => new Uint8Array(randomBytes(300_000)) },
  {
    name: "random-behind-a-header.pdf",
    outcomes: ["damaged", "no-text"],
    make: () => new Uint8Array(Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(300_000)])),
  },
  {
    name: "cut-off.pdf",
    // pdf.js rebuilds the table of a file that was cut off; what is there may be read.
    outcomes: ["damaged", "no-text", "indexed", "indexed-partly"],
    make: () => onePagePdf(lines(40)).slice(0, 900),
  },
  {
    name: "million-pages.pdf",
    outcomes: ["indexed-partly", "timeout", "damaged", "too-big"],
    make: () =>
      pdfBytes([
        "<< /Type /Catalog /Pages 2 0 R >>",
        `<< /Type /Pages /Kids [${"3 0 R ".repeat(1_000_000)}] /Count 1000000 >>`,
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        { dictionary: "", stream: Buffer.from(lines(5)) },
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
      ]),
  },
  {
    name: "stream-of-one-gigabyte.pdf",
    outcomes: ["too-big", "timeout", "damaged", "no-text"],
    make: () => {
      const inner = deflateSync(zeros(256 * mega), { level: 9 });
      return onePagePdf({ dictionary: "/Filter /FlateDecode", stream: inner });
    },
  },
  {
    name: "twice-packed-stream.pdf",
    outcomes: ["too-big", "timeout", "damaged", "no-text"],
    make: () => {
      const inner = deflateSync(deflateSync(Buffer.alloc(512 * mega, "q Q "), { level: 9 }), { level: 9 });
      return onePagePdf({ dictionary: "/Filter [/FlateDecode /FlateDecode]", stream: inner });
    },
  },
  {
    name: "page-tree-that-holds-itself.pdf",
    outcomes: ["damaged", "no-text", "timeout"],
    make: () => pdfBytes(["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 4 >>"]),
  },
  {
    name: "form-that-draws-itself.pdf",
    outcomes: ["indexed", "no-text", "damaged", "timeout", "too-big"],
    make: () =>
      onePagePdf("/X Do", {
        resources: "/XObject << /X 6 0 R >>",
        more: [
          {
            dictionary:
              "/Type /XObject /Subtype /Form /BBox [0 0 500 500] /Resources << /XObject << /X 6 0 R >> /Font << /F1 5 0 R >> >>",
            stream: Buffer.from("BT /F1 12 Tf 50 50 Td (again) Tj ET /X Do /X Do"),
          },
        ],
      }),
  },
  {
    name: "million-brackets.pdf",
    outcomes: ["damaged", "no-text", "timeout", "too-big"],
    make: () => onePagePdf(`${"[".repeat(1_000_000)} TJ`),
  },
  {
    name: "million-states.pdf",
    outcomes: ["indexed", "no-text", "damaged", "timeout", "too-big"],
    make: () => onePagePdf(`${"q ".repeat(1_000_000)}${lines(3)}`),
  },
];

const text: HostileFile[] = [
  {
    name: "deep.html",
    outcomes: ["damaged"],
    make: () => bytes("<div>".repeat(200_000) + "bottom"),
  },
  {
    name: "unclosed.html",
    outcomes: ["damaged", "timeout", "too-big"],
    make: () => bytes("<b><i><font color=white>a".repeat(100_000)),
  },
  {
    name: "rows-that-repeat.html",
    outcomes: ["indexed", "too-big", "timeout"],
    make: () =>
      bytes(
        `<table><tr>${`<td rowspan=65534>${"x".repeat(190)}</td>`.repeat(150)}</tr>${"<tr><td>y</td></tr>".repeat(60_000)}</table>`,
      ),
  },
  {
    name: "style-bait.html",
    outcomes: ["indexed", "timeout"],
    make: () =>
      bytes(`<style>${"a,".repeat(200_000)}${"{".repeat(100_000)}</style><p>A few words that stand here.</p>`),
  },
  {
    name: "pattern-bait.md",
    outcomes: ["indexed", "timeout"],
    make: () =>
      bytes(
        [
          `# ${" ".repeat(300_000)}x`,
          `|${"-".repeat(300_000)}x`,
          `a | b\n${" ".repeat(300_000)}|x`,
          "<!--".repeat(100_000),
          "[".repeat(200_000),
          "`".repeat(200_001),
          "* ".repeat(200_000),
          "-".repeat(300_000) + "x",
          "words at the end",
        ].join("\n\n"),
      ),
  },
  {
    name: "brackets.json",
    outcomes: ["indexed", "too-big"],
    make: () => bytes("[".repeat(900_000)),
  },
  { name: "one-line.txt", outcomes: ["too-big"], make: () => bytes("a".repeat(60 * mega)) },
  { name: "65-megabytes.txt", outcomes: ["too-big"], make: () => bytes("word ".repeat(13 * mega)) },
  { name: "all-zeros.txt", outcomes: ["damaged"], make: () => zeros(63 * mega) },
  {
    name: "broken-letters.txt",
    outcomes: ["indexed", "damaged", "timeout"],
    make: () => new Uint8Array(Buffer.alloc(900_000, "\u00ff\u00fe words \u00c3 ", "latin1")),
  },
  { name: "bomb.gz", outcomes: ["unsupported"], make: () => new Uint8Array(gzipSync(zeros(200 * mega))) },
  {
    name: "nested.zip",
    outcomes: ["unsupported"],
    make: () => zipBytes([{ name: "inner.zip", data: zipBytes([{ name: "a", data: zeros(50 * mega) }]) }]),
  },
];

/** The bomb set: made anew for each run, because no such file belongs into a repository. */
export const hostileFiles: readonly HostileFile[] = [...word, ...pdf, ...text];
