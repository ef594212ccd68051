import { createHash } from "node:crypto";

import type { EmbeddingModel } from "../../src/engine/models/model-types.ts";

export interface HashingEmbedding extends EmbeddingModel {
  /** Every text it was given. */
  readonly seen: string[];
}

/** A model without weights: equal words give near vectors, the same text always the same one. */
export function createHashingEmbedding(dimensions = 32, spaceId = "hashing"): HashingEmbedding {
  const seen: string[] = [];
  return {
    spaceId,
    dimensions,
    seen,
    async embed(texts, options) {
      options?.signal?.throwIfAborted();
      seen.push(...texts);
      return texts.map((text) => {
        const vector = new Float32Array(dimensions);
        for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ["-"]) {
          const digest = createHash("sha1").update(word).digest();
          const place = digest.readUInt16LE(0) % dimensions;
          vector[place] = (vector[place] as number) + (digest.readUInt8(2) % 2 === 0 ? 1 : -1);
        }
        const length = Math.hypot(...vector) || 1;
        return vector.map((value) => value / length);
      });
    },
    close: async () => undefined,
  };
}
