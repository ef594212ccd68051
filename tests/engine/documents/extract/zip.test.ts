import { describe, expect, test } from "vitest";

import { ExtractionFailure } from "../../../../src/engine/documents/extract/extracted.ts";
import { readZipDirectory, readZipEntry } from "../../../../src/engine/documents/extract/zip.ts";
import type { ZipEntry } from "../../../../src/engine/documents/extract/zip.ts";
import { zipBytes } from "../../../support/zip-bytes.ts";

const words = Buffer.from("words ".repeat(1_000));

function outcomeOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof ExtractionFailure) return error.outcome;
    throw error;
  }
  return "none";
}

describe("zip", () => {
  test("lists entries and unpacks them", () => {
    const zip = zipBytes([
      { name: "a/b.xml", data: words },
      { name: "\u00e4.xml", data: Buffer.from("x") },
    ]);
    const entries = readZipDirectory(zip);
    expect(entries.map((entry) => entry.name)).toEqual(["a/b.xml", "\u00e4.xml"]);
    expect(Buffer.from(readZipEntry(zip, entries[0] as ZipEntry, 10_000))).toEqual(words);
  });

  test("an entry that unpacks to more than allowed is too big, whatever the directory says", () => {
    const zip = zipBytes([{ name: "a.xml", data: new Uint8Array(1_000_000), claimedBytes: 10 }]);
    const [entry] = readZipDirectory(zip);
    expect(outcomeOf(() => readZipEntry(zip, entry as ZipEntry, 100_000))).toBe("too-big");
  });

  test("too many entries, and too many bytes in all, are too big", () => {
    const many = Array.from({ length: 10_001 }, (_, index) => ({ name: `${index}`, data: new Uint8Array(0) }));
    expect(outcomeOf(() => readZipDirectory(zipBytes(many)))).toBe("too-big");
    const large = [{ name: "a", data: words, claimedBytes: 300 * 1024 * 1024 }];
    expect(outcomeOf(() => readZipDirectory(zipBytes(large)))).toBe("too-big");
  });

  test("a file cut anywhere is damaged, never an error of another kind", () => {
    const zip = zipBytes([{ name: "a.xml", data: words }]);
    for (let length = 0; length < zip.length; length += 1) {
      expect(outcomeOf(() => readZipDirectory(zip.slice(0, length)))).toBe("damaged");
    }
  });

  test("a directory that points outside the file is damaged", () => {
    const zip = zipBytes([{ name: "a.xml", data: words }]);
    new DataView(zip.buffer).setUint32(zip.length - 6, 0xfffffff0, true);
    expect(outcomeOf(() => readZipDirectory(zip))).toBe("damaged");
  });
});
