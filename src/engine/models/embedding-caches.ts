import { cacheEmbeddings } from "./embedding-cache.ts";
import type { EmbeddingModel } from "./model-types.ts";

/**
 * Puts a vector cache around whatever model is at hand: a model that was started again after it died gets its own.
 * Without a file every model stays as it is. `close` lets go of the file; the models' owner closes the models.
 */
export function createEmbeddingCaches(file: string | undefined): {
  around(model: EmbeddingModel): EmbeddingModel;
  close(): void;
} {
  const caches = new Map<EmbeddingModel, EmbeddingModel & { detach(): void }>();
  return {
    around(model) {
      if (file === undefined) return model;
      const known = caches.get(model);
      if (known !== undefined) return known;
      const made = cacheEmbeddings(model, file);
      caches.set(model, made);
      return made;
    },
    close() {
      for (const cache of caches.values()) cache.detach();
      caches.clear();
    },
  };
}
