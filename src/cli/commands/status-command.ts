import type { Command } from "commander";

import { globalOptions } from "../global-options.ts";
import { withEngine } from "../with-engine.ts";

/** `docent status`: folders, outcomes, sizes, versions and the setup that answers would be made with. */
export function addStatusCommand(program: Command): void {
  program
    .command("status")
    .description("folders, outcomes, sizes, versions and the setup id")
    .addHelpText("after", "\nExamples:\n  docent status\n  docent status --json --data ./data")
    .action(async (_: object, command: Command) => {
      await withEngine(globalOptions(command), async ({ engine, output }) => {
        const status = await engine.client.status({});
        const folders = await engine.client.library.folders({});
        const { summary, progress } = await engine.client.library.summary({});
        const result = { ...status, folders, library: summary, progress };
        output.result(result, () => [
          `Docent ${status.version}, setup ${status.setupId}`,
          `Data        ${status.dataFolder}${status.readOnly ? " (read-only)" : ""}`,
          `Databases   user ${status.userDatabaseBytes} bytes, index ${status.indexDatabaseBytes} bytes, SQLite ${status.sqliteVersion}`,
          `Embedding   ${status.embeddingModel}`,
          `Files       ${summary.files}: ${summary.ready} ready, ${summary.partly} partly, ${summary.failed} failed, ${summary.waiting} waiting, ${summary.skipped} skipped`,
          `Passages    ${summary.passages}, ${summary.passagesWithVectors} with meaning`,
          ...folders.map((folder) => `Folder      ${folder.path} (${folder.state}, ${folder.files} files)`),
        ]);
      });
    });
}
