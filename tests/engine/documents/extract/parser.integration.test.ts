import { readFile } from "node:fs/promises";

import { afterEach, describe, expect, test } from "vitest";

import { createParser } from "../../../../src/engine/documents/extract/parser.ts";
import type { Parser } from "../../../../src/engine/documents/extract/parser.ts";
import type { Child, ProcessLauncher } from "../../../../src/engine/platform/child-process.ts";
import { systemClock } from "../../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../../src/engine/platform/log.ts";
import { createNodeLauncher } from "../../../../src/engine/platform/node-launcher.ts";
import { encryptedPdf, onePagePdf } from "../../../support/pdf-bytes.ts";

const library = new URL("../../../../resources/sample-library/", import.meta.url);
const sample = (name: string): Promise<Uint8Array> => readFile(new URL(encodeURI(name), library));

let parser: Parser | undefined;
const children: Child[] = [];

function create(budgets = {}): Parser {
  const launcher = createNodeLauncher();
  const watched: ProcessLauncher = {
    async start(options) {
      const child = await launcher.start(options);
      children.push(child);
      return child;
    },
  };
  parser = createParser({ launcher: watched, clock: systemClock, log: silentLog, budgets });
  return parser;
}

afterEach(async () => {
  await parser?.close();
  parser = undefined;
  children.length = 0;
});

describe("parser with real processes", () => {
  test("reads each format and says what it cannot read", async () => {
    const reader = create();
    const read = async (name: string): Promise<unknown> =>
      reader.extract({ name: name.split("/").at(-1) as string, bytes: await sample(name) });
    expect(await read("Flat/Lease agreement.pdf")).toMatchObject({
      outcome: "indexed",
      title: "Lease agreement",
      language: "en",
      pages: { length: 4 },
    });
    expect(await read("Insurance/Household policy.docx")).toMatchObject({ outcome: "indexed", extractor: "docx" });
    expect(await read("Travel/Hochlahn ridge walk.html")).toMatchObject({ outcome: "indexed", extractor: "html" });
    expect(await read("Flat/Betriebskosten 2025-26.pdf")).toMatchObject({ language: "de" });
    expect(await read("Flat/Deposit receipt (scan).pdf")).toMatchObject({
      outcome: "no-text",
      reason: "No text in the scan.",
    });
    expect(await reader.extract({ name: "a.pdf", bytes: encryptedPdf("secret") })).toMatchObject({
      outcome: "encrypted",
    });
    expect(children).toHaveLength(1);
  });

  test("draws a page while a file is being read", async () => {
    const reader = create();
    const png = await reader.pagePicture(await sample("Flat/Lease agreement.pdf"), 2, 300);
    expect(Buffer.from(png.subarray(1, 4)).toString()).toBe("PNG");
    expect(new DataView(png.buffer, png.byteOffset).getUint32(16)).toBe(300);
    await expect(reader.pagePicture(await sample("Flat/Lease agreement.pdf"), 9, 300)).rejects.toMatchObject({
      code: "not-found",
    });
  });

  test("a process that is killed from outside is replaced and its file read", async () => {
    const reader = create();
    const file = { name: "a.md", bytes: Buffer.from("# Words\n") };
    await reader.extract(file);
    children[0]?.kill();
    expect(await reader.extract(file)).toMatchObject({ outcome: "indexed" });
    expect(children).toHaveLength(2);
  });

  test.runIf(process.platform === "linux")(
    "an endless file is stopped at its CPU time while its own process can answer nothing",
    async () => {
      const reader = create({ cpuSeconds: 2 });
      const endless = onePagePdf("q ".repeat(3_000_000));
      expect(await reader.extract({ name: "endless.pdf", bytes: endless })).toMatchObject({
        outcome: "timeout",
        reason: "Reading it took more than 2 seconds and was stopped.",
      });
      expect(await reader.extract({ name: "a.txt", bytes: Buffer.from("next") })).toMatchObject({ outcome: "indexed" });
    },
  );
});
