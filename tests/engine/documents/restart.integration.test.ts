import path from "node:path";

import { expect, it } from "vitest";

import { openLibrary, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const files = 3_000;
/** The target is 1 s for 10,000 files on a quiet machine; this one is shared. */
const longestMs = 10_000;

it("starts again over thousands of unchanged files without reading one", async () => {
  const root = temporaryFolder();
  writeFiles(
    root,
    Object.fromEntries(
      Array.from({ length: files }, (_, number) => [path.join(`d${number % 40}`, `${number}.txt`), `Text ${number}.`]),
    ),
  );
  const first = openLibrary();
  await first.library.grantFolder(root);
  await first.library.settled();
  expect(first.library.summary()).toMatchObject({ ready: files, passagesWithVectors: files });
  await first.close();
  const began = performance.now();
  const second = openLibrary({ data: first.data });
  await second.library.settled();
  const took = performance.now() - began;
  process.stdout.write(`restart over ${files} unchanged files: ${took.toFixed()} ms\n`);
  expect(second.library.work()).toEqual({ filesRead: 0, bytesRead: 0, passagesEmbedded: 0 });
  expect(second.embedding.seen).toEqual([]);
  expect(took).toBeLessThan(longestMs);
});
