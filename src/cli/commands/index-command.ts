import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import path from "node:path";

import type { Command } from "commander";

import { wireErrorOf } from "../wire-error.ts";
import type { LibraryProgress, LibrarySummary } from "../../shared/library-schemas.ts";
import { readCsvRecords } from "../csv-rows.ts";
import { exitCodes } from "../exit-codes.ts";
import { cannotWrite } from "../json-lines.ts";
import { globalOptions, namedPath } from "../global-options.ts";
import { withEngine, type CommandContext } from "../with-engine.ts";

interface RefusedFolder {
  path: string;
  code: string;
  message: string;
}

interface IndexOptions {
  watch: boolean;
  report?: string;
}

/** Says in one line how far the reading is. */
export function describeProgress(progress: LibraryProgress): string {
  if (progress.state === "idle") return "Ready.";
  if (progress.state === "embedding") {
    return `Meaning of ${progress.passagesEmbedded} of ${progress.passagesToEmbed} passages…`;
  }
  const left = progress.secondsLeft === null ? "" : `, about ${Math.ceil(progress.secondsLeft)} s`;
  const current = progress.current === null ? "" : ` (${progress.current})`;
  return `${progress.filesDone} of ${progress.filesTotal} files${left}${current}`;
}

/** One JSON line a file: what became of every path. */
async function writeReport(context: CommandContext, file: string): Promise<void> {
  const { csv } = await context.engine.client.library.report({});
  const number = (text: string | undefined): number | null => (text ? Number(text) : null);
  const lines = readCsvRecords(csv).map((record) =>
    JSON.stringify({
      path: record["path"],
      outcome: record["outcome"],
      ...(record["reason"] ? { reason: record["reason"] } : {}),
      ...(record["pages"] ? { pages: Number(record["pages"]) } : {}),
      passages: number(record["passages"]) ?? 0,
      language: record["language"] || null,
      ms: number(record["milliseconds"]) ?? 0,
    }),
  );
  await writeReportFile(file, lines.map((line) => `${line}\n`).join(""));
}

/** Adds the folders that can be added; names each that can't and goes on with the rest. */
async function addFolders(context: CommandContext, folders: readonly string[]): Promise<RefusedFolder[]> {
  const refused: RefusedFolder[] = [];
  for (const folder of folders) {
    try {
      await context.engine.control.grantFolder({ path: path.resolve(folder) });
    } catch (error) {
      const wire = wireErrorOf(error);
      if (wire.code === "internal" || folders.length === 1) throw error;
      process.stderr.write(`Not added: ${wire.message}\n`);
      refused.push({ path: path.resolve(folder), code: wire.code, message: wire.message });
    }
  }
  return refused;
}

async function writeReportFile(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** How reading ended: the exit code, and what the person must know of it. */
export function describeEnd(end: {
  summary: LibrarySummary;
  refusedFolders: number;
  /** Stopped before everything was read. */
  stopped: boolean;
  /** Why passages have no vector; null when none lacks one or it was stopped. */
  withoutVectors: string | null;
}): { exitCode: number; notes: string[] } {
  const { summary, stopped, withoutVectors } = end;
  const lacking = summary.passages - summary.passagesWithVectors;
  const passages = `${lacking} ${lacking === 1 ? "passage has" : "passages have"}`;
  const notes: string[] = [];
  if (stopped) {
    const files = `${summary.waiting} ${summary.waiting === 1 ? "file waits" : "files wait"}`;
    notes.push(`Stopped: ${files} and ${passages} no vector yet. The next start goes on from here.`);
  } else if (withoutVectors !== null) {
    notes.push(`${passages} no vector and can only be found by words. ${withoutVectors}`);
  }
  const failed = end.refusedFolders > 0 || summary.failed > 0 || stopped;
  return { exitCode: failed ? exitCodes.someFailed : exitCodes.done, notes };
}

/** Why no vectors could be made; the model itself says it best. */
async function whyWithoutVectors(context: CommandContext, summary: LibrarySummary): Promise<string | null> {
  if (summary.passagesWithVectors >= summary.passages) return null;
  try {
    await context.engine.models.embedding();
    return "The embedding model did not do its work; see the log.";
  } catch (error) {
    return wireErrorOf(error).message;
  }
}

async function runIndex(context: CommandContext, folders: readonly string[], options: IndexOptions): Promise<number> {
  const { engine, output, signal } = context;
  const started = performance.now();
  // Empty until the end: whether it can be written must not come out after the work.
  if (options.report !== undefined) await writeReportFile(options.report, "");
  const refused = await addFolders(context, folders);
  const stopTelling = engine.library.onChange(() => output.progress(describeProgress(engine.library.progress())));
  const aborted = signal.aborted ? Promise.resolve() : once(signal, "abort");
  const stopped = await Promise.race([engine.library.settled().then(() => false), aborted.then(() => true)]);
  const summary = engine.library.summary();
  const work = engine.library.work();
  const result = {
    files: summary.files,
    outcomes: summary.outcomes,
    passages: summary.passages,
    seconds: Math.round(performance.now() - started) / 1_000,
    bytesRead: work.bytesRead,
    embedded: work.passagesEmbedded,
    withoutVectors: summary.passages - summary.passagesWithVectors,
    waiting: summary.waiting,
    ...(refused.length === 0 ? {} : { refused }),
  };
  if (options.report !== undefined) await writeReport(context, options.report);
  output.result(result, () => [
    `${result.files} files, ${result.passages} passages, ${result.seconds.toFixed(1)} s`,
    ...Object.entries(result.outcomes).map(([outcome, count]) => `  ${outcome.padEnd(16)} ${count}`),
    ...(summary.failed > 0 ? ["Add --report <file> to see why each file ended as it did."] : []),
  ]);
  const withoutVectors = stopped ? null : await whyWithoutVectors(context, summary);
  const end = describeEnd({ summary, refusedFolders: refused.length, stopped, withoutVectors });
  for (const note of end.notes) output.note(note);
  if (options.watch && !signal.aborted) {
    output.note("Watching the folders. Ctrl+C ends it.");
    await aborted;
  }
  stopTelling();
  return end.exitCode;
}

/** `docent index`: adds folders and reads them until nothing is left to do. */
export function addIndexCommand(program: Command): void {
  program
    .command("index")
    .description("add folders and read them until every file has its outcome and every passage its vector")
    .argument("<folder...>", "folders to add", (text: string, before: string[] | undefined) => [
      ...(before ?? []),
      namedPath(text),
    ])
    .option("--watch", "stay and keep reading what changes", false)
    .option("--report <file>", "write one JSON line a file: path, outcome, reason, pages, passages, language, ms")
    .addHelpText(
      "after",
      "\nExamples:\n  docent index ~/Documents\n  docent index ./contracts ./notes --json --report report.jsonl\n\n" +
        "Ends with 3 when a folder was refused or a file failed, each with its reason in the report, or when it was stopped\n" +
        "before everything was read.",
    )
    .action(async (folders: string[], options: IndexOptions, command: Command) => {
      process.exitCode = await withEngine(globalOptions(command), (context) => runIndex(context, folders, options), {
        watch: options.watch,
      });
    });
}
