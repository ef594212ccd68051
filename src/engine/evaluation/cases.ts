import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import { DocentError } from "../platform/docent-error.ts";
import {
  type Collection,
  corpusLineSchema,
  queryLineSchema,
  type QuestionSet,
  questionLineSchema,
  setSchema,
} from "./set-schema.ts";

/** A span of a document that answers a question; `start` and `end` are code points, null where only the file is known. */
export interface Evidence {
  document: string;
  start: number | null;
  end: number | null;
  text: string | null;
  page: number | null;
  heading: string | null;
}

/** One question with what is known about its answer. Documents are named by their key in the set. */
export interface Case {
  id: string;
  question: string;
  answers: string[];
  answerable: boolean;
  language: string;
  /** Documents that answer it. */
  relevant: string[];
  evidence: Evidence[];
  /** The document it was written about, also for questions that it does not answer. */
  about: string | null;
  /** Documents that were shown to those who judged it; they belong into the library of its slice. */
  candidates: string[];
  /** Paragraph that it was written for, where the set knows it. */
  passage: { start: number; end: number } | null;
}

/** A document before it is a file. */
export interface SourceDocument {
  key: string;
  /** Path of the file to write, relative, with forward slashes. */
  fileName: string;
  /** What to write, or the file to copy byte for byte. */
  content: { text: string } | { copy: string };
  characters: number;
}

export interface LoadedCollection {
  name: string;
  documents: SourceDocument[];
  cases: Case[];
}

export interface LoadedSet {
  set: QuestionSet;
  directory: string;
  collections: LoadedCollection[];
}

function invalid(file: string, reason: string): DocentError {
  return new DocentError("invalid-input", `${file}: ${reason}`, { nextStep: "Mend the question set." });
}

/** Reads lines of JSON and checks each; the error names file and line. */
export function parseJsonLines<Schema extends z.ZodType>(
  file: string,
  text: string,
  schema: Schema,
): z.output<Schema>[] {
  const rows: z.output<Schema>[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch (error) {
      throw invalid(file, `line ${index + 1} is no JSON (${error instanceof Error ? error.message : String(error)})`);
    }
    const result = schema.safeParse(value);
    if (!result.success) throw invalid(file, `line ${index + 1}: ${z.prettifyError(result.error)}`);
    rows.push(result.data);
  }
  return rows;
}

async function readJsonLines<Schema extends z.ZodType>(file: string, schema: Schema): Promise<z.output<Schema>[]> {
  return parseJsonLines(file, await readFile(file, "utf8"), schema);
}

/** A file name that every system takes and that keeps the words of the title, since search reads them. */
export function fileNameFor(index: number, title: string, extension: string): string {
  const words = title
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}]+/gu, "-")
    .replaceAll(/^-+|-+$/g, "");
  const short = Array.from(words).slice(0, 60).join("").replaceAll(/-+$/g, "");
  return `${String(index).padStart(5, "0")}${short === "" ? "" : `-${short}`}${extension}`;
}

/** Text of the file that a corpus line becomes. A title that the text repeats in its first line is not written twice. */
export function documentText(line: { title: string; text: string }, title: "heading" | "none"): string {
  if (title === "none" || line.title.trim() === "") return line.text;
  const name = line.title.trim();
  const rest = line.text.startsWith(name) ? line.text.slice(name.length).replace(/^\s+/, "") : line.text;
  return `# ${name}\n\n${rest}`;
}

async function filesBelow(directory: string, below = ""): Promise<string[]> {
  const names: string[] = [];
  for (const entry of await readdir(path.join(directory, below), { withFileTypes: true })) {
    const name = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.isDirectory()) names.push(...(await filesBelow(directory, name)));
    else if (entry.isFile()) names.push(name);
  }
  return names.sort();
}

/** Characters of a UTF-8 file: all bytes but those that continue one. */
function countCharacters(bytes: Uint8Array): number {
  let count = 0;
  for (const byte of bytes) if ((byte & 0xc0) !== 0x80) count += 1;
  return count;
}

async function loadFolder(root: string, prefix: string): Promise<SourceDocument[]> {
  const names = await filesBelow(root);
  return Promise.all(
    names.map(async (name) => ({
      key: `${prefix}${name}`,
      fileName: name,
      content: { copy: path.join(root, name) },
      characters: countCharacters(await readFile(path.join(root, name))),
    })),
  );
}

async function loadDocuments(
  directory: string,
  source: Collection["documents"],
  sampleLibrary: string,
): Promise<SourceDocument[]> {
  if (source.kind === "sample-library") return loadFolder(sampleLibrary, "");
  if (source.kind === "folder") return loadFolder(path.join(directory, source.path), `${source.path}/`);
  const lines = await readJsonLines(path.join(directory, source.path), corpusLineSchema);
  const extensions =
    source.extensions === undefined
      ? {}
      : z
          .record(z.string(), z.string().startsWith("."))
          .parse(JSON.parse(await readFile(path.join(directory, source.extensions), "utf8")));
  return lines.map((line, index) => {
    const text = documentText(line, source.title);
    const extension = extensions[line.id.split(":")[0] as string] ?? source.extension;
    return {
      key: line.id,
      fileName: fileNameFor(index, line.title, extension),
      content: { text },
      characters: text.length,
    };
  });
}

/** Relevance judgements in BEIR's form: query, document, grade; a header line is allowed. */
export function parseJudgements(file: string, text: string): Map<string, string[]> {
  const relevant = new Map<string, string[]>();
  for (const [index, line] of text.split("\n").entries()) {
    if (line.trim() === "" || line.startsWith("query-id")) continue;
    const [query, document, grade] = line.split("\t");
    if (query === undefined || document === undefined || grade === undefined || !/^\d+$/.test(grade.trim())) {
      throw invalid(file, `line ${index + 1} is not "query<TAB>document<TAB>grade"`);
    }
    if (Number(grade) === 0) continue;
    relevant.set(query, [...(relevant.get(query) ?? []), document]);
  }
  return relevant;
}

/** Documents of the evidence; an answerable question without marked evidence still has its own document. */
function relevantOf(line: z.output<typeof questionLineSchema>): string[] {
  const documents = [...new Set(line.evidence.map((item) => item.file))];
  return documents.length === 0 && line.answerable && line.doc !== undefined ? [line.doc] : documents;
}

async function loadCases(directory: string, source: Collection["questions"]): Promise<Case[]> {
  if (source.kind === "qrels") {
    const judgementFile = path.join(directory, source.judgements);
    const relevant = parseJudgements(judgementFile, await readFile(judgementFile, "utf8"));
    const queries = await readJsonLines(path.join(directory, source.queries), queryLineSchema);
    return queries.map((query) => {
      const documents = relevant.get(query.id) ?? [];
      return {
        id: query.id,
        question: query.text,
        answers: [],
        answerable: documents.length > 0,
        language: "en",
        relevant: documents,
        evidence: documents.map((document) => ({
          document,
          start: null,
          end: null,
          text: null,
          page: null,
          heading: null,
        })),
        about: documents[0] ?? null,
        candidates: [],
        passage: null,
      };
    });
  }
  const lines = await readJsonLines(path.join(directory, source.path), questionLineSchema);
  return lines.map((line) => ({
    id: line.id,
    question: line.question,
    answers: line.answers,
    answerable: line.answerable,
    language: line.lang,
    relevant: relevantOf(line),
    evidence: line.evidence.map((item) => ({
      document: item.file,
      start: item.start ?? null,
      end: item.end ?? null,
      text: item.text ?? null,
      page: item.page ?? null,
      heading: item.heading ?? null,
    })),
    about: line.doc ?? line.evidence[0]?.file ?? null,
    candidates: line.candidates,
    passage: line.passage === undefined ? null : { start: line.passage[0], end: line.passage[1] },
  }));
}

/**
 * Every file of the folders but `set.json`, in order of name, hashed with its name: two sets with one hash are equal.
 * Folders are hashed one after the other.
 */
export async function hashFolders(directories: readonly string[]): Promise<string> {
  const hash = createHash("sha256");
  for (const directory of directories) {
    for (const name of await filesBelow(directory)) {
      if (name === "set.json") continue;
      const content = await readFile(path.join(directory, name));
      hash.update(`${name}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest("hex");
}

/** Questions must name documents that exist, once each, or results would be wrong without a sign. */
export function checkCollection(name: string, collection: LoadedCollection): void {
  const keys = new Set(collection.documents.map((document) => document.key));
  if (keys.size !== collection.documents.length) throw invalid(name, "two documents have the same name");
  const names = new Set(collection.documents.map((document) => document.fileName));
  if (names.size !== collection.documents.length) throw invalid(name, "two documents become the same file");
  const ids = new Set<string>();
  for (const question of collection.cases) {
    if (ids.has(question.id)) throw invalid(name, `question ${question.id} is there twice`);
    ids.add(question.id);
    for (const document of [...question.relevant, ...question.candidates]) {
      if (!keys.has(document)) throw invalid(name, `question ${question.id} names ${document}, which is missing`);
    }
    for (const item of question.evidence) {
      if (item.start !== null && (item.end === null || item.end <= item.start)) {
        throw invalid(name, `question ${question.id} has an empty span`);
      }
    }
  }
}

/** Folders whose files make the set's hash. */
export function foldersOf(set: QuestionSet, directory: string, sampleLibrary: string): string[] {
  const uses = set.collections.some((collection) => collection.documents.kind === "sample-library");
  const linked = set.linked.map((name) => path.join(directory, "..", name));
  return [directory, ...linked, ...(uses ? [sampleLibrary] : [])];
}

/**
 * Loads a set and checks it whole: form of every line, documents that questions name, hash.
 * @throws DocentError `not-found` without a set.json, `invalid-input` naming file and line.
 */
export async function loadSet(directory: string, sampleLibrary: string): Promise<LoadedSet> {
  const file = path.join(directory, "set.json");
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new DocentError("not-found", `There is no question set in ${directory}.`, { cause: error });
  }
  const parsed = setSchema.safeParse(JSON.parse(text));
  if (!parsed.success) throw invalid(file, z.prettifyError(parsed.error));
  const set = parsed.data;
  const hash = await hashFolders(foldersOf(set, directory, sampleLibrary));
  if (hash !== set.hash) throw invalid(file, `the files' hash is ${hash}, the set says ${set.hash}`);
  const collections: LoadedCollection[] = [];
  for (const collection of set.collections) {
    const loaded = {
      name: collection.name,
      documents: await loadDocuments(directory, collection.documents, sampleLibrary),
      cases: await loadCases(directory, collection.questions),
    };
    checkCollection(`${set.name}/${collection.name}`, loaded);
    collections.push(loaded);
  }
  return { set, directory, collections };
}
