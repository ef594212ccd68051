import { readdirSync, statSync } from "node:fs";
import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import { createParser, type Parser } from "../../../src/engine/documents/extract/parser.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { createNodeLauncher } from "../../../src/engine/platform/node-launcher.ts";
import { openLibrary } from "../../support/library.ts";

const resources = path.resolve(import.meta.dirname, "../../../resources");
let parser: Parser;

beforeAll(() => {
  parser = createParser({ launcher: createNodeLauncher(), clock: systemClock, log: silentLog });
});
afterAll(() => parser.close());

function filesBelow(folder: string): number {
  let count = 0;
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    count += statSync(file).isDirectory() ? filesBelow(file) : 1;
  }
  return count;
}

it("reads the whole sample library through the parser child, each file with one outcome", async () => {
  const one = openLibrary({ parser, resourcesDirectory: resources });
  const began = performance.now();
  await one.library.addSample();
  await one.library.settled();
  const summary = one.library.summary();
  process.stdout.write(`sample library: ${JSON.stringify(summary)} in ${(performance.now() - began).toFixed()} ms\n`);
  expect(summary.files).toBe(filesBelow(path.join(resources, "sample-library")));
  expect(summary.waiting).toBe(0);
  expect(Object.values(summary.outcomes).reduce((sum, count) => sum + count, 0)).toBe(summary.files);
  expect(summary.ready).toBeGreaterThan(summary.files / 2);
  expect(one.errors).toEqual([]);
  expect(one.library.starters().length).toBeGreaterThan(0);
  const { documents } = one.library.documents({ limit: 500 });
  for (const document of documents) expect(document.reason === null).toBe(document.outcome === "indexed");
});

it("shows a PDF's page with text, rectangles and a picture, and finds a passage's page", async () => {
  const one = openLibrary({ parser, resourcesDirectory: resources });
  await one.library.addSample();
  await one.library.wordsSettled();
  const pdf = one.library
    .documents({ nameContains: ".pdf", sort: "pages", descending: true })
    .documents.find((document) => document.outcome === "indexed" && (document.pages ?? 0) > 1);
  const id = pdf?.id as number;
  const view = one.library.view(id);
  expect(view.kind).toBe("pages");
  const second = view.pages[1] as { start: number; end: number; width: number; height: number };
  const items = one.library.pageText(id, 2).items;
  expect(items.length).toBeGreaterThan(0);
  const item = items[0] as { text: string; x: number; y: number; width: number; height: number };
  expect(one.library.text(id, second.start, second.end).text).toContain(item.text.trim());
  expect(item.x + item.width).toBeLessThanOrEqual(second.width + 1);
  expect(item.y + item.height).toBeLessThanOrEqual(second.height + 1);
  const locations = one.library.locate(id, second.start, second.start + 40);
  expect(locations.map((location) => location.page)).toEqual([2]);
  expect(locations[0]?.boxes.length).toBeGreaterThan(0);
  const picture = await one.library.pagePicture(id, 2, 200);
  expect(Buffer.from(picture.subarray(1, 4)).toString()).toBe("PNG");
  const pages = one.store.index
    .prepare("SELECT DISTINCT page FROM passage WHERE content_id = (SELECT content_id FROM document WHERE id = ?)")
    .pluck()
    .all(id) as number[];
  expect(pages).toContain(1);
  expect(pages).toContain(2);
});
