import path from "node:path";

import { extractPlain } from "./extraction.ts";
import type { Extraction } from "../../src/engine/documents/document-types.ts";

export interface PlainParser {
  extract(file: { name: string; bytes: Uint8Array }, options?: { signal?: AbortSignal }): Promise<Extraction>;
  pagePicture(bytes: Uint8Array, page: number, widthPixels: number): Promise<Uint8Array>;
  /** Names of the files it was given. */
  readonly seen: string[];
}

/** Reads text files in this process; stands in for the parser child where a test is about what comes after it. */
export function createPlainParser(): PlainParser {
  const seen: string[] = [];
  return {
    seen,
    async extract({ name, bytes }, options) {
      options?.signal?.throwIfAborted();
      seen.push(name);
      if (![".txt", ".md", ".csv"].includes(path.extname(name).toLowerCase())) {
        return extractPlain("", { outcome: "unsupported", reason: "Docent does not read this kind of file." });
      }
      const text = new TextDecoder().decode(bytes).normalize("NFC").replaceAll("\r\n", "\n");
      if (text.startsWith("DAMAGED")) return extractPlain("", { outcome: "damaged", reason: "The file is damaged." });
      return extractPlain(text, { textFormat: name.endsWith(".md") ? "markdown" : "plain" });
    },
    pagePicture: async () => new Uint8Array([0x89, 0x50, 0x4e, 0x47]),
  };
}
