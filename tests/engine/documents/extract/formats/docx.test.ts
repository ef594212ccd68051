import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from "docx";
import { describe, expect, test } from "vitest";

import { docxExtractor } from "../../../../../src/engine/documents/extract/formats/docx.ts";
import { markHiddenRuns } from "../../../../../src/engine/documents/extract/formats/docx-hidden.ts";
import { blocksOf, hiddenOf } from "../../../../support/blocks-of.ts";
import { docxBytes, wordDocument, zipBytes } from "../../../../support/zip-bytes.ts";

const read = (bytes: Uint8Array) => docxExtractor.extract({ name: "x.docx", bytes, textLimit: 1_000_000 });

async function pack(children: (Paragraph | Table)[], title?: string): Promise<Uint8Array> {
  return new Uint8Array(await Packer.toBuffer(new Document({ title, sections: [{ children }] })));
}

describe("DOCX", () => {
  test("title, headings, lists and tables", async () => {
    const cell = (text: string) => new TableCell({ children: [new Paragraph(text)] });
    const result = await read(
      await pack([
        new Paragraph({ heading: HeadingLevel.TITLE, text: "The policy" }),
        new Paragraph({ heading: HeadingLevel.HEADING_2, text: "Limits" }),
        new Paragraph({
          children: [new TextRun("Up to "), new TextRun({ text: "1,200", bold: true }), new TextRun(" euros.")],
        }),
        new Paragraph({ text: "cash", bullet: { level: 0 } }),
        new Table({ rows: [new TableRow({ children: [cell("Part"), cell("Euro")] })] }),
      ]),
    );
    expect(result.title).toBe("The policy");
    expect(blocksOf(result)).toEqual([
      "heading1 The policy",
      "heading2 Limits",
      "paragraph Up to 1,200 euros.",
      "list-item • cash",
      "table-row Part | Euro",
    ]);
  });

  test("the title of the properties comes first", async () => {
    const result = await read(await pack([new Paragraph("Text")], "Rules & more"));
    expect(result.title).toBe("Rules & more");
  });

  test("hidden, white and tiny runs are marked; white on a shade is seen", async () => {
    const run = (properties: string, text: string) => `<w:r><w:rPr>${properties}</w:rPr><w:t>${text}</w:t></w:r>`;
    const body = `<w:p>${run("", "Seen ")}${run("<w:vanish/>", "one ")}${run('<w:color w:val="FFFFFF"/>', "two ")}${run(
      '<w:sz w:val="2"/>',
      "three ",
    )}${run('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>', "shaded ")}${run('<w:vanish w:val="0"/>', "shown")}</w:p><w:p>${run("", "After")}</w:p>`;
    const result = await read(docxBytes(wordDocument(body)));
    expect(result.text).toBe("Seen one two three shaded shown\n\nAfter");
    expect(hiddenOf(result).map((text) => text.trim())).toEqual(["one", "two", "three"]);
    expect(blocksOf(result)).toEqual(["paragraph Seen one two three shaded shown", "paragraph After"]);
  });

  test("marking takes a time that grows with the length only", () => {
    const started = performance.now();
    markHiddenRuns(`<w:vanish/>${"<w:r><w:rPr>".repeat(200_000)}`);
    expect(performance.now() - started).toBeLessThan(5_000);
  });

  test("symbols of equations are kept in their order", async () => {
    const equation = "<m:oMathPara><m:oMath><m:r><m:t>x</m:t></m:r><m:r><m:t>=2</m:t></m:r></m:oMath></m:oMathPara>";
    const document = wordDocument(`<w:p><w:r><w:t>So </w:t></w:r>${equation}</w:p>`).replace(
      "<w:document ",
      '<w:document xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" ',
    );
    expect((await read(docxBytes(document))).text).toBe("So x =2");
  });

  test("a document type, a missing document and a cut file are damaged", async () => {
    const withType = wordDocument("<w:p/>").replace("?><w", '?><!DOCTYPE d SYSTEM "file:///etc/passwd"><w');
    await expect(read(docxBytes(withType))).rejects.toMatchObject({ outcome: "damaged" });
    await expect(read(zipBytes([{ name: "other.xml", data: new Uint8Array(0) }]))).rejects.toMatchObject({
      outcome: "damaged",
    });
    await expect(read(docxBytes(wordDocument("<w:p/>")).slice(0, 300))).rejects.toMatchObject({ outcome: "damaged" });
  });

  test("more text, depth or parts than allowed end before anything is built", async () => {
    const long = docxBytes(wordDocument(`<w:p><w:r><w:t>${"a".repeat(1_000_001)}</w:t></w:r></w:p>`));
    await expect(read(long)).rejects.toMatchObject({ outcome: "too-big" });
    await expect(read(docxBytes(wordDocument("<w:tbl>".repeat(500))))).rejects.toMatchObject({ outcome: "damaged" });
    await expect(read(docxBytes(wordDocument("<w:p/>".repeat(1_000_001))))).rejects.toMatchObject({
      outcome: "too-big",
    });
  });
});
