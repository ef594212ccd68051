import { createHash } from "node:crypto";

import { resolveChatWrapper, type ChatHistoryItem, type LlamaModel, type Token } from "node-llama-cpp";

import { DocentError } from "../../platform/docent-error.ts";
import { createCirclingDetector } from "../circling.ts";
import type { ChatMessage, GeneratePart } from "../model-types.ts";
import { createStopFilter } from "../stop-filter.ts";
import type { LlamaGenerate, LlamaLoaded } from "./llama-protocol.ts";

/** A piece of the prompt is as large as the model reads in this time, so that a stop is never far away. */
const pieceMilliseconds = 120;
const smallestPiece = 32;
const largestPiece = 512;

export interface TextRole {
  readonly loaded: Omit<LlamaLoaded, "dimensions">;
  countTokens(text: string): number;
  generate(
    request: LlamaGenerate,
    signal: AbortSignal,
    emit: (part: GeneratePart) => void,
  ): Promise<{ reusedTokens: number }>;
}

/** Messages as the chat template takes them: without a system role its text goes before the first question. */
export function toHistory(messages: readonly ChatMessage[], systemRole: boolean): ChatHistoryItem[] {
  const history: ChatHistoryItem[] = [];
  let before = "";
  for (const { role, text } of messages) {
    if (role === "system" && systemRole) history.push({ type: "system", text });
    else if (role === "system") before += `${text}\n\n`;
    else if (role === "user") {
      history.push({ type: "user", text: before + text });
      before = "";
    } else history.push({ type: "model", response: [text] });
  }
  if (before !== "") history.push({ type: "user", text: before.trimEnd() });
  // An open answer at the end is what the model goes on with.
  if (history.at(-1)?.type !== "model") history.push({ type: "model", response: [""] });
  return history;
}

/**
 * Writes with one sequence that stays in memory between calls: what the next prompt has in common with the last one
 * from its start is not read again. One call at a time; later ones wait.
 */
export async function createTextRole(
  model: LlamaModel,
  options: { contextTokens: number; threads: number },
): Promise<TextRole> {
  const wrapper = resolveChatWrapper(model);
  const context = await model.createContext({
    contextSize: Math.min(options.contextTokens, model.trainContextSize),
    batchSize: largestPiece,
    threads: options.threads,
    flashAttention: true,
    swaFullCache: true,
  });
  const sequence = context.getSequence();
  const systemRole = wrapper.settings.supportsSystemMessages;
  let pieceSize = 64;
  let last: Promise<unknown> = Promise.resolve();

  async function run(
    request: LlamaGenerate,
    signal: AbortSignal,
    emit: (part: GeneratePart) => void,
  ): Promise<{ reusedTokens: number }> {
    const stopNow = (): void => {
      if (signal.aborted) throw new DocentError("cancelled", "Stopped.");
    };
    stopNow();
    // Strings of the history become plain text in the wrapper's output: "<|im_end|>" in a document ends nothing.
    const state = wrapper.generateContextState({ chatHistory: toHistory(request.messages, systemRole) });
    const prompt = state.contextText.tokenize(model.tokenizer);
    const promptTokens = prompt.length;
    if (promptTokens + request.maxTokens > context.contextSize) {
      throw new DocentError("context-full", "This conversation is longer than the model can read.", {
        data: { promptTokens, maxTokens: request.maxTokens, contextTokens: context.contextSize },
      });
    }
    const endTokens = new Set<Token>();
    const stops = [...request.stop];
    for (const trigger of state.stopGenerationTriggers) {
      const tokens = trigger.tokenize(model.tokenizer);
      if (tokens.length === 1) endTokens.add(tokens[0] as Token);
      else stops.push(model.detokenize(tokens, true));
    }

    await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
    const reusedTokens = sequence.nextTokenIndex;
    emit({ type: "prompt-progress", tokensDone: reusedTokens, tokensTotal: promptTokens });
    let done = reusedTokens;
    // The last token is left for the loop below, which reads it and gives the first one of the answer.
    while (done < promptTokens - 1) {
      stopNow();
      const piece = prompt.slice(done, Math.min(done + pieceSize, promptTokens - 1));
      const startedAt = performance.now();
      await sequence.evaluateWithoutGeneratingNewTokens(piece);
      const perToken = (performance.now() - startedAt) / piece.length;
      pieceSize = Math.max(smallestPiece, Math.min(largestPiece, Math.floor(pieceMilliseconds / perToken)));
      done += piece.length;
      emit({ type: "prompt-progress", tokensDone: done, tokensTotal: promptTokens });
    }
    stopNow();

    const filter = createStopFilter(stops);
    const circling = createCirclingDetector();
    let reason: Extract<GeneratePart, { type: "done" }>["reason"] = "end";
    let outputTokens = 0;
    let pending: Token[] = [];
    let before: Token[] = prompt.slice(-8);
    const generated = sequence.evaluate([prompt.at(-1) as Token], {
      temperature: request.temperature,
      seed: request.seed,
      topK: request.temperature > 0 ? 40 : undefined,
      topP: request.temperature > 0 ? 0.95 : undefined,
    });
    for await (const token of generated) {
      stopNow();
      if (endTokens.has(token)) break;
      outputTokens += 1;
      pending.push(token);
      let text = model.detokenize(pending, false, before);
      // A character in pieces shows as a replacement mark until its last token is there.
      if (text.endsWith("\uFFFD") && pending.length < 8) text = "";
      else {
        before = [...before, ...pending].slice(-8);
        pending = [];
      }
      const shown = filter.push(text);
      if (shown.text !== "") emit({ type: "text", text: shown.text });
      if (shown.stopped) {
        reason = "stop-sequence";
        break;
      }
      if (circling.push(shown.text)) {
        reason = "circling";
        break;
      }
      if (outputTokens >= request.maxTokens) {
        reason = "length";
        break;
      }
    }
    if (reason !== "stop-sequence") {
      const rest = filter.flush();
      if (rest !== "") emit({ type: "text", text: rest });
    }
    emit({ type: "done", reason, promptTokens, outputTokens });
    return { reusedTokens };
  }

  return {
    loaded: {
      contextTokens: context.contextSize,
      template: templateHash(model),
      systemRole,
    },
    countTokens: (text) => model.tokenize(text, false).length,
    generate(request, signal, emit) {
      const mine = last.then(() => run(request, signal, emit));
      last = mine.catch(() => undefined);
      return mine;
    },
  };
}

function templateHash(model: LlamaModel): string {
  const template: unknown = model.fileInfo.metadata.tokenizer.chat_template;
  return typeof template === "string" ? createHash("sha256").update(template).digest("hex").slice(0, 16) : "none";
}
