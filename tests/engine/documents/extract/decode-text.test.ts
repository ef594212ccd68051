import iconv from "iconv-lite";
import { describe, expect, test } from "vitest";

import { decodeOther, decodeUtf8 } from "../../../../src/engine/documents/extract/decode-text.ts";

const bytes = (text: string, encoding: string): Uint8Array => new Uint8Array(iconv.encode(text, encoding));
const german = "Die Kündigungsfrist beträgt drei Monate. Größere Schäden müssen gemeldet werden. ".repeat(6);
const russian = "Договор аренды заключается на пять лет и может быть продлён по соглашению сторон. ".repeat(6);
const japanese = "賃貸借契約の期間は五年とし、双方の合意により更新することができる。敷金は二か月分とする。".repeat(6);

describe("decodeUtf8", () => {
  test("gives the text without the byte order mark and leaves line ends alone", () => {
    expect(decodeUtf8(Buffer.from("\ufeffone\r\ntwo\rthree\n"))).toBe("one\r\ntwo\rthree\n");
  });

  test("is null for other encodings and for binary data", () => {
    expect(decodeUtf8(bytes(german, "windows-1252"))).toBeNull();
    expect(decodeUtf8(Uint8Array.of(80, 75, 3, 4, 0, 0, 1, 2))).toBeNull();
  });
});

describe("decodeOther", () => {
  test.each([
    ["windows-1252", german],
    ["windows-1251", russian],
    ["koi8-r", russian],
    ["shift_jis", japanese],
    ["euc-jp", japanese],
    ["utf-16le", german],
    ["utf-16be", german],
  ])("reads %s", async (encoding, text) => {
    expect(await decodeOther(bytes(text, encoding))).toBe(text);
  });

  test("reads UTF-16 by its mark", async () => {
    expect(await decodeOther(Buffer.from("\ufeffH\u00e4user", "utf16le"))).toBe("H\u00e4user");
  });

  test("keeps UTF-8 that has one broken byte", async () => {
    const broken = Buffer.concat([Buffer.from(german), Buffer.from([0xff]), Buffer.from(german)]);
    expect(await decodeOther(broken)).toBe(`${german}\ufffd${german}`);
  });

  test("is null for what is no text", async () => {
    expect(await decodeOther(Uint8Array.from({ length: 4_000 }, (_, index) => (index * 37) % 256))).toBeNull();
  });
});
