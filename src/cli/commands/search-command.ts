import { Option, type Command } from "commander";

import type { Source } from "../../shared/answer-schemas.ts";
import type { SearchMode } from "../../shared/schemas.ts";
import { textOrBatch, reportBatch } from "../batch.ts";
import { createPlaces, filterFor } from "../document-places.ts";
import { globalOptions, wholeNumber } from "../global-options.ts";
import { oneLine } from "../output.ts";
import { withEngine, type CommandContext } from "../with-engine.ts";

interface SearchOptions {
  k: number;
  mode: SearchMode;
  folder?: string;
  batch?: string;
  out?: string;
}

/** One search as the command line gives it out. */
async function search(
  context: CommandContext,
  places: ReturnType<typeof createPlaces>,
  query: string,
  wanted: { k: number; mode: SearchMode; folder?: string; path?: string },
): Promise<{ query: string; setup: string; took_ms: number; results: object[]; sources: Source[] }> {
  const found = await context.engine.client.search.passages({
    query,
    k: wanted.k,
    mode: wanted.mode,
    filter: filterFor(context.engine, wanted),
  });
  return {
    query,
    setup: found.setupId,
    took_ms: found.tookMs,
    results: found.sources.map((source) => ({
      rank: source.number,
      score: source.score,
      path: places.path(source.documentId),
      title: places.title(source.documentId),
      heading: source.heading,
      page: source.page,
      start: source.start,
      end: source.end,
      text: source.text,
    })),
    sources: found.sources,
  };
}

async function searchOne(context: CommandContext, query: string, options: SearchOptions): Promise<void> {
  const places = createPlaces(context.engine);
  const { sources, ...result } = await search(context, places, query, options);
  context.output.result(result, () =>
    sources.length === 0
      ? ["Nothing found."]
      : sources.flatMap((source) => [
          `${source.number}. ${oneLine(places.path(source.documentId))}${source.page === null ? "" : `, page ${source.page}`}`,
          ...(source.heading === "" ? [] : [`   ${source.heading}`]),
          `   ${oneLine(source.text).slice(0, 300)}`,
        ]),
  );
}

/** `docent search`: passages only. */
export function addSearchCommand(program: Command): void {
  program
    .command("search")
    .description("passages that match, best first")
    .argument("[query...]", "what to look for")
    .option("--k <number>", "how many passages", wholeNumber(1, 100), 10)
    .option("--folder <folder>", "only in this folder: its name or a path")
    .addOption(new Option("--mode <mode>", "how to rank").choices(["hybrid", "lexical", "vector"]).default("hybrid"))
    .option("--batch <file>", "many questions, one JSON object a line: {id, question, folder?, path?}")
    .option("--out <file>", "where the results of --batch go, one JSON object a line")
    .addHelpText(
      "after",
      '\nExamples:\n  docent search "notice period" --k 5\n  docent search --batch questions.jsonl --out results.jsonl',
    )
    .action(async (words: string[], options: SearchOptions, command: Command) => {
      const query = textOrBatch(words, options);
      await withEngine(globalOptions(command), async (context) => {
        if (query !== undefined) return searchOne(context, query, options);
        const places = createPlaces(context.engine);
        return reportBatch(context, { batch: options.batch ?? "", out: options.out ?? "" }, async (line) => {
          const { sources: _, ...result } = await search(context, places, line.question, { ...options, ...line });
          return result;
        });
      });
    });
}
