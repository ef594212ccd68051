import { cpus, totalmem } from "node:os";
import path from "node:path";

import { refused, withoutFold } from "./abstention-task.ts";
import { aggregate, mergeRows } from "./aggregate.ts";
import type { LoadedCollection, LoadedSet } from "./cases.ts";
import { openCollection } from "./collection-library.ts";
import { askForQuotes, emptyRow, runCollectionTasks, type RunNotes } from "./collection-tasks.ts";
import type { OpenEngine } from "./engine-like.ts";
import { runExtraction } from "./extraction-task.ts";
import { runInjection } from "./injection-task.ts";
import { runLateAnswer } from "./late-answer-task.ts";
import { metricsVersion } from "./metrics.ts";
import { type EvaluationRow, type EvaluationRun, flatten } from "./run-record.ts";
import { runScripted } from "./scripted-task.ts";
import { sliceCollection } from "./slice.ts";
import { quantile } from "./statistics.ts";

/** What a task that opens libraries of its own is given. */
export interface RunContext {
  loaded: LoadedSet;
  /** Sliced or whole. */
  collections: LoadedCollection[];
  sliced: boolean;
  openEngine: OpenEngine;
  /** Empty folder for data folders and files; the caller deletes it. */
  workDirectory: string;
  /** Where the scripted models and other sets lie. */
  evalsDirectory: string;
  resourcesDirectory: string;
  notes: RunNotes;
  progress(message: string): void;
}

export type RunOptions = Omit<RunContext, "collections" | "notes"> & { startedAt: Date };

/** Opens each collection once and runs what asks its own questions. */
async function runCollections(
  context: RunContext,
): Promise<{ rows: EvaluationRow[]; passages: number; files: number }> {
  const { set } = context.loaded;
  const kinds = new Set(set.tasks.map((task) => task.kind));
  const rows: EvaluationRow[] = [];
  let passages = 0;
  let files = 0;
  if (!kinds.has("retrieval") && !kinds.has("quote") && !kinds.has("abstention")) return { rows, passages, files };
  for (const collection of context.collections) {
    const name = `${set.name}/${collection.name}`;
    context.progress(`${name}: reading ${collection.documents.length} files`);
    const directory = path.join(context.workDirectory, collection.name);
    const library = await openCollection(collection, directory, context.openEngine);
    try {
      passages += library.facts.passages;
      files += library.facts.files;
      context.progress(`${name}: ${library.facts.passages} passages in ${library.facts.seconds.toFixed(0)} s`);
      rows.push(
        ...(await runCollectionTasks(set, collection, library, context.notes, (done) => {
          if (done % 50 === 0) context.progress(`${name}: ${done}/${collection.cases.length} questions`);
        })),
      );
    } finally {
      await library.close();
    }
  }
  return { rows, passages, files };
}

async function runOffLibrary(context: RunContext, folds: number): Promise<EvaluationRow[]> {
  const { set } = context.loaded;
  const rows: EvaluationRow[] = [];
  for (const collection of context.collections) {
    for (let fold = 0; fold < folds; fold += 1) {
      const part = withoutFold(collection, set.slice.seed, folds, fold);
      if (part.cases.length === 0) continue;
      context.progress(`${set.name}/${collection.name}: ${part.cases.length} questions without their documents`);
      const directory = path.join(context.workDirectory, `${collection.name}-without-${fold}`);
      const library = await openCollection(part, directory, context.openEngine);
      try {
        for (const question of part.cases) {
          const row = emptyRow(question, collection, set);
          row.values["off-library caught"] = refused(await askForQuotes(library, question, context.notes)) ? 1 : 0;
          rows.push(row);
        }
      } finally {
        await library.close();
      }
    }
  }
  return rows;
}

function timeFacts(name: string, milliseconds: readonly number[]): Record<string, number> {
  if (milliseconds.length === 0) return {};
  const sorted = [...milliseconds].sort((a, b) => a - b);
  const rounded = (value: number): number => Math.round(value * 10) / 10;
  return { [`${name} p50 ms`]: rounded(quantile(sorted, 0.5)), [`${name} p95 ms`]: rounded(quantile(sorted, 0.95)) };
}

/** The part of a stored run that says under which setup it was made. */
function setupOf(notes: RunNotes): Record<string, unknown> {
  const setup = notes.setup?.["setup"];
  return typeof setup === "object" && setup !== null ? (setup as Record<string, unknown>) : {};
}

/**
 * Runs a question set against Docent itself: documents are written as files, read by the real library, asked through
 * the same calls that pages make. Deterministic for one build on one kind of processor.
 */
export async function runSet(options: RunOptions): Promise<EvaluationRun> {
  const { loaded, sliced, startedAt } = options;
  const { set } = loaded;
  const began = performance.now();
  const notes: RunNotes = { searchMs: [], quoteMs: [], detectorMs: [], setupId: "", setup: null };
  const collections = sliced ? loaded.collections.map((item) => sliceCollection(item, set.slice)) : loaded.collections;
  const context: RunContext = { ...options, collections, notes };

  const main = await runCollections(context);
  const rows = [...main.rows];
  for (const task of set.tasks) {
    if (task.kind === "off-library") rows.push(...(await runOffLibrary(context, task.folds)));
    else if (task.kind === "extraction") rows.push(...(await runExtraction(context, task)));
    else if (task.kind === "scripted") rows.push(...(await runScripted(context, task)));
    else if (task.kind === "late-answer") rows.push(...(await runLateAnswer(context, task)));
    else if (task.kind === "injection") rows.push(...(await runInjection(context, task)));
  }
  const merged = mergeRows(rows);
  const stamp = startedAt.toISOString().replaceAll(/[-:]/g, "").replace("T", "-").slice(0, 15);
  return {
    format: 1,
    run: `${set.name}-${sliced ? "slice-" : ""}${stamp}${notes.setupId === "" ? "" : `-${notes.setupId.slice(0, 8)}`}`,
    set: set.name,
    title: set.title,
    setHash: set.hash,
    slice: sliced
      ? `slice ${set.slice.seed}: ${set.slice.questions} questions, ${set.slice.characters} characters`
      : "full",
    metricsVersion,
    startedAt: startedAt.toISOString(),
    seconds: (performance.now() - began) / 1_000,
    setupId: notes.setupId,
    setup: flatten(setupOf(notes)),
    facts: {
      files: main.files,
      passages: main.passages,
      ...timeFacts("search", notes.searchMs),
      ...timeFacts("quote", notes.quoteMs),
      ...timeFacts("detectors a file", notes.detectorMs),
      processor: cpus()[0]?.model ?? "unknown",
      threads: cpus().length,
      "memory GB": Math.round(totalmem() / 1e9),
      node: process.version,
    },
    gated: set.gated,
    ...aggregate(merged),
    rows: merged,
  };
}
