import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { sampleDocuments } from "./sample-library/documents.ts";
import { makeDocument } from "./sample-library/make-document.ts";

/** Writes resources/sample-library anew; running it twice changes nothing. */
const target = process.argv[2] ?? fileURLToPath(new URL("../resources/sample-library", import.meta.url));
await rm(target, { recursive: true, force: true });
let total = 0;
for (const document of sampleDocuments) {
  const file = path.join(target, document.path);
  const bytes = await makeDocument(document);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
  total += bytes.length;
}
console.log(`${sampleDocuments.length} files, ${total} bytes in ${target}`);
