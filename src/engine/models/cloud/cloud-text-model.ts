import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { streamText, type ModelMessage } from "ai";

import type { EgressBroker } from "../../platform/egress/egress-types.ts";
import { egressErrors } from "../../platform/egress/egress-errors.ts";
import { createCirclingDetector } from "../circling.ts";
import type { ModelServer } from "../model-server-table.ts";
import type { GeneratePart, GenerateRequest, TextModel } from "../model-types.ts";
import { createStopFilter } from "../stop-filter.ts";
import { toCloudError } from "./cloud-errors.ts";

/** A server does not tell its window; this much is safe with nearly all of them. */
const assumedContextTokens = 8_192;
/** More characters than a token ever has on average; beyond that the server ignores the limit it was given. */
const charactersPerToken = 12;

/** A safe estimate, rather too many: other alphabets take a token or more for each character. */
export function estimateTokens(text: string): number {
  let tokens = 0;
  for (const character of text) tokens += (character.codePointAt(0) as number) < 0x250 ? 0.34 : 1;
  return Math.ceil(tokens);
}

/**
 * A model of an OpenAI-compatible server. It is never asked twice by itself, sees no tool, and everything it sends is
 * text that the checks treat like any other model's.
 */
export function createCloudText(server: ModelServer, egress: EgressBroker): TextModel {
  const id = `server:${server.id}`;
  const host = new URL(server.baseUrl).host;
  const errors = egressErrors(host);

  async function* generate(request: GenerateRequest): AsyncGenerator<GeneratePart, void, void> {
    const { signal, purpose } = request;
    if (signal.aborted) throw errors.cancelled();
    const promptTokens = estimateTokens(request.messages.map((message) => message.text).join("\n"));
    const connection = new AbortController();
    const cancelled = new Promise<never>((_, reject) => {
      const abort = (): void => {
        connection.abort();
        reject(errors.cancelled());
      };
      signal.addEventListener("abort", abort, { once: true });
      connection.signal.addEventListener("abort", () => signal.removeEventListener("abort", abort));
    });
    // Seen by the race below; without a reader, its rejection would end the process.
    cancelled.catch(() => undefined);

    const provider = createOpenAICompatible({
      name: "server",
      baseURL: server.baseUrl,
      fetch: egress.fetchFor(id, { purpose: "answer", documents: purpose.documents, passages: purpose.passages }),
    });
    const system = request.messages.filter((message) => message.role === "system").map((message) => message.text);
    const stream = streamText({
      model: provider.chatModel(server.model),
      ...(system.length > 0 ? { instructions: system.join("\n\n") } : {}),
      messages: request.messages
        .filter((message) => message.role !== "system")
        .map((message): ModelMessage => ({ role: message.role as "user" | "assistant", content: message.text })),
      temperature: request.temperature,
      seed: request.seed,
      maxOutputTokens: request.maxTokens,
      ...(request.stop.length > 0 ? { stopSequences: request.stop.slice(0, 4) } : {}),
      maxRetries: 0,
      abortSignal: connection.signal,
      // Errors come as parts; the default would print them, with the prompt, to the console.
      onError: () => undefined,
    }).fullStream[Symbol.asyncIterator]();

    const filter = createStopFilter(request.stop);
    const circling = createCirclingDetector();
    let characters = 0;
    let reason: Extract<GeneratePart, { type: "done" }>["reason"] | null = null;
    let outputTokens: number | null = null;
    try {
      while (reason === null) {
        const next = await Promise.race([stream.next(), cancelled]);
        if (next.done === true) throw errors.broken("it ended early.");
        const part = next.value;
        if (part.type === "error") throw part.error;
        if (part.type === "abort") throw errors.cancelled();
        if (part.type === "finish") {
          // A stream that is cut at the end of a line looks like a finished one, but nothing in it says so.
          if (part.rawFinishReason === undefined) throw errors.broken("it ended early.");
          if (part.finishReason === "content-filter") throw errors.broken("it withheld the answer.");
          reason = part.finishReason === "length" ? "length" : "end";
          outputTokens = part.totalUsage.outputTokens ?? null;
        } else if (part.type === "text-delta" || part.type === "reasoning-delta") {
          characters += part.text.length;
          if (characters > request.maxTokens * charactersPerToken) throw errors.limit("its answer does not end.");
          if (part.type !== "text-delta") continue;
          const { text, stopped } = filter.push(part.text);
          if (text !== "") yield { type: "text", text };
          if (stopped) reason = "stop-sequence";
          else if (circling.push(text)) reason = "circling";
        }
      }
    } catch (error) {
      throw signal.aborted ? errors.cancelled() : toCloudError(error, host, egress.hasKey(id));
    } finally {
      // Also when the reader leaves early: nothing goes on in the background.
      connection.abort();
    }
    const rest = reason === "stop-sequence" ? "" : filter.flush();
    if (rest !== "") yield { type: "text", text: rest };
    yield { type: "done", reason, promptTokens, outputTokens: outputTokens ?? Math.ceil(characters / 4) };
  }

  return {
    id,
    label: server.label,
    qualified: false,
    contextTokens: assumedContextTokens,
    host,
    fingerprint: { model: id, server: server.baseUrl, name: server.model },
    generate,
    async countTokens(text, { signal } = {}) {
      if (signal?.aborted === true) throw errors.cancelled();
      return estimateTokens(text);
    },
  };
}
