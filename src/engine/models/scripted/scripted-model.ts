import type { Clock } from "../../platform/clock.ts";
import { DocentError } from "../../platform/docent-error.ts";
import { createCirclingDetector } from "../circling.ts";
import type { GeneratePart, GenerateRequest, TextModel } from "../model-types.ts";
import { createStopFilter } from "../stop-filter.ts";
import { textOf } from "./play-part.ts";
import { readPrompt } from "./prompt-reading.ts";
import type { Script } from "./script-schema.ts";

/** Good enough for a model that has no tokens: English has about four characters in one. */
function estimateTokens(text: string): number {
  return Math.ceil(text.length / 4);
}

function pause(clock: Clock, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(new DocentError("cancelled", "Stopped."));
  if (milliseconds === 0) return Promise.resolve();
  return new Promise((resolve, reject) => {
    // The clock's timers do not keep a process alive, and here a caller is waiting for one.
    const alive = setInterval(() => undefined, 60_000);
    const abort = (): void => {
      clearInterval(alive);
      timer.cancel();
      reject(new DocentError("cancelled", "Stopped."));
    };
    const timer = clock.after(milliseconds, () => {
      clearInterval(alive);
      signal.removeEventListener("abort", abort);
      resolve();
    });
    signal.addEventListener("abort", abort, { once: true });
  });
}

/** Words with the space before them; what a real model streams is about as long. */
function piecesOf(text: string): string[] {
  return text.match(/\s*\S+\s*$|\s*\S+|\s+/g) ?? [];
}

async function* play(script: Script, request: GenerateRequest, clock: Clock): AsyncGenerator<string, void, void> {
  const { signal } = request;
  const prompt = readPrompt(request.messages);
  const rule = script.rules.find(
    ({ question }) => question === undefined || new RegExp(question, "iu").test(prompt.question),
  );
  let delay = script.firstWordMilliseconds;
  async function* words(text: string): AsyncGenerator<string, void, void> {
    for (const piece of piecesOf(text)) {
      await pause(clock, delay, signal);
      delay = script.wordMilliseconds;
      yield piece;
    }
  }
  for (const part of rule?.parts ?? []) {
    if (part.do === "wait") await pause(clock, part.milliseconds, signal);
    else if (part.do === "fail") throw new DocentError(part.code, part.message);
    else if (part.do === "repeat") {
      for (let round = 0; part.times === 0 || round < part.times; round += 1) {
        yield* words(part.text);
        // An endless script must leave room for a stop to come through.
        if (round % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
      }
    } else yield* words(textOf(part, prompt));
  }
}

/** A model that plays a script in this process: the same words every time, for tests and for judging the checks. */
export function createScriptedText(id: string, script: Script, clock: Clock): TextModel {
  return {
    id,
    label: script.label,
    qualified: script.qualified,
    contextTokens: script.contextTokens,
    host: null,
    fingerprint: { model: id, script: JSON.stringify(script) },
    async *generate(request): AsyncGenerator<GeneratePart, void, void> {
      const promptTokens = estimateTokens(request.messages.map((message) => message.text).join("\n"));
      if (promptTokens + request.maxTokens > script.contextTokens) {
        throw new DocentError("context-full", "This conversation is longer than the model can read.", {
          data: { promptTokens, maxTokens: request.maxTokens, contextTokens: script.contextTokens },
        });
      }
      yield { type: "prompt-progress", tokensDone: promptTokens, tokensTotal: promptTokens };
      const filter = createStopFilter(request.stop);
      const circling = createCirclingDetector();
      let reason: Extract<GeneratePart, { type: "done" }>["reason"] = "end";
      let characters = 0;
      for await (const piece of play(script, request, clock)) {
        const { text, stopped } = filter.push(piece);
        characters += text.length;
        if (text !== "") yield { type: "text", text };
        if (stopped) reason = "stop-sequence";
        else if (circling.push(text)) reason = "circling";
        else if (characters >= request.maxTokens * 4) reason = "length";
        if (reason !== "end") break;
      }
      const rest = reason === "stop-sequence" ? "" : filter.flush();
      if (rest !== "") yield { type: "text", text: rest };
      const outputTokens = Math.ceil((characters + rest.length) / 4);
      yield { type: "done", reason, promptTokens, outputTokens };
    },
    async countTokens(text, { signal } = {}) {
      if (signal?.aborted === true) throw new DocentError("cancelled", "Stopped.");
      return estimateTokens(text);
    },
  };
}
