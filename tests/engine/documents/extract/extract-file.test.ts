import { zipSync } from "fflate";
import { describe, expect, test } from "vitest";

import { extractFile } from "../../../../src/engine/documents/extract/extract-file.ts";
import { blocksOf, hiddenOf } from "../../../support/blocks-of.ts";
import { docxBytes, wordDocument } from "../../../support/zip-bytes.ts";

const bytes = (text: string): Uint8Array => new Uint8Array(Buffer.from(text));

describe("extractFile", () => {
  test("goes by the bytes, not by the name", async () => {
    const docx = docxBytes(wordDocument("<w:p><w:r><w:t>Words in a document.</w:t></w:r></w:p>"));
    expect(await extractFile("renamed.txt", docx)).toMatchObject({ extractor: "docx", text: "Words in a document." });
    expect(await extractFile("page.txt", bytes("<!DOCTYPE html><p>Words</p>"))).toMatchObject({
      extractor: "html",
      text: "Words",
    });
  });

  test.each([
    ["notes.md", "# Title\n\nText", "markdown", "markdown"],
    ["notes.txt", "Text of a note", "plain-text", "plain"],
    ["mail.eml", "Subject: Hello\n\nText", "plain-text", "plain"],
    ["rows.csv", "a,b\n1,2", "plain-text", "plain"],
    ["program.py", "x = 1", "code", "code"],
    ["Makefile", "all:\n\ttrue", "code", "code"],
  ])("%s", async (name, text, extractor, textFormat) => {
    expect(await extractFile(name, bytes(text))).toMatchObject({ outcome: "indexed", extractor, textFormat, text });
  });

  test.each([
    ["empty.txt", new Uint8Array(0), "no-text", "The file is empty."],
    ["blank.md", bytes(" \n\n"), "no-text", "There are no words in this file."],
    ["a.pdf", Uint8Array.of(0, 1, 2, 3), "damaged", "The file is named .pdf but holds something else."],
    ["a.txt", Uint8Array.of(0, 1, 2, 3), "damaged", "The file is named .txt but holds no text."],
    [
      "a.png",
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13),
      "unsupported",
      "Docent does not read .png files.",
    ],
    ["a.zip", zipSync({ x: bytes("x") }), "unsupported", "Docent does not read .zip files."],
    ["a.rtf", bytes("{\\rtf1 words}"), "unsupported", "Docent does not read .rtf files."],
    ["thing", Uint8Array.of(0, 1, 2, 3), "unsupported", "Docent does not know this kind of file."],
  ])("%s ends in its outcome", async (name, content, outcome, reason) => {
    expect(await extractFile(name, content)).toMatchObject({ outcome, reason, text: "", blocks: [] });
  });

  test("an encrypted office file is told from an old one", async () => {
    const container = Buffer.concat([
      Buffer.from("d0cf11e0a1b11ae1", "hex"),
      Buffer.alloc(1_000),
      Buffer.from("EncryptedPackage", "utf16le"),
      Buffer.alloc(1_000),
    ]);
    expect(await extractFile("a.docx", container)).toMatchObject({ outcome: "encrypted" });
    const old = Buffer.concat([Buffer.from("d0cf11e0a1b11ae1", "hex"), Buffer.alloc(2_000)]);
    expect(await extractFile("a.doc", old)).toMatchObject({ outcome: "unsupported" });
  });

  test("offsets are code points of the text", async () => {
    const read = await extractFile(
      "emoji.md",
      bytes("\u{1F600}\u{1F600} smile\n\n# \u{1F680} Start\n\nEnd <!-- \u{1F600} -->"),
    );
    expect(read.blocks[1]).toMatchObject({ start: 12, end: 19 });
    expect(blocksOf(read)).toEqual([
      "paragraph \u{1F600}\u{1F600} smile",
      "heading1 \u{1F680} Start",
      "paragraph End <!-- \u{1F600} -->",
    ]);
    expect(hiddenOf(read)).toEqual(["<!-- \u{1F600} -->"]);
  });

  test("a heading as long as a page is a paragraph", async () => {
    const read = await extractFile("long.md", bytes(`# ${"word ".repeat(100)}\n`));
    expect(read.blocks).toMatchObject([{ kind: "paragraph", level: 0 }]);
  });

  test("languages are told, and left open when there is too little to tell", async () => {
    const german =
      "Die Kündigung muss schriftlich erfolgen und wird drei Monate später zum Monatsende wirksam. Der Mieter gibt die Wohnung besenrein zurück, mit allen Schlüsseln.";
    const japanese = "賃貸借契約の期間は五年とし、双方の合意により更新することができる。";
    expect((await extractFile("a.txt", bytes(german))).language).toBe("de");
    expect((await extractFile("a.txt", bytes(japanese))).language).toBe("ja");
    // A name and a place make this look Italian; too little is left open instead.
    const short = "Ottilie Varga repairs the piano in Mossgate.";
    expect((await extractFile("a.txt", bytes(short))).language).toBe(null);
    expect((await extractFile("a.txt", bytes("12 kg"))).language).toBeNull();
    expect(
      (await extractFile("a.py", bytes("print('the quick brown fox jumps over the lazy dog and so on')"))).language,
    ).toBeNull();
  });

  test("an error that no reader meant is damage, and is reported", async () => {
    const errors: unknown[] = [];
    const broken = docxBytes("<w:document");
    expect(await extractFile("a.docx", broken, (error) => errors.push(error))).toMatchObject({ outcome: "damaged" });
    expect(errors).toHaveLength(1);
  });
});
