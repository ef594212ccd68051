import path from "node:path";

import type { Command } from "commander";

import type { Model } from "../../shared/model-schemas.ts";
import { UsageError } from "../exit-codes.ts";
import { globalOptions } from "../global-options.ts";
import type { Output } from "../output.ts";
import { withEngine } from "../with-engine.ts";

function describeModel(model: Model): string {
  const size = model.sizeBytes === null ? (model.host ?? "") : `${Math.round(model.sizeBytes / 1e6)} MB`;
  const check = model.role === "embedding" ? "" : `, check ${model.qualification}`;
  const reason = model.reason === null ? "" : ` (${model.reason})`;
  return `${model.id.padEnd(28)} ${model.role.padEnd(10)} ${model.state}${check}  ${size}  ${model.label}${reason}`;
}

/** One row a model: JSON Lines, or a table for people. */
function giveModels(output: Output, models: readonly Model[]): void {
  if (output.json) for (const model of models) output.result(model, () => []);
  else output.result(models, () => models.map(describeModel));
}

/** `docent models`: the models on this computer and the servers that were added. */
export function addModelsCommand(program: Command): void {
  const models = program
    .command("models")
    .description("models on this computer and servers that were added")
    .addHelpText(
      "after",
      "\nExamples:\n  docent models list\n  docent models add ./model.gguf\n" +
        "  docent models add --server http://localhost:11434/v1 --name llama3\n  docent models remove file:1",
    );
  models
    .command("list", { isDefault: true })
    .description("every model with its size, licence, check and state")
    .action(async (_: object, command: Command) => {
      await withEngine(globalOptions(command), async ({ engine, output }) =>
        giveModels(output, await engine.client.models.list({})),
      );
    });
  models
    .command("add")
    .description("add a GGUF file, or an OpenAI-compatible server with --server and --name")
    .argument("[file]", "a GGUF file; it stays where it is")
    .option("--server <address>", "base address of the server, e.g. http://localhost:11434/v1")
    .option("--name <model>", "the server's name for the model")
    .option("--label <text>", "how to show it")
    .action(
      async (
        file: string | undefined,
        options: { server?: string; name?: string; label?: string },
        command: Command,
      ) => {
        if ((file === undefined) === (options.server === undefined)) throw new UsageError("Give a file or --server.");
        if (options.server !== undefined && options.name === undefined) throw new UsageError("--server needs --name.");
        await withEngine(globalOptions(command), async ({ engine, output }) => {
          const added =
            file === undefined
              ? await engine.client.models.addServer({
                  baseUrl: options.server ?? "",
                  model: options.name ?? "",
                  label: options.label ?? options.name ?? "",
                })
              : await engine.models.addFile(path.resolve(file));
          giveModels(output, [added]);
        });
      },
    );
  models
    .command("remove")
    .description("forget a model; its file stays")
    .argument("<id>", "id as `docent models list` shows it")
    .action(async (id: string, _: object, command: Command) => {
      await withEngine(globalOptions(command), async ({ engine, output }) => {
        await engine.client.models.remove({ id });
        output.result({ removed: id }, () => [`Removed ${id}.`]);
      });
    });
}
