import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, expect, it } from "vitest";

import { createEmbeddingCaches } from "../../../src/engine/models/embedding-caches.ts";
import type { EmbeddingModel } from "../../../src/engine/models/model-types.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "docent-caches-"));
});
afterEach(() => rm(directory, { recursive: true }));

function countingModel(): EmbeddingModel & { embedded: number; closed: number } {
  const model = {
    spaceId: "space",
    dimensions: 2,
    embedded: 0,
    closed: 0,
    embed(texts: readonly string[]) {
      model.embedded += texts.length;
      return Promise.resolve(texts.map(() => Float32Array.of(1, 0)));
    },
    close() {
      model.closed += 1;
      return Promise.resolve();
    },
  };
  return model;
}

it("keeps vectors between models and engines, and leaves closing of models to their owner", async () => {
  const file = path.join(directory, "vectors.db");
  const first = createEmbeddingCaches(file);
  const model = countingModel();
  expect(first.around(model)).toBe(first.around(model));
  await first.around(model).embed(["a", "b"]);
  await first.around(model).embed(["b", "a"]);
  expect(model.embedded).toBe(2);

  const started = countingModel();
  await first.around(started).embed(["a"]);
  first.close();
  const second = createEmbeddingCaches(file);
  await second.around(started).embed(["b"]);
  second.close();
  expect(started.embedded).toBe(0);
  expect(model.closed + started.closed).toBe(0);
});

it("without a file every model stays as it is", () => {
  const model = countingModel();
  const caches = createEmbeddingCaches(undefined);
  expect(caches.around(model)).toBe(model);
  caches.close();
});
