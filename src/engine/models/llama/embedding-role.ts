import type { LlamaEmbeddingContext, LlamaModel, Token } from "node-llama-cpp";

import { DocentError } from "../../platform/docent-error.ts";

/** More characters than `maxTokens` tokens ever have in ordinary text; saves tokenising a book for its first page. */
const charactersPerToken = 16;

interface Job {
  tokens: Token[];
  done(vector: Float32Array): void;
  failed(error: unknown): void;
}

export interface EmbeddingRole {
  readonly dimensions: number;
  embed(texts: readonly string[], urgent: boolean, signal: AbortSignal): Promise<Float32Array>;
}

/** Scales to length 1, so that a dot product is the cosine. @throws DocentError model-failed on a broken vector. */
export function toUnitLength(vector: readonly number[]): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  const length = Math.sqrt(sum);
  if (!(length > 0) || !Number.isFinite(length)) {
    throw new DocentError("model-failed", "The embedding model gave a vector without a direction.");
  }
  return Float32Array.from(vector, (value) => value / length);
}

/**
 * Embeds texts in several contexts of one thread each: two of them take 33 ms a passage on two cores where one
 * context with two threads takes 75. One more context serves urgent texts only, so that a query never waits for a
 * passage to finish.
 */
export async function createEmbeddingRole(
  model: LlamaModel,
  options: { contexts: number; maxTokens: number },
): Promise<EmbeddingRole> {
  const open = (): Promise<LlamaEmbeddingContext> =>
    model.createEmbeddingContext({ contextSize: options.maxTokens + 1, batchSize: options.maxTokens + 1, threads: 1 });
  const background: Job[] = [];
  const urgent: Job[] = [];

  const work = (context: LlamaEmbeddingContext, queues: readonly Job[][]): (() => void) => {
    let busy = false;
    const next = (): Job | undefined => queues.find((queue) => queue.length > 0)?.shift();
    const run = async (): Promise<void> => {
      if (busy) return;
      busy = true;
      for (let job = next(); job !== undefined; job = next()) {
        try {
          const embedding = await context.getEmbeddingFor(job.tokens);
          job.done(toUnitLength(embedding.vector));
        } catch (error) {
          job.failed(error);
        }
      }
      busy = false;
    };
    return () => void run();
  };

  const workers: (() => void)[] = [work(await open(), [urgent])];
  for (let index = 0; index < options.contexts; index += 1) workers.push(work(await open(), [urgent, background]));

  const toTokens = (text: string): Token[] => {
    // Special tokens off: "[SEP]" in a document is three words, not the end of the text.
    const tokens = model.tokenize(text.slice(0, options.maxTokens * charactersPerToken), false);
    const cut = tokens.slice(0, options.maxTokens - 2);
    const start = model.tokens.bos;
    // The library gives no vector for no tokens.
    return cut.length === 0 && start !== null ? [start] : cut;
  };

  return {
    dimensions: model.embeddingVectorSize,
    async embed(texts, isUrgent, signal) {
      const dimensions = model.embeddingVectorSize;
      const all = new Float32Array(texts.length * dimensions);
      const queue = isUrgent ? urgent : background;
      const mine = new Set<Job>();
      await new Promise<void>((resolve, reject) => {
        let left = texts.length;
        const leave = (error: unknown): void => {
          for (const waiting of [queue]) {
            for (let index = waiting.length - 1; index >= 0; index -= 1) {
              if (mine.has(waiting[index] as Job)) waiting.splice(index, 1);
            }
          }
          reject(error instanceof Error ? error : new Error(String(error)));
        };
        if (left === 0) return resolve();
        signal.addEventListener("abort", () => leave(new DocentError("cancelled", "Stopped.")), { once: true });
        for (const [index, text] of texts.entries()) {
          const job: Job = {
            tokens: toTokens(text),
            done(vector) {
              all.set(vector, index * dimensions);
              left -= 1;
              if (left === 0) resolve();
            },
            failed: leave,
          };
          mine.add(job);
          queue.push(job);
        }
        for (const wake of workers) wake();
      });
      return all;
    },
  };
}
