import { availableParallelism } from "node:os";

import type { EmbeddingModel } from "../model-types.ts";
import type { LlamaLoad } from "./llama-protocol.ts";
import type { LlamaProcess } from "./llama-process.ts";

/**
 * Tokens read of a text. The model takes 512 but was measured, and is published, with 256; passages of 1,000
 * characters are shorter than that nearly always.
 */
const embeddingTokens = 256;

/** Texts embedded side by side; from three cores on one is left to the rest of the computer. */
function embeddingContexts(cores: number = availableParallelism()): number {
  return Math.max(1, Math.min(8, cores <= 2 ? cores : cores - 1));
}

/** What the child of the embedding model loads. */
export function embeddingLoad(path: string): LlamaLoad {
  return { role: "embedding", path, contexts: embeddingContexts(), maxTokens: embeddingTokens };
}

/** The embedding model in its own process. `name` and `sha256` of its file make the space its vectors live in. */
export async function createLlamaEmbedding(
  process: LlamaProcess,
  model: { name: string; sha256: string },
): Promise<EmbeddingModel> {
  const { dimensions } = await process.loaded();
  return {
    spaceId: `${model.name}:${model.sha256.slice(0, 16)}:mean:${embeddingTokens}`,
    dimensions,
    async embed(texts, { signal, priority = "background" } = {}) {
      const call = { type: "embed", texts, urgent: priority === "query" } as const;
      const all = await process.call<"embed">(call, { signal });
      return texts.map((_, index) => all.slice(index * dimensions, (index + 1) * dimensions));
    },
    async close() {
      process.unload();
    },
  };
}
