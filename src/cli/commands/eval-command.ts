import path from "node:path";

import type { Command } from "commander";

import { evaluate } from "../../engine/index.ts";
import { globalOptions } from "../global-options.ts";
import { createOutput } from "../output.ts";
import { resourcesDirectory } from "../with-engine.ts";

const evalsDirectory = path.resolve(import.meta.dirname, "..", "..", "..", "evals");

/** `docent eval`: runs a question set against Docent itself and writes its report as JSON and HTML. */
export function addEvalCommand(program: Command): void {
  program
    .command("eval")
    .description("run a question set against Docent itself; writes a report as JSON and HTML")
    .argument("<set>", "name of a set below evals/sets, or a folder with a set.json")
    .option("--compare <run>", "an earlier run, by its name or the path of its JSON")
    .option("--slice", "only the seeded part that the quality gate uses", false)
    .option("--out <folder>", "where the reports go; `evaluation` in the data folder when absent")
    .addHelpText(
      "after",
      "\nExamples:\n  docent eval sample-library\n  docent eval scifact --slice --json\n" +
        "  docent eval sample-library --compare sample-library-20261201-101500",
    )
    .action(async (set: string, options: { compare?: string; slice: boolean; out?: string }, command: Command) => {
      const common = globalOptions(command);
      const output = createOutput(common);
      const { run, comparison, files } = await evaluate({
        set,
        slice: options.slice,
        evalsDirectory,
        resourcesDirectory,
        outputDirectory: path.resolve(options.out ?? path.join(common.data, "evaluation")),
        ...(options.compare === undefined ? {} : { compareWith: options.compare }),
        progress: (message) => output.progress(message),
      });
      const result = {
        run: run.run,
        setup: run.setupId,
        metrics: run.metrics,
        files,
        ...(comparison === null ? {} : { comparison }),
      };
      output.result(result, () => [
        `${run.title}: ${run.run}`,
        ...Object.entries(run.metrics).map(
          ([name, { value, low, high, n }]) =>
            `  ${name.padEnd(30)} ${value.toFixed(4)}  (${low.toFixed(3)} to ${high.toFixed(3)}, n=${n})`,
        ),
        ...(comparison === null ? [] : comparison.metrics.map((metric) => metric.sentence)),
        `Report: ${files.html}`,
      ]);
    });
}
