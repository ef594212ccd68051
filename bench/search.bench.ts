import { parseArgs } from "node:util";

import { runSearchBench, type SearchBenchRow } from "./search.ts";

const help = `docent bench search: hybrid search beside the naive way, on the same made-up library in one run

  --sizes 10000,100000   passages, one row each (default 10000)
  --queries 200          questions asked of Docent at each size
  --seed 1               of the made-up text and vectors
  --json                 rows as JSON
  --quiet                no progress
  --help

Naive: sqlite-vec's vec0 with float32 and FTS5 rank over all words, reciprocal ranks added. Ratios are naive / Docent.
The query's own vector is given in both; embedding it is not part of the times.`;

const { values } = parseArgs({
  options: {
    sizes: { type: "string", default: "10000" },
    queries: { type: "string", default: "200" },
    seed: { type: "string", default: "1" },
    json: { type: "boolean", default: false },
    quiet: { type: "boolean", default: false },
    help: { type: "boolean", default: false },
  },
});

function wholeNumber(text: string, name: string, least: number): number {
  const number = Number(text.replaceAll("_", ""));
  if (!Number.isInteger(number) || number < least) throw new Error(`${name} wants a whole number from ${least} on`);
  return number;
}

const columns: readonly (readonly [string, (row: SearchBenchRow) => string])[] = [
  ["passages", ({ passages }) => String(passages)],
  ["p50 ms", ({ docent, naive }) => `${docent.p50.toFixed(1)} / ${naive.p50.toFixed(1)}`],
  ["p95 ms", ({ docent, naive }) => `${docent.p95.toFixed(1)} / ${naive.p95.toFixed(1)}`],
  ["cpu ms", ({ docent, naive }) => `${docent.cpu.toFixed(1)} / ${naive.cpu.toFixed(1)}`],
  ["ratio p50", ({ ratio }) => `${ratio.p50.toFixed(1)}x`],
  ["ratio cpu", ({ ratio }) => `${ratio.cpu.toFixed(1)}x`],
  ["recall@10", ({ recallAt10 }) => recallAt10.toFixed(3)],
  ["first ms", ({ firstMs }) => firstMs.toFixed(0)],
  ["words/cpu s", ({ wordsPerCpuSecond }) => wordsPerCpuSecond.toFixed(0)],
  ["MB", ({ megabytes }) => `${megabytes.docent.toFixed(0)} / ${megabytes.naive.toFixed(0)}`],
];

function table(rows: readonly SearchBenchRow[]): string {
  const cells = [columns.map(([name]) => name), ...rows.map((row) => columns.map(([, show]) => show(row)))];
  const widths = columns.map((_, column) => Math.max(...cells.map((line) => (line[column] as string).length)));
  return cells.map((line) => line.map((cell, column) => cell.padStart(widths[column] as number)).join("  ")).join("\n");
}

if (values.help) {
  console.log(help);
} else {
  const rows = await runSearchBench({
    sizes: values.sizes.split(",").map((size) => wholeNumber(size, "--sizes", 100)),
    queries: wholeNumber(values.queries, "--queries", 1),
    seed: wholeNumber(values.seed, "--seed", 0),
    ...(values.quiet ? {} : { progress: (message: string) => console.error(message) }),
  });
  console.log(values.json ? JSON.stringify({ bench: "search", rows }, null, 2) : `Docent / naive\n${table(rows)}`);
}
