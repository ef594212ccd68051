import type { AnswerEvent, Source } from "../../shared/answer-schemas.ts";
import { DocentError, isCancellation, toWireError } from "../platform/docent-error.ts";
import type { TextModel } from "../models/model-types.ts";
import type { Begun } from "./begin-answer.ts";
import type { ChatParts } from "./chat-parts.ts";
import { findEvidence, findQuotes, type FoundEvidence } from "./find-evidence.ts";
import { finishAnswer, saveDraft } from "./finish-answer.ts";
import { listDocuments } from "./list-documents.ts";
import type { Progress } from "./progress.ts";
import { citationsOfQuotes } from "./sources.ts";
import { beginWriting, makePrompt, newFence, type Prompt, streamAnswer } from "./write-answer.ts";

/**
 * Answers one question: search, judge, quote, write, check, store. The question was stored by beginAnswer before; the
 * answer is stored before `finished` is told, also when it was stopped or failed. Errors become part of the answer.
 */
export async function* answerQuestion(
  parts: ChatParts,
  begun: Begun,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, void> {
  const { answer, conversation, notice } = begun;
  const progress: Progress = { found: null, model: null, writing: null };
  try {
    yield {
      type: "started",
      conversationId: conversation.id,
      questionId: answer.questionId,
      answerId: answer.id,
      runId: answer.runId,
      notice,
    };
    yield* makeAnswer(parts, begun, progress, signal);
    answer.state = "complete";
  } catch (error) {
    if (isCancellation(error) || signal.aborted) answer.state = "stopped";
    else {
      answer.state = "failed";
      answer.error = toWireError(error);
      logFailure(parts, error);
    }
    // What was written before is kept, and its finished sentences are checked.
    const rest = progress.writing?.writer.finish(true) ?? "";
    if (rest !== "") yield { type: "delta", text: rest };
    yield* check(begun, progress);
  }
  finishAnswer(parts, begun, progress);
  yield { type: "finished", answer };
}

function logFailure(parts: ChatParts, error: unknown): void {
  if (error instanceof DocentError) parts.log.write("warn", "answer-failed", { code: error.code });
  else {
    parts.log.write("error", "bug", {
      route: "chat.ask",
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
}

async function* makeAnswer(
  parts: ChatParts,
  begun: Begun,
  progress: Progress,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void, void> {
  const { answer, understood, filter, prepared } = begun;
  yield { type: "state", state: "searching" };
  answer.searched = parts.library.searched(filter);
  if (understood.listing !== null) {
    const listing = await listDocuments(parts, understood.listing, filter, signal);
    Object.assign(answer, { mode: "listing", evidence: "enough", ...listing });
    yield sourcesEvent(begun, parts.clock.monotonic() - begun.startedAt);
    yield { type: "delta", text: answer.text };
    return;
  }

  const found = prepared?.evidence ?? (await findEvidence(parts, { query: understood.query, filter, signal }));
  progress.found = found;
  answer.sources = found.sources;
  answer.evidence = found.evidence;
  answer.timings.retrievalMs = found.retrievalMs;
  yield sourcesEvent(begun, found.retrievalMs);
  const quoted = await findQuotes(parts, found, signal);
  found.signals = quoted.signals;
  answer.evidence = quoted.evidence;
  if (answer.evidence === "none" && prepared === null) {
    answer.mode = "abstained";
    answer.keptOpen = true;
    return;
  }

  answer.quotes = quoted.quotes;
  answer.citations = citationsOfQuotes(answer.quotes, answer.sources);
  answer.timings.quoteMs = parts.clock.monotonic() - begun.startedAt;
  yield { type: "quotes", quotes: answer.quotes };
  saveDraft(parts, answer);

  const model = await writerFor(parts, begun);
  if (model === null) return;
  progress.model = model;
  answer.model = { id: model.id, label: model.label, weak: !model.qualified, host: model.host };
  answer.mode = "written";
  yield { type: "state", state: "reading" };
  const prompt = await promptFor(parts, begun, model, found, signal);
  const writing = beginWriting(parts, begun, found, prompt);
  progress.writing = writing;
  yield* streamAnswer(parts, begun, model, found, writing, signal, () => {
    answer.text = writing.writer.text();
    saveDraft(parts, answer);
  });
  yield { type: "state", state: "checking" };
  yield* check(begun, progress);
}

function sourcesEvent({ answer }: Begun, retrievalMs: number): AnswerEvent {
  const { sources, searched, evidence } = answer;
  return { type: "sources", sources, searched, evidence, retrievalMs };
}

/** The model that writes under the quotes, null when the quotes are the answer. */
async function writerFor(parts: ChatParts, { choice }: Begun): Promise<TextModel | null> {
  if (choice.id === null) return null;
  const model = await parts.models.textModel(choice.id);
  if ((model.host ?? null) !== choice.host) {
    throw new DocentError("consent-required", `Passages would be sent to ${model.host ?? "this computer"}.`, {
      nextStep: "Look at what would be sent first. Nothing was sent.",
    });
  }
  return model.qualified || choice.forced ? model : null;
}

/** What was shown is what is sent, cut to the passages the user left ticked; else the passages that fit. */
function promptFor(
  parts: ChatParts,
  begun: Begun,
  model: TextModel,
  found: FoundEvidence,
  signal: AbortSignal,
): Promise<Prompt> {
  const { prepared, understood } = begun;
  const shown = prepared?.passages ?? found.sources.map((source) => source.number);
  const sources = shown
    .filter((number) => begun.passages === undefined || begun.passages.includes(number))
    .map((number) => found.sources[number - 1] as Source);
  const request = {
    question: understood.question,
    earlier: prepared?.earlier ?? begun.earlier,
    sources,
    fence: prepared?.fence ?? newFence(),
  };
  return makePrompt(parts, model, request, signal);
}

function* check({ answer }: Begun, { writing }: Progress): Generator<AnswerEvent, void, void> {
  if (writing === null) return;
  const { sentences, citations, refusal } = writing.writer.checked();
  answer.text = writing.writer.text();
  answer.sentences = sentences;
  const cited = new Set(citations.map((citation) => citation.number));
  // The quotes above the text keep their citations; a source cited by both has one span that holds both.
  const ofQuotes = citationsOfQuotes(answer.quotes, answer.sources).filter(({ number }) => !cited.has(number));
  answer.citations = [...citations, ...ofQuotes].toSorted((a, b) => a.number - b.number);
  if (refusal) {
    answer.mode = "abstained";
    answer.keptOpen = true;
  }
  yield { type: "checked", sentences, citations: answer.citations };
}
