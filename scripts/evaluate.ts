import { existsSync, readdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { evaluate, evaluationGate, type EvaluationRun } from "../src/engine/index.ts";

const root = path.resolve(import.meta.dirname, "..");
const evalsDirectory = path.join(root, "evals");
const setsDirectory = path.join(evalsDirectory, "sets");

const usage = `npm run test:quality -- [options]     quality gate: seeded slices of all sets against evals/baselines/slices.json
npm run eval:full -- [options]        every set in full against evals/baselines/full.json

  --set <name>          only this set; may be given again
  --full                whole sets
  --update-baseline     take this run's figures as the new baseline; needs --reason
  --reason "<words>"    why the baseline changes
  --cache <file>        keep vectors in this file between runs
  --out <folder>        where reports go (default out/evaluation)
  --list                name the sets
  --help`;

function readArguments() {
  const { values } = parseArgs({
    options: {
      set: { type: "string", multiple: true },
      full: { type: "boolean", default: false },
      "update-baseline": { type: "boolean", default: false },
      reason: { type: "string" },
      cache: { type: "string" },
      out: { type: "string", default: path.join(root, "out", "evaluation") },
      list: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  return values;
}

function setNames(): string[] {
  return readdirSync(setsDirectory)
    .filter((name) => existsSync(path.join(setsDirectory, name, "set.json")))
    .sort();
}

/** One line a metric, watched ones first. */
function printTable(run: EvaluationRun): void {
  const watched = new Set(run.gated.map((item) => item.metric));
  const names = Object.keys(run.metrics).sort(
    (a, b) => Number(watched.has(b)) - Number(watched.has(a)) || (a < b ? -1 : 1),
  );
  for (const name of names) {
    const item = run.metrics[name];
    if (item === undefined) continue;
    const interval = `${item.low.toFixed(3)} to ${item.high.toFixed(3)}`;
    process.stdout.write(
      `  ${watched.has(name) ? "*" : " "} ${name.padEnd(30)} ${item.value.toFixed(4)}  (${interval}, n=${item.n})\n`,
    );
    const main = run.gated.some((watch) => watch.metric === name);
    if (!main) continue;
    const parts = Object.entries(run.slices).flatMap(([slice, metrics]) =>
      metrics[name] === undefined ? [] : [`${slice} ${metrics[name].value.toFixed(3)}`],
    );
    if (parts.length > 0) process.stdout.write(`      ${parts.join("  ")}\n`);
  }
}

async function main(): Promise<number> {
  const options = readArguments();
  if (options.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const known = setNames();
  if (options.list) {
    process.stdout.write(`${known.join("\n")}\n`);
    return 0;
  }
  const names = options.set ?? known;
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    process.stderr.write(`No such set: ${unknown.join(", ")}. Sets: ${known.join(", ")}\n`);
    return 2;
  }
  if (options["update-baseline"] && (options.reason ?? "").length < 10) {
    process.stderr.write("--update-baseline needs --reason with at least ten characters.\n");
    return 2;
  }

  const temporary = await mkdtemp(path.join(tmpdir(), "docent-vectors-"));
  const began = performance.now();
  const runs: EvaluationRun[] = [];
  try {
    // Parts of one run share vectors (a library without some documents is read again); a fresh run starts with none.
    const cache = options.cache ?? path.join(temporary, "embeddings.db");
    for (const name of names) {
      const { run, files } = await evaluate({
        set: name,
        slice: !options.full,
        evalsDirectory,
        resourcesDirectory: path.join(root, "resources"),
        outputDirectory: options.out,
        embeddingCacheFile: cache,
        progress: (message) => process.stderr.write(`${message}\n`),
      });
      process.stdout.write(`\n${run.title} (${name}, ${run.slice}, ${run.seconds.toFixed(0)} s)\n`);
      printTable(run);
      process.stdout.write(`    report: ${path.relative(root, files.html)}\n`);
      runs.push(run);
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
  }

  const file = path.join(evalsDirectory, "baselines", options.full ? "full.json" : "slices.json");
  const gate = await evaluationGate(file, runs, {
    update: options["update-baseline"] ? (options.reason as string) : null,
  });
  process.stdout.write(
    `\n${options.full ? "Whole sets" : "Slices"}, ${((performance.now() - began) / 1_000).toFixed(0)} s\n`,
  );
  for (const result of gate) {
    process.stdout.write(`${result.ok ? "ok  " : "FAIL"} ${result.set}\n`);
    for (const failure of result.failures) process.stdout.write(`       ${failure}\n`);
  }
  return gate.every((result) => result.ok) ? 0 : 1;
}

process.exitCode = await main();
