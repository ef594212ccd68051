import { Command, CommanderError } from "commander";

import type { WireError } from "../shared/error-codes.ts";
import { wireErrorOf } from "./wire-error.ts";
import { addAskCommand } from "./commands/ask-command.ts";
import { addBenchCommand } from "./commands/bench-command.ts";
import { addEvalCommand } from "./commands/eval-command.ts";
import { addExtractCommand } from "./commands/extract-command.ts";
import { addIndexCommand } from "./commands/index-command.ts";
import { addModelsCommand } from "./commands/models-command.ts";
import { addSearchCommand } from "./commands/search-command.ts";
import { addServeCommand } from "./commands/serve-command.ts";
import { addStatusCommand } from "./commands/status-command.ts";
import { showQuickPrompt } from "./commands/quick-option.ts";
import { exitCodes, UsageError } from "./exit-codes.ts";
import { addGlobalOptions } from "./global-options.ts";
import { version } from "./version.ts";

const usageErrors = new Set(["invalid-input", "question-empty", "question-binary"]);

/** Builds the whole command line. */
function createProgram(): Command {
  const program = new Command("docent")
    .description("Ask the documents on your own computer; every claim opens the exact passage.")
    .version(version)
    .showHelpAfterError("(add --help for the options)")
    .configureHelp({ showGlobalOptions: true })
    .exitOverride()
    .option("--quick", "ask a running Docent to show the quick prompt");
  addGlobalOptions(program);
  program.allowExcessArguments().action(async (options: { quick?: boolean }, command: Command) => {
    const [unknown] = command.args;
    if (unknown !== undefined) throw new UsageError(`There is no command “${unknown}”.`);
    if (options.quick === true) await showQuickPrompt();
    else program.help({ error: true });
  });
  addIndexCommand(program);
  addStatusCommand(program);
  addExtractCommand(program);
  addSearchCommand(program);
  addAskCommand(program);
  addEvalCommand(program);
  addModelsCommand(program);
  addBenchCommand(program);
  addServeCommand(program);
  for (const command of program.commands) settle(command);
  return program;
}

/** What holds for every command: no exit of its own, all options in its help, and no word that it drops in silence. */
function settle(command: Command): void {
  command.exitOverride().configureHelp({ showGlobalOptions: true }).allowExcessArguments(false);
  for (const inner of command.commands) settle(inner);
}

/** Says what went wrong, on stderr for people and with --json also on stdout, and gives the exit code. */
function reportFailure(error: unknown, json: boolean): number {
  const toMachine = (wire: WireError): void => {
    if (json) process.stdout.write(`${JSON.stringify({ error: wire })}\n`);
  };
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.done;
    // The parser has told people already.
    const message = error.code === "commander.help" ? "No command is named." : error.message.replace(/^error: /, "");
    toMachine({ code: "invalid-input", message });
    return exitCodes.wrongUsage;
  }
  if (error instanceof UsageError) {
    process.stderr.write(`${error.message}\n(add --help for the options)\n`);
    toMachine({ code: "invalid-input", message: error.message });
    return exitCodes.wrongUsage;
  }
  const wire = wireErrorOf(error);
  process.stderr.write(`${wire.message}${wire.nextStep === undefined ? "" : ` ${wire.nextStep}`}\n`);
  if (wire.code === "internal") {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  }
  toMachine(wire);
  return usageErrors.has(wire.code) ? exitCodes.wrongUsage : exitCodes.failed;
}

// A reader that closes the pipe early, like head, has what it wants.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(exitCodes.done);
  throw error;
});
try {
  await createProgram().parseAsync(process.argv);
} catch (error) {
  process.exitCode = reportFailure(error, process.argv.includes("--json"));
}
