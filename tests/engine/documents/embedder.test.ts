import { describe, expect, it } from "vitest";

import { DocentError } from "../../../src/engine/platform/docent-error.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { createHashingEmbedding } from "../../support/hashing-embedding.ts";
import { eventually, found, openLibrary, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const many = Object.fromEntries(
  Array.from({ length: 100 }, (_, number) => [`${number}.txt`, `This is text number ${number}.`]),
);

describe("the second pass", () => {
  it("lets words be found while the model is still at work, and goes on after a stop without doing a batch twice", async () => {
    const root = temporaryFolder();
    writeFiles(root, many);
    let batches = 0;
    let release = (): void => undefined;
    const slow = createHashingEmbedding();
    const first = openLibrary({
      embedding: async () => ({
        ...slow,
        async embed(texts, options) {
          batches += 1;
          if (batches > 1) {
            await new Promise<void>((resolve, reject) => {
              release = resolve;
              const stop = (): void => reject(new DocentError("cancelled", "Stopped."));
              if (options?.signal?.aborted === true) stop();
              options?.signal?.addEventListener("abort", stop);
            });
          }
          return slow.embed(texts, options);
        },
      }),
    });
    await first.library.grantFolder(root);
    await first.library.wordsSettled();
    expect(found(first, "number")).toBe(100);
    await eventually(
      () => batches >= 2,
      () => String(batches),
    );
    const made = first.library.summary().passagesWithVectors;
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(100);
    expect(first.library.progress().state).toBe("embedding");
    await first.close();
    release();
    const second = openLibrary({ data: first.data });
    await second.library.settled();
    expect(second.library.summary().passagesWithVectors).toBe(100);
    expect(second.embedding.seen).toHaveLength(100 - made);
  });

  it("looks over all passages a few times only, not once a file", async () => {
    const root = temporaryFolder();
    writeFiles(root, many);
    let looks = 0;
    const one = openLibrary({
      wrapIndex: (inner) => ({
        ...inner,
        withoutVectors(spaceId, limit) {
          looks += 1;
          return inner.withoutVectors(spaceId, limit);
        },
      }),
    });
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(one.library.summary().passagesWithVectors).toBe(100);
    expect(looks).toBeLessThan(10);
  });

  it("makes all vectors anew for another model, and only then", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps.", "b.txt": "The badger wakes." });
    const first = openLibrary();
    await first.library.grantFolder(root);
    await first.library.settled();
    await first.close();
    const other = createHashingEmbedding(16, "another space");
    const second = openLibrary({ data: first.data, embedding: async () => other });
    await second.library.settled();
    expect(other.seen).toHaveLength(2);
    expect(
      second.store.index
        .prepare(
          "SELECT name, length(vector) AS bytes FROM passage_vector JOIN embedding_space ON embedding_space.id = space_id",
        )
        .all(),
    ).toEqual([
      { name: "another space", bytes: 64 },
      { name: "another space", bytes: 64 },
    ]);
  });

  it("tries a model that died again, three times, and later once more", async () => {
    const root = temporaryFolder();
    writeFiles(root, { "a.txt": "The walrus sleeps." });
    const clock = createFakeClock();
    let calls = 0;
    const model = createHashingEmbedding();
    const one = openLibrary({
      clock,
      embedding: async () => ({
        ...model,
        embed(texts, options) {
          calls += 1;
          return calls <= 3 ? Promise.reject(new DocentError("model-failed", "It died.")) : model.embed(texts, options);
        },
      }),
    });
    await one.library.grantFolder(root);
    await one.library.settled();
    expect(calls).toBe(3);
    expect(one.library.summary().passagesWithVectors).toBe(0);
    clock.advance(61_000);
    await one.library.settled();
    expect(one.library.summary().passagesWithVectors).toBe(1);
  });
});
