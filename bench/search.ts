import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import Database from "better-sqlite3";
import * as sqliteVec from "sqlite-vec";

import { systemClock } from "../src/engine/platform/clock.ts";
import { createPassageIndex } from "../src/engine/retrieval/passage-index.ts";
import { createRetriever } from "../src/engine/retrieval/retriever.ts";
import { indexMigrations } from "../src/engine/store/migrations/index.ts";
import { createRandom, makeTexts, makeVectors, type Texts } from "./generate.ts";

/** Times of one way of searching, in milliseconds. */
interface SearchTimes {
  p50: number;
  p95: number;
  /** Mean CPU of this process; the figure to compare on a shared machine. */
  cpu: number;
}

export interface SearchBenchRow {
  passages: number;
  docent: SearchTimes;
  /** What a tutorial builds: vec0 with float32, FTS5 rank over all words, reciprocal ranks added. */
  naive: SearchTimes;
  /** naive / docent: greater than 1 when Docent is quicker. */
  ratio: { p50: number; p95: number; cpu: number };
  /** Share of the exact ten nearest that Docent's vector stage finds. */
  recallAt10: number;
  /** First search of a process, with what it loads. */
  firstMs: number;
  wordsPerCpuSecond: number;
  megabytes: { docent: number; naive: number };
}

export interface SearchBenchOptions {
  sizes: readonly number[];
  queries?: number;
  dimensions?: number;
  seed?: number;
  progress?: (message: string) => void;
}

const spaceId = "bench";
const batch = 2_000;

function openDatabase(file: string): Database.Database {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = NORMAL");
  database.pragma("mmap_size = 2147418112");
  sqliteVec.load(database);
  return database;
}

const bytes = (vector: Float32Array): Uint8Array => new Uint8Array(vector.buffer);

function fillDocent(database: Database.Database, texts: Texts, vectors: readonly Float32Array[]): number {
  for (const migration of indexMigrations) database.exec(migration);
  const index = createPassageIndex({ store: { index: database } });
  const content = database.prepare(
    `INSERT INTO content (id, hash, title, language, text_format, characters, pages, blocks, pipeline_version)
     VALUES (?, ?, '', 'en', 'plain', ?, '[]', x'', 1)`,
  );
  const text = database.prepare("INSERT INTO content_text (content_id, ordinal, start, text) VALUES (?, 0, 0, ?)");
  const document = database.prepare(
    `INSERT INTO document (id, folder_id, path, relative_path, name, size, modified_at, outcome, content_id)
     VALUES (?, 1, ?, ?, ?, 1, 1, 'indexed', ?)`,
  );
  const passage = database.prepare(
    `INSERT INTO passage (id, content_id, ordinal, start, "end", headings) VALUES (?, ?, ?, ?, ?, '[]')`,
  );
  database.exec("INSERT INTO folder (id, path, name) VALUES (1, '/bench', 'bench')");
  let cpu = 0;
  for (let start = 0; start < texts.passages.length; start += batch) {
    database.transaction(() => {
      const rows = texts.passages.slice(start, start + batch).map((line, place) => ({ id: start + place + 1, line }));
      for (const { id, line } of rows) {
        // Twenty passages make one document, each passage one row of its text.
        const owner = Math.ceil(id / 20);
        if (id % 20 === 1) {
          content.run(owner, String(owner), 20 * line.length);
          text.run(owner, texts.passages.slice(id - 1, id + 19).join("\n"));
          document.run(owner, `/bench/${owner}`, String(owner), String(owner), owner);
        }
        passage.run(id, owner, (id - 1) % 20, 0, line.length);
      }
      const before = process.cpuUsage();
      index.add(rows.map(({ id, line }) => ({ id, title: "", headings: [], text: line, language: "en" })));
      cpu += cpuSince(before);
      index.addVectors(
        rows.map(({ id }) => ({ passageId: id, vector: vectors[id - 1] as Float32Array })),
        spaceId,
      );
    })();
  }
  return (texts.passages.length / cpu) * 1_000;
}

function fillNaive(database: Database.Database, texts: Texts, vectors: readonly Float32Array[]): void {
  const dimensions = (vectors[0] as Float32Array).length;
  database.exec("CREATE TABLE chunk (id INTEGER PRIMARY KEY, text TEXT)");
  database.exec(
    "CREATE VIRTUAL TABLE chunk_words USING fts5(text, content='chunk', content_rowid='id', tokenize=porter)",
  );
  database.exec(`CREATE VIRTUAL TABLE chunk_vector USING vec0(embedding float[${dimensions}] distance_metric=cosine)`);
  const chunk = database.prepare("INSERT INTO chunk (id, text) VALUES (?, ?)");
  const words = database.prepare("INSERT INTO chunk_words (rowid, text) VALUES (?, ?)");
  const vector = database.prepare("INSERT INTO chunk_vector (rowid, embedding) VALUES (?, ?)");
  for (let start = 0; start < texts.passages.length; start += batch) {
    database.transaction(() => {
      for (const [place, line] of texts.passages.slice(start, start + batch).entries()) {
        const id = start + place + 1;
        chunk.run(id, line);
        words.run(id, line);
        vector.run(BigInt(id), bytes(vectors[id - 1] as Float32Array));
      }
    })();
  }
}

function naiveSearch(database: Database.Database): (query: string, vector: Float32Array) => unknown[] {
  const words = database
    .prepare("SELECT rowid FROM chunk_words WHERE chunk_words MATCH ? ORDER BY rank LIMIT 50")
    .pluck();
  const near = database.prepare("SELECT rowid FROM chunk_vector WHERE embedding MATCH ? AND k = 50").pluck();
  const text = database.prepare("SELECT text FROM chunk WHERE id = ?").pluck();
  return (query, vector) => {
    const match = query
      .split(" ")
      .map((word) => `"${word}"`)
      .join(" OR ");
    const scores = new Map<number, number>();
    for (const ranking of [words.all(match), near.all(bytes(vector))] as number[][]) {
      for (const [place, id] of ranking.entries()) scores.set(id, (scores.get(id) ?? 0) + 1 / (61 + place));
    }
    const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, 10);
    return best.map(([id]) => text.get(id));
  };
}

function cpuSince(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}

async function timed(count: number, search: (place: number) => unknown): Promise<SearchTimes> {
  for (let place = 0; place < Math.min(5, count); place += 1) await search(place);
  const before = process.cpuUsage();
  const times: number[] = [];
  for (let place = 0; place < count; place += 1) {
    const start = performance.now();
    await search(place);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(count - 1, Math.floor(count * share))] as number;
  return { p50: at(0.5), p95: at(0.95), cpu: cpuSince(before) / count };
}

function megabytes(database: Database.Database): number {
  database.pragma("wal_checkpoint(TRUNCATE)");
  return (database.pragma("page_count", { simple: true }) as number) * 4_096 * 1e-6;
}

async function benchSize(size: number, options: Required<SearchBenchOptions>): Promise<SearchBenchRow> {
  const random = createRandom(options.seed);
  const texts = makeTexts(random, size, options.queries);
  const all = makeVectors(random, size + options.queries, options.dimensions);
  const [vectors, queryVectors] = [all.slice(0, size), all.slice(size)];
  const directory = mkdtempSync(path.join(tmpdir(), "docent-bench-"));
  const docent = openDatabase(path.join(directory, "docent.db"));
  const naive = openDatabase(path.join(directory, "naive.db"));
  try {
    options.progress?.(`${size} passages: writing both indexes`);
    const wordsPerCpuSecond = fillDocent(docent, texts, vectors);
    fillNaive(naive, texts, vectors);
    const sizes = { docent: megabytes(docent), naive: megabytes(naive) };

    let queryVector = queryVectors[0] as Float32Array;
    const embedding = {
      spaceId,
      dimensions: options.dimensions,
      embed: () => Promise.resolve([queryVector]),
      close: () => Promise.resolve(),
    };
    const store = { index: docent };
    const retriever = createRetriever({ store, embedding: () => Promise.resolve(embedding), clock: systemClock });
    const ask = (place: number, mode: "hybrid" | "vector", k: number) => {
      queryVector = queryVectors[place] as Float32Array;
      const filter = { folderIds: [], documentIds: [] };
      return retriever.retrieve({ query: texts.queries[place] as string, mode, filter, k });
    };
    const exact = docent
      .prepare("SELECT passage_id FROM passage_vector ORDER BY vec_distance_cosine(vector, ?) LIMIT 10")
      .pluck();
    options.progress?.(`${size} passages: searching`);
    const start = performance.now();
    await ask(0, "hybrid", 10);
    const firstMs = performance.now() - start;
    const ours = await timed(options.queries, (place) => ask(place, "hybrid", 10));
    const search = naiveSearch(naive);
    // The naive way takes seconds at a large size; fewer questions say the same.
    const theirs = await timed(Math.min(options.queries, Math.max(10, Math.round(2_000_000 / size))), (place) =>
      search(texts.queries[place] as string, queryVectors[place] as Float32Array),
    );
    let found = 0;
    const checked = Math.min(20, options.queries);
    for (let place = 0; place < checked; place += 1) {
      const { candidates } = await ask(place, "vector", 10);
      const truth = new Set(exact.all(bytes(queryVectors[place] as Float32Array)) as number[]);
      found += candidates.filter(({ passageId }) => truth.has(passageId)).length;
    }
    return {
      passages: size,
      docent: ours,
      naive: theirs,
      ratio: { p50: theirs.p50 / ours.p50, p95: theirs.p95 / ours.p95, cpu: theirs.cpu / ours.cpu },
      recallAt10: found / (checked * 10),
      firstMs,
      wordsPerCpuSecond,
      megabytes: sizes,
    };
  } finally {
    docent.close();
    naive.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Hybrid search in Docent and in the naive way over the same made-up library, in one process, one after the other. */
export async function runSearchBench(options: SearchBenchOptions): Promise<SearchBenchRow[]> {
  const complete = { queries: 200, dimensions: 384, seed: 1, progress: () => undefined, ...options };
  const rows: SearchBenchRow[] = [];
  for (const size of options.sizes) rows.push(await benchSize(size, complete));
  return rows;
}
