import { availableParallelism } from "node:os";

import type { Clock, Timer } from "../../platform/clock.ts";
import { createPartQueue } from "../part-queue.ts";
import type { TextModel } from "../model-types.ts";
import type { LlamaLoad } from "./llama-protocol.ts";
import type { LlamaProcess } from "./llama-process.ts";

/** Window a local model gets: its memory grows with it, and reading it all takes minutes without a GPU. */
const localContextTokens = 4_096;
const idleMilliseconds = 10 * 60_000;

/** What the child of a writing model loads; one core is left for search and the page. */
export function textLoad(path: string): LlamaLoad {
  const threads = Math.max(1, Math.min(8, availableParallelism() - 1));
  return { role: "text", path, contextTokens: localContextTokens, threads };
}

/** A GGUF model that writes in its own process; its memory is given back after ten minutes without a question. */
export function createLlamaText(
  process: LlamaProcess,
  clock: Clock,
  model: { id: string; label: string; qualified: boolean; trainedContextTokens: number; sha256: string },
): TextModel {
  let calls = 0;
  let idle: Timer | null = null;

  async function used<Value>(work: () => Promise<Value>): Promise<Value> {
    calls += 1;
    idle?.cancel();
    try {
      return await work();
    } finally {
      calls -= 1;
      if (calls === 0) idle = clock.after(idleMilliseconds, () => process.unload());
    }
  }

  return {
    id: model.id,
    label: model.label,
    qualified: model.qualified,
    contextTokens: Math.min(localContextTokens, model.trainedContextTokens),
    host: null,
    // The chat template is inside the file, so the file's hash stands for it too.
    fingerprint: { model: model.id, sha256: model.sha256, contextTokens: localContextTokens },
    async *generate({ signal, messages, temperature, seed, maxTokens, stop }) {
      const queue = createPartQueue();
      const request = { messages, temperature, seed, maxTokens, stop };
      const left = new AbortController();
      const either = AbortSignal.any([signal, left.signal]);
      used(() => process.call<"generate">({ type: "generate", request }, { signal: either, onPart: queue.push })).then(
        () => queue.end(),
        (error: unknown) => queue.fail(error),
      );
      try {
        yield* queue.parts;
      } finally {
        // A reader that leaves early must not leave the model writing.
        left.abort();
      }
    },
    countTokens: (text, { signal } = {}) =>
      used(() => process.call<"count">({ type: "count", text }, signal === undefined ? {} : { signal })),
  };
}
