import path from "node:path";

import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { ProcessLauncher } from "../platform/child-process.ts";
import type { Log } from "../platform/log.ts";
import { type BundledModel, shippedHash } from "./bundled.ts";
import { checkGgufFile, modelRefused } from "./gguf-file.ts";
import { createLlamaEmbedding, embeddingLoad } from "./llama/llama-embedding.ts";
import { createLlamaProcess, type LlamaProcess } from "./llama/llama-process.ts";
import { createLlamaText, textLoad } from "./llama/llama-text.ts";
import type { ModelFile } from "./model-file-table.ts";
import type { EmbeddingModel, TextModel } from "./model-types.ts";

const embeddingMemoryMb = 256;
const textMemoryMb = 512;

/** Models that run on this computer, each in a process of its own. */
export interface LocalModels {
  embedding(model: BundledModel): Promise<EmbeddingModel>;
  bundledText(model: BundledModel): Promise<TextModel>;
  fileText(file: ModelFile): Promise<TextModel>;
  /** Ends the process of a model that was removed. */
  drop(id: string): void;
  close(): void;
}

/** `onQuarantine` is told when a model's process died too often and is not started again. */
export function createLocalModels(options: {
  launcher: ProcessLauncher;
  clock: Clock;
  log: Log;
  directory: string;
  hash: (path: string) => Promise<string>;
  onQuarantine: (id: string, reason: string) => void;
}): LocalModels {
  const { clock, log, launcher, hash } = options;
  const processes = new Map<string, LlamaProcess>();
  const texts = new Map<string, TextModel>();
  /** Calls of each writing model that are not finished, and the model asked last. */
  const calls = new Map<string, number>();
  let asked = "";
  const rest = (id: string): void => {
    if (id !== asked && (calls.get(id) ?? 0) === 0) processes.get(id)?.unload();
  };

  async function verify(model: BundledModel): Promise<{ file: string; sha256: string }> {
    const file = path.join(options.directory, model.fileName);
    await checkGgufFile(file);
    const sha256 = await hash(file);
    if (sha256 !== shippedHash(options.directory, model.fileName)) {
      throw modelRefused("It is not the file that came with Docent.");
    }
    return { file, sha256 };
  }

  function processOf(id: string, load: Parameters<typeof createLlamaProcess>[0]["load"], memoryLimitMb: number) {
    let process = processes.get(id);
    if (process === undefined) {
      const onQuarantine = (reason: string): void => options.onQuarantine(id, reason);
      process = createLlamaProcess({ launcher, clock, log, load, label: id, memoryLimitMb, onQuarantine });
      processes.set(id, process);
    }
    return process;
  }

  /**
   * One writing model is in memory at a time: the others give theirs back when another is asked. One that is at work
   * for another conversation finishes first.
   */
  function alone(id: string, model: TextModel): TextModel {
    const begin = (): void => {
      asked = id;
      calls.set(id, (calls.get(id) ?? 0) + 1);
      for (const other of texts.keys()) rest(other);
    };
    const end = (): void => {
      calls.set(id, (calls.get(id) ?? 1) - 1);
      rest(id);
    };
    const wrapped: TextModel = {
      ...model,
      async *generate(request) {
        begin();
        try {
          yield* model.generate(request);
        } finally {
          end();
        }
      },
      async countTokens(text, options) {
        begin();
        try {
          return await model.countTokens(text, options);
        } finally {
          end();
        }
      },
    };
    texts.set(id, wrapped);
    return wrapped;
  }

  return {
    async embedding(model) {
      const { file, sha256 } = await verify(model);
      const process = processOf(model.id, () => Promise.resolve(embeddingLoad(file)), embeddingMemoryMb);
      return createLlamaEmbedding(process, { name: model.id, sha256 });
    },
    async bundledText(model) {
      const { file, sha256 } = await verify(model);
      const known = texts.get(model.id);
      if (known !== undefined) return known;
      const process = processOf(model.id, () => Promise.resolve(textLoad(file)), textMemoryMb);
      const facts = {
        id: model.id,
        label: model.label,
        qualified: model.qualification === "passed",
        trainedContextTokens: model.contextTokens,
        sha256,
      };
      return alone(model.id, createLlamaText(process, clock, facts));
    },
    async fileText(file) {
      const id = `file:${file.id}`;
      const load = async (): Promise<ReturnType<typeof textLoad>> => {
        // The file may have been changed or replaced since it was added.
        await checkGgufFile(file.path);
        if ((await hash(file.path)) !== file.sha256) {
          throw new DocentError("model-refused", "The model file has changed since it was added.", {
            nextStep: "Add it again.",
          });
        }
        return textLoad(file.path);
      };
      const known = texts.get(id);
      if (known !== undefined) return known;
      const process = processOf(id, load, textMemoryMb);
      const facts = {
        id,
        label: file.name,
        qualified: false,
        trainedContextTokens: file.contextTokens ?? 2_048,
        sha256: file.sha256,
      };
      return alone(id, createLlamaText(process, clock, facts));
    },
    drop(id) {
      processes.get(id)?.close();
      processes.delete(id);
      texts.delete(id);
    },
    close() {
      for (const process of processes.values()) process.close();
    },
  };
}
