import type { AnswerEvent, Source } from "../../shared/answer-schemas.ts";
import { randomBytes } from "node:crypto";
import type { ChatMessage, TextModel } from "../models/model-types.ts";
import { foldWord } from "../retrieval/normalise-word.ts";
import { isStopWord } from "../retrieval/stop-words.ts";
import { type AnswerWriter, createAnswerWriter } from "./answer-writer.ts";
import { sampling } from "./answer-setup.ts";
import type { Begun } from "./begin-answer.ts";
import type { ChatParts } from "./chat-parts.ts";
import { createSupportChecker } from "./check-support.ts";
import { coalesceText } from "./coalesce.ts";
import { fillContext, passageBudget } from "./context-budget.ts";
import type { FoundEvidence } from "./find-evidence.ts";
import { answerTemplate, buildMessages, passageBlock } from "./prompts.ts";
import type { EarlierMessage } from "./prepared-sends.ts";
import { pageAt } from "./sources.ts";

const frameMs = 16;

/** A prompt ready to be sent, and what went into it. */
export interface Prompt {
  messages: ChatMessage[];
  /** Numbers of the sources in it. */
  passages: number[];
  fence: string;
}

/** A marker that no document can know, for one request. */
export function newFence(): string {
  return `passages-${randomBytes(9).toString("hex")}`;
}

/** Chooses the passages that fit and puts the messages together. */
export async function makePrompt(
  parts: Pick<ChatParts, "prefillSpeeds">,
  model: Pick<TextModel, "id" | "contextTokens" | "countTokens" | "host">,
  request: { question: string; earlier: readonly EarlierMessage[]; sources: readonly Source[]; fence: string },
  signal?: AbortSignal,
): Promise<Prompt> {
  const { question, earlier, sources, fence } = request;
  const other = buildMessages({ template: answerTemplate, fence, passages: [], earlier, question });
  const otherTokens = await model.countTokens(other.map((message) => message.text).join("\n"), { signal });
  const sized = await Promise.all(
    sources.map(async (source, index) => ({
      index,
      documentId: source.documentId,
      // Blank lines and the chat template's own tokens around each message.
      tokens: (await model.countTokens(passageBlock(source, fence), { signal })) + 8,
    })),
  );
  const budget = passageBudget({
    contextTokens: model.contextTokens,
    otherTokens: otherTokens + 64,
    answerTokens: sampling.maxTokens,
    prefillSpeed: parts.prefillSpeeds.get(model.id) ?? null,
  });
  const chosen = fillContext(sized, budget).map(({ index }) => sources[index] as Source);
  return {
    messages: buildMessages({ template: answerTemplate, fence, passages: chosen, earlier, question }),
    passages: chosen.map((source) => source.number),
    fence,
  };
}

/** What writing adds to the answer, kept up to date while it goes on, so that a stop or an error keeps all of it. */
export interface Writing {
  writer: AnswerWriter;
  prompt: Prompt;
  firstTokenMs: number | null;
  promptTokens: number | null;
  outputTokens: number | null;
  reason: string | null;
}

/** Prepares the writer for the sources that went into a prompt. */
export function beginWriting(parts: ChatParts, begun: Begun, found: FoundEvidence, prompt: Prompt): Writing {
  const places = prompt.passages.map((number) => number - 1);
  const cut = places.map((place) => found.passages[place]).filter((passage) => passage !== undefined);
  const sources = places.map((place) => found.sources[place] as Source);
  const language = cut[0]?.passage.language ?? null;
  const checker = createSupportChecker({
    passages: cut.map(({ passage }) => passage),
    question: begun.understood.query,
    isStopWord: (word, of) => isStopWord(foldWord(word), of ?? "en"),
  });
  const writer = createAnswerWriter({
    sources,
    checker,
    language,
    pageOf(source, start) {
      const passage = found.passages[source.number - 1]?.passage;
      return passage === undefined
        ? source.page
        : (pageAt(parts.lookup.pages(passage.contentId), start) ?? source.page);
    },
  });
  return { writer, prompt, firstTokenMs: null, promptTokens: null, outputTokens: null, reason: null };
}

/**
 * Streams the model's text through the writer as events. `flush` is called about once a second with what is written,
 * so that a crash loses at most that much.
 */
export async function* streamAnswer(
  parts: ChatParts,
  begun: Begun,
  model: TextModel,
  found: FoundEvidence,
  writing: Writing,
  signal: AbortSignal,
  flush: () => void,
): AsyncGenerator<AnswerEvent, void, void> {
  const { clock } = parts;
  const { writer, prompt } = writing;
  const sent = prompt.passages.map((number) => found.sources[number - 1] as Source);
  const startedAt = clock.monotonic();
  let flushedAt = startedAt;
  const request = model.generate({
    messages: prompt.messages,
    temperature: sampling.temperature,
    seed: begun.seed,
    maxTokens: sampling.maxTokens,
    stop: [prompt.fence, "\nQuestion:"],
    signal,
    purpose: { conversationId: begun.conversation.id, documents: documentsOf(sent), passages: sent.length },
  });
  for await (const part of coalesceText(request, clock, frameMs)) {
    const elapsed = clock.monotonic() - startedAt;
    if (part.type === "prompt-progress") {
      const { tokensDone, tokensTotal } = part;
      const secondsLeft =
        tokensDone > 0 && elapsed > 200 ? (elapsed / tokensDone) * ((tokensTotal - tokensDone) / 1_000) : null;
      yield { type: "progress", tokensDone, tokensTotal, secondsLeft };
    } else if (part.type === "text") {
      if (writing.firstTokenMs === null) {
        writing.firstTokenMs = clock.monotonic() - begun.startedAt;
        yield { type: "state", state: "writing" };
      }
      const shown = writer.feed(part.text);
      if (shown !== "") yield { type: "delta", text: shown };
      if (clock.monotonic() - flushedAt >= 1_000) {
        flushedAt = clock.monotonic();
        flush();
      }
    } else {
      writing.promptTokens = part.promptTokens;
      writing.outputTokens = part.outputTokens;
      writing.reason = part.reason;
      const reading = (writing.firstTokenMs ?? 0) - (startedAt - begun.startedAt);
      if (model.host === null && reading > 50 && part.promptTokens > 64) {
        parts.prefillSpeeds.set(model.id, (part.promptTokens * 1_000) / reading);
      }
    }
  }
  const rest = writer.finish(false);
  if (rest !== "") yield { type: "delta", text: rest };
}

/** Files and pages of the passages, for the ledger. */
function documentsOf(sources: readonly Source[]): { name: string; pages: number[] }[] {
  const pages = new Map<string, Set<number>>();
  for (const { documentName, page } of sources) {
    const known = pages.get(documentName) ?? new Set();
    if (page !== null) known.add(page);
    pages.set(documentName, known);
  }
  return [...pages].map(([name, numbers]) => ({ name, pages: [...numbers].toSorted((a, b) => a - b) }));
}
