import { copyFile, mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Case, Evidence, LoadedCollection } from "./cases.ts";
import type { EvaluationEngine, OpenEngine } from "./engine-like.ts";
import { locateText } from "./locate-text.ts";
import type { DocumentSpan } from "./spans.ts";

/** A collection as Docent has read it: files written, indexed, every passage with its vector. */
export interface CollectionLibrary {
  engine: EvaluationEngine;
  /** Key of a document in the set. */
  keyOf: (documentId: number) => string;
  /** Id of a document of the set. */
  idOf: (key: string) => number;
  /** Text that Docent read; null for a document that has none. */
  textOf(key: string): Promise<string | null>;
  /** Evidence as spans of the text that Docent read. Throws when a span is not there: the set would lie. */
  spansOf(question: Case): Promise<DocumentSpan[]>;
  facts: { files: number; withoutText: string[]; passages: number; seconds: number };
  close(): Promise<void>;
}

/** Writes the documents of a collection as files below `directory`, as a person would have them. */
export async function writeDocuments(collection: LoadedCollection, directory: string): Promise<void> {
  for (const document of collection.documents) {
    const file = path.join(directory, ...document.fileName.split("/"));
    await mkdir(path.dirname(file), { recursive: true });
    if ("copy" in document.content) await copyFile(document.content.copy, file);
    else await writeFile(file, document.content.text);
  }
}

/** The largest piece of text that one call gives. */
const pieceLength = 200_000;

async function readWhole(engine: EvaluationEngine, id: number): Promise<string> {
  const { characters } = await engine.client.library.view({ id });
  let text = "";
  for (let start = 0; start < characters; start += pieceLength) {
    const piece = await engine.client.library.text({ id, start, end: Math.min(characters, start + pieceLength) });
    text += piece.text;
  }
  return text;
}

function locate(item: Evidence, text: string | null): { start: number; end: number } | null {
  if (text === null) return null;
  if (item.text === null) return item.start === null || item.end === null ? null : { start: item.start, end: item.end };
  return locateText(text, item.text, item.start);
}

/**
 * Opens a collection in `directory` (which must not exist yet) and waits until it is indexed.
 * Throws when a document that a question needs has no text.
 */
export async function openCollection(
  collection: LoadedCollection,
  directory: string,
  openEngine: OpenEngine,
): Promise<CollectionLibrary> {
  const folder = path.join(directory, "library");
  await writeDocuments(collection, folder);
  const began = performance.now();
  const engine = await openEngine({ dataDirectory: path.join(directory, "data") });
  try {
    await engine.control.grantFolder({ path: folder });
    await engine.settled();
    const keys = new Map<number, string>();
    const ids = new Map<string, number>();
    const withoutText: string[] = [];
    const keyByFile = new Map(collection.documents.map((document) => [document.fileName, document.key]));
    let passages = 0;
    for (let offset = 0; ; offset += 500) {
      const page = await engine.client.library.documents({ limit: 500, offset });
      for (const document of page.documents) {
        const key = keyByFile.get(document.relativePath);
        if (key === undefined) throw new Error(`Docent read ${document.relativePath}, which nobody wrote`);
        keys.set(document.id, key);
        ids.set(key, document.id);
        passages += document.passages;
        if (document.outcome !== "indexed" && document.outcome !== "indexed-partly") withoutText.push(key);
      }
      if (offset + page.documents.length >= page.total || page.documents.length === 0) break;
    }
    if (ids.size !== collection.documents.length) {
      throw new Error(`${collection.name}: ${collection.documents.length} files written, ${ids.size} read`);
    }
    const missing = collection.cases.flatMap((question) =>
      question.relevant.filter((key) => withoutText.includes(key)),
    );
    if (missing.length > 0) throw new Error(`${collection.name}: no text in ${[...new Set(missing)].join(", ")}`);

    const texts = new Map<string, string | null>();
    const textOf = async (key: string): Promise<string | null> => {
      const known = texts.get(key);
      if (known !== undefined) return known;
      const id = ids.get(key);
      const text = id === undefined || withoutText.includes(key) ? null : await readWhole(engine, id);
      texts.set(key, text);
      return text;
    };
    return {
      engine,
      keyOf: (documentId) => {
        const key = keys.get(documentId);
        if (key === undefined) throw new Error(`document ${documentId} is not of this collection`);
        return key;
      },
      idOf: (key) => {
        const id = ids.get(key);
        if (id === undefined) throw new Error(`${key} is not in this collection`);
        return id;
      },
      textOf,
      async spansOf(question) {
        const spans: DocumentSpan[] = [];
        for (const item of question.evidence) {
          const span = locate(item, await textOf(item.document));
          if (span === null)
            throw new Error(`${question.id}: its evidence is not in what was read of ${item.document}`);
          spans.push({ document: item.document, ...span });
        }
        return spans;
      },
      facts: {
        files: ids.size,
        withoutText,
        passages,
        seconds: (performance.now() - began) / 1_000,
      },
      close: () => engine.close(),
    };
  } catch (error) {
    await engine.close();
    throw error;
  }
}
