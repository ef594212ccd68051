import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import path from "node:path";

import type { EmbeddingModel } from "./model-types.ts";
import { openVectorTable } from "./vector-table.ts";

/** Texts looked up and embedded at once; small enough for a stop to come through soon. */
const batch = 32;

/**
 * Keeps the vectors of `model` in an SQLite file by hash of text and space, so that a text is embedded once on a
 * machine. Several processes may use one file. Closing it closes the model too.
 */
export function cacheEmbeddings(
  model: EmbeddingModel,
  file: string,
): EmbeddingModel & {
  /** Closes the file alone. */
  detach(): void;
} {
  mkdirSync(path.dirname(file), { recursive: true });
  const table = openVectorTable(file);
  return {
    spaceId: model.spaceId,
    dimensions: model.dimensions,
    async embed(texts, options = {}) {
      const vectors: Float32Array[] = [];
      for (let start = 0; start < texts.length; start += batch) {
        const part = texts.slice(start, start + batch);
        const keys = part.map((text) => createHash("sha256").update(model.spaceId).update("\0").update(text).digest());
        const known = keys.map((key) => table.find(key, model.dimensions));
        const missing = part.filter((_, index) => known[index] === null);
        const made = missing.length > 0 ? await model.embed(missing, options) : [];
        let next = 0;
        const rows: { key: Uint8Array; vector: Float32Array }[] = [];
        for (const [index, key] of keys.entries()) {
          let vector = known[index] ?? null;
          if (vector === null) {
            vector = made[next] as Float32Array;
            next += 1;
            rows.push({ key, vector });
          }
          vectors.push(vector);
        }
        if (rows.length > 0) table.add(rows);
      }
      return vectors;
    },
    detach: () => table.close(),
    async close() {
      table.close();
      await model.close();
    },
  };
}
