import { readFile, stat } from "node:fs/promises";
import path from "node:path";

import type { Command } from "commander";

import { createNodeLauncher, createParser, DocentError, silentLog, systemClock } from "../../engine/index.ts";
import { exitCodes } from "../exit-codes.ts";
import { globalOptions, namedPath } from "../global-options.ts";
import { createOutput } from "../output.ts";

/** Larger files are never read whole: no format's limit is above it. */
const largestFileBytes = 512 * 1024 * 1024;

async function readRegularFile(file: string): Promise<Uint8Array> {
  try {
    const facts = await stat(file);
    if (!facts.isFile()) throw new DocentError("file-unreadable", `${file} is not a file.`);
    if (facts.size > largestFileBytes) throw new DocentError("file-unreadable", `${file} is larger than 512 MB.`);
    return await readFile(file);
  } catch (error) {
    if (error instanceof DocentError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    const why = code === "ENOENT" ? "does not exist" : code === "EACCES" ? "may not be read" : "cannot be read";
    throw new DocentError("file-unreadable", `${file} ${why}.`, { cause: error });
  }
}

/** `docent extract`: what Docent reads in one file, without adding it to anything. */
export function addExtractCommand(program: Command): void {
  program
    .command("extract")
    .description("what Docent reads in one file, without indexing it")
    .argument("<file>", "file to read", namedPath)
    .option("--text", "print the text alone", false)
    .addHelpText(
      "after",
      "\nExamples:\n  docent extract lease.pdf --text\n  docent extract lease.pdf --json\n\n" +
        "Ends with 1 when nothing of the file could be read; the outcome and the reason say why.",
    )
    .action(async (name: string, options: { text: boolean }, command: Command) => {
      const output = createOutput(globalOptions(command));
      const file = path.resolve(name);
      const bytes = await readRegularFile(file);
      const parser = createParser({ launcher: createNodeLauncher(), clock: systemClock, log: silentLog });
      try {
        const read = await parser.extract({ name: path.basename(file), bytes });
        if (read.outcome !== "indexed" && read.outcome !== "indexed-partly") process.exitCode = exitCodes.failed;
        if (options.text) {
          if (read.reason !== null) process.stderr.write(`${read.outcome}: ${read.reason}\n`);
          process.stdout.write(read.text);
          return;
        }
        const result = {
          path: file,
          outcome: read.outcome,
          ...(read.reason === null ? {} : { reason: read.reason }),
          language: read.language,
          pages: read.pages.length === 0 ? null : read.pages.length,
          text: read.text,
          blocks: read.blocks.map(({ kind, page, start, end }) => ({ kind, page, start, end })),
        };
        output.result(result, () => [
          `${file}: ${read.outcome}${read.reason === null ? "" : ` (${read.reason})`}`,
          `${read.pages.length} pages, ${read.blocks.length} blocks, language ${read.language ?? "unknown"}`,
          "",
          read.text,
        ]);
      } finally {
        await parser.close();
      }
    });
}
