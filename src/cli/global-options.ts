import os from "node:os";
import path from "node:path";

import { InvalidArgumentError, Option, type Command } from "commander";

import { defaultDataFolder } from "../shared/data-folder.ts";

/** Options that every command knows. */
export interface GlobalOptions {
  /** Absolute path of the folder with Docent's databases. */
  data: string;
  json: boolean;
  quiet: boolean;
  model?: string;
  seed?: number;
}

/** Reads a whole number of an option, or says what is wrong with it. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^-?\d+$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return number;
  };
}

/** A path as it was given; an empty one, as a script with an unset variable gives it, would mean the current folder. */
export function namedPath(text: string): string {
  if (text.trim() === "") throw new InvalidArgumentError("The path is empty.");
  return text;
}

/** Adds the common options to the program; they may stand before or after the command's name. */
export function addGlobalOptions(program: Command): void {
  program
    .addOption(
      new Option("--data <dir>", "folder where Docent keeps its databases")
        .default(
          defaultDataFolder({ platform: process.platform, home: os.homedir(), environment: process.env }),
          "the platform's application-data folder",
        )
        .argParser((text) => path.resolve(namedPath(text))),
    )
    .option("--json", "machine-readable results on stdout: one JSON object, or JSON Lines", false)
    .option("--model <id>", "model that writes: an id, a path of a GGUF file, none, or scripted:<file>")
    .option("--seed <number>", "seed of everything random", wholeNumber(0, 2_147_483_647))
    .option("--quiet", "no progress and no notes on stderr", false);
}

/** The common options as a command got them. */
export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}
