import path from "node:path";

import { describe, expect, it } from "vitest";

import { cacheEmbeddings } from "../../../src/engine/models/embedding-cache.ts";
import type { EmbeddingModel } from "../../../src/engine/models/model-types.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Counts what it is asked; the vector of a text is its length. */
function counting(spaceId = "space:1"): EmbeddingModel & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    spaceId,
    dimensions: 2,
    embed(texts) {
      asked.push(...texts);
      return Promise.resolve(texts.map((text) => Float32Array.of(text.length, 0.5)));
    },
    close: () => Promise.resolve(),
  };
}

describe("cacheEmbeddings", () => {
  it("asks the model once for a text, also over restarts, and keeps the order", async () => {
    const file = path.join(temporaryFolder(), "cache", "embeddings.db");
    const first = counting();
    const cache = cacheEmbeddings(first, file);
    await cache.embed(["a", "bbb"]);
    const vectors = await cache.embed(["bbb", "cc", "a"]);
    expect(vectors).toEqual([Float32Array.of(3, 0.5), Float32Array.of(2, 0.5), Float32Array.of(1, 0.5)]);
    expect(first.asked).toEqual(["a", "bbb", "cc"]);
    await cache.close();

    const second = counting();
    const again = cacheEmbeddings(second, file);
    expect(await again.embed(["cc"])).toEqual([Float32Array.of(2, 0.5)]);
    expect(second.asked).toEqual([]);
    await again.close();
  });

  it("never gives a vector of another model", async () => {
    const file = path.join(temporaryFolder(), "embeddings.db");
    const one = cacheEmbeddings(counting("space:1"), file);
    await one.embed(["a"]);
    const other = counting("space:2");
    const two = cacheEmbeddings(other, file);
    await two.embed(["a"]);
    expect(other.asked).toEqual(["a"]);
    await one.close();
    await two.close();
  });

  it("takes more texts than one batch, with repeats", async () => {
    const model = counting();
    const cache = cacheEmbeddings(model, path.join(temporaryFolder(), "embeddings.db"));
    const texts = Array.from({ length: 100 }, (_, index) => "x".repeat(index % 50));
    const vectors = await cache.embed(texts);
    expect(vectors.map((vector) => vector[0])).toEqual(texts.map((text) => text.length));
    expect(new Set(model.asked).size).toBe(50);
    await cache.close();
  });
});
