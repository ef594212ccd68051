import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { afterEach } from "vitest";

import type { PassageIndex } from "../../src/engine/documents/document-types.ts";
import type { LibraryOptions } from "../../src/engine/documents/library.ts";
import { createLibrary } from "../../src/engine/documents/library.ts";
import type { Library } from "../../src/engine/documents/library-types.ts";
import { systemClock } from "../../src/engine/platform/clock.ts";
import type { Log } from "../../src/engine/platform/log.ts";
import { createPassageIndex } from "../../src/engine/retrieval/passage-index.ts";
import { openStore, type Store } from "../../src/engine/store/store.ts";
import { createHashingEmbedding, type HashingEmbedding } from "./hashing-embedding.ts";
import { createPlainParser, type PlainParser } from "./plain-parser.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export interface LibraryUnderTest {
  library: Library;
  store: Store;
  parser: PlainParser;
  embedding: HashingEmbedding;
  data: string;
  /** What went wrong, as the log has it; a test may look. */
  errors: string[];
  close(): Promise<void>;
}

const open: LibraryUnderTest[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

/** A library over a real store and the real passage index, with a plain reader and a model without weights. */
export function openLibrary(
  options: Partial<LibraryOptions> & { data?: string; wrapIndex?: (inner: PassageIndex) => PassageIndex } = {},
): LibraryUnderTest {
  const data = options.data ?? temporaryFolder();
  const errors: string[] = [];
  const log: Log = {
    write(level, event, fields) {
      if (level === "error") errors.push(`${event} ${JSON.stringify(fields)}`);
    },
  };
  const store = openStore({ directory: data, clock: systemClock, log });
  const parser = createPlainParser();
  const embedding = createHashingEmbedding();
  const library = createLibrary({
    store,
    parser,
    embedding: async () => embedding,
    passageIndex: options.wrapIndex?.(createPassageIndex({ store })) ?? createPassageIndex({ store }),
    clock: systemClock,
    log,
    resourcesDirectory: data,
    watch: false,
    ...options,
  });
  let closed = false;
  const one: LibraryUnderTest = {
    library,
    store,
    parser,
    embedding,
    data,
    errors,
    async close() {
      if (closed) return;
      closed = true;
      await library.close();
      store.close();
    },
  };
  open.push(one);
  return one;
}

/** Writes files below a folder; a value is a file's text. */
export function writeFiles(root: string, files: Record<string, string | Uint8Array>): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(root, name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
}

/** Waits until a condition holds; fails with what `seen` says when it does not within the time. */
export async function eventually(holds: () => boolean, seen: () => string, milliseconds = 15_000): Promise<void> {
  const end = performance.now() + milliseconds;
  while (!holds()) {
    if (performance.now() > end) throw new Error(`Waited ${milliseconds} ms in vain: ${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Outcome of every document by its relative path. */
export function outcomes({ library }: Pick<LibraryUnderTest, "library">): Record<string, string | null> {
  return Object.fromEntries(
    library.documents({ limit: 500 }).documents.map((document) => [document.relativePath, document.outcome]),
  );
}

/** Number of passages that hold a word, through the real index. */
export function found({ store }: Pick<LibraryUnderTest, "store">, word: string): number {
  return store.index
    .prepare("SELECT count(*) FROM passage_terms WHERE passage_terms MATCH ?")
    .pluck()
    .get(word) as number;
}
