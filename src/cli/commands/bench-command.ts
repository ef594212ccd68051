import { spawn } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

import type { Command } from "commander";

import { UsageError } from "../exit-codes.ts";
import { globalOptions } from "../global-options.ts";

const benches = path.resolve(import.meta.dirname, "..", "..", "..", "bench");

function names(): string[] {
  if (!existsSync(benches)) return [];
  return readdirSync(benches)
    .filter((file) => file.endsWith(".bench.ts"))
    .map((file) => file.slice(0, -".bench.ts".length));
}

/** `docent bench`: one benchmark of the clone, in a process of its own so that nothing else is measured with it. */
export function addBenchCommand(program: Command): void {
  program
    .command("bench")
    .description("one performance benchmark; its figures are ratios measured in the same run")
    .argument("<name>", "search, for example")
    .allowExcessArguments()
    .allowUnknownOption()
    .addHelpText("after", "\nExamples:\n  docent bench search\n  docent bench search --json")
    .action(async (name: string, _: object, command: Command) => {
      const known = names();
      if (!known.includes(name)) {
        throw new UsageError(`There is no benchmark “${name}”. Known: ${known.join(", ") || "none in this place"}.`);
      }
      const { json, quiet, seed } = globalOptions(command);
      const passedOn = [
        ...(json ? ["--json"] : []),
        ...(quiet ? ["--quiet"] : []),
        ...(seed === undefined ? [] : ["--seed", String(seed)]),
        ...command.args.slice(1),
      ];
      const child = spawn(
        process.execPath,
        ["--disable-warning=ExperimentalWarning", path.join(benches, `${name}.bench.ts`), ...passedOn],
        { stdio: "inherit" },
      );
      process.exitCode = await new Promise<number>((resolve, reject) => {
        child.once("error", reject);
        child.once("exit", (code) => resolve(code ?? 1));
      });
    });
}
