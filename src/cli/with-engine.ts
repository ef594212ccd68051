import path from "node:path";

import { createEngine, createNodeLauncher, type Engine } from "../engine/index.ts";
import { createOutput, type Output } from "./output.ts";
import type { GlobalOptions } from "./global-options.ts";

/** Folder with the bundled models and the sample library. */
export const resourcesDirectory = path.resolve(import.meta.dirname, "..", "..", "resources");

export interface CommandContext {
  engine: Engine;
  output: Output;
  options: GlobalOptions;
  /** Aborted by the first Ctrl+C; the second ends the process at once. */
  signal: AbortSignal;
}

/**
 * Opens the engine on the data folder, runs the task and closes the engine whatever happens, so that the databases
 * are left clean. `watch` keeps looking at the folders; the other commands only read what is there. Scripts may be
 * named by path unless `allowScriptFiles` is false, as it is where a page asks.
 */
export async function withEngine<Result>(
  options: GlobalOptions,
  task: (context: CommandContext) => Promise<Result>,
  settings: { watch?: boolean; allowScriptFiles?: boolean } = {},
): Promise<Result> {
  const output = createOutput(options);
  const interruption = new AbortController();
  const interrupt = (): void => interruption.abort();
  process.once("SIGINT", interrupt);
  process.once("SIGTERM", interrupt);
  const engine = await createEngine({
    dataDirectory: options.data,
    launcher: createNodeLauncher(),
    resourcesDirectory,
    watch: settings.watch ?? false,
    allowScriptFiles: settings.allowScriptFiles ?? true,
  });
  try {
    const status = await engine.client.status({});
    for (const notice of status.notices) output.note(notice);
    return await task({ engine, output, options, signal: interruption.signal });
  } finally {
    process.off("SIGINT", interrupt);
    process.off("SIGTERM", interrupt);
    await engine.close();
  }
}
