import { once } from "node:events";
import os from "node:os";
import path from "node:path";

import type { Command } from "commander";

import { createFileLog } from "../../engine/index.ts";
import { globalOptions, wholeNumber } from "../global-options.ts";
import { builtPage, buildPageIfStale } from "../serve/page-build.ts";
import { startPageServer } from "../serve/server.ts";
import { systemOpen } from "../serve/system-open.ts";
import { withEngine } from "../with-engine.ts";

/** `docent serve`: the same page in a browser, on loopback only, behind a random token. */
export function addServeCommand(program: Command): void {
  program
    .command("serve")
    .description("the same page in a browser: loopback only, behind a random token, until Ctrl+C")
    .option("--port <number>", "port to listen on; any free one when absent", wholeNumber(0, 65_535), 0)
    .option("--open", "open it in the browser", false)
    .addHelpText("after", "\nExamples:\n  docent serve\n  docent serve --port 4242 --json")
    .action(async (options: { port: number; open: boolean }, command: Command) => {
      const common = globalOptions(command);
      await buildPageIfStale((line) => process.stderr.write(`${line}\n`));
      await withEngine(
        common,
        async ({ engine, output, signal }) => {
          const server = await startPageServer({
            engine,
            pageDirectory: builtPage,
            port: options.port,
            home: os.homedir(),
            log: createFileLog(path.join(common.data, "logs")),
          });
          output.result({ url: server.url }, () => [`Docent: ${server.url}`]);
          output.note("Whoever has this address can read your library. Ctrl+C ends it.");
          if (options.open && !(await systemOpen(server.url))) output.note("No browser could be opened.");
          if (!signal.aborted) await once(signal, "abort");
          await server.close();
        },
        // A page may name no file, but who starts it may: then a script is what is tried out.
        { watch: true, allowScriptFiles: common.model?.startsWith("scripted:") ?? false },
      );
    });
}
