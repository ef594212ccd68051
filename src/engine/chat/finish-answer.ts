import type { Answer } from "../../shared/answer-schemas.ts";
import type { Json } from "../trace/setup.ts";
import { answerSetup } from "./answer-setup.ts";
import type { Begun } from "./begin-answer.ts";
import type { ChatParts } from "./chat-parts.ts";
import type { FoundEvidence } from "./find-evidence.ts";
import type { Progress } from "./progress.ts";
import { answerTemplate } from "./prompts.ts";

/** Writes the answer so far, so that a crash keeps it. */
export function saveDraft(parts: Pick<ChatParts, "messages" | "store">, answer: Answer): void {
  parts.messages.saveDraft(answer);
}

/** Stores answer, setup, run and open question in one transaction. */
export function finishAnswer(parts: ChatParts, begun: Begun, progress: Progress): void {
  const { answer, conversation, understood } = begun;
  const { found, model, writing } = progress;
  if (writing !== null) {
    if (answer.text === "") answer.text = writing.writer.text();
    answer.timings.firstTokenMs = writing.firstTokenMs;
    answer.timings.promptTokens = writing.promptTokens;
    answer.timings.outputTokens = writing.outputTokens;
  }
  answer.timings.totalMs = parts.clock.monotonic() - begun.startedAt;
  const setup = answerSetup(parts, model, begun.seed);
  answer.setupId = setup.id;
  parts.store.user.transaction(() => {
    parts.runs.finish(answer.runId, setup, manifestOf(begun, progress));
    parts.messages.saveAnswer(answer);
    if (answer.keptOpen) {
      parts.openQuestions.add({
        answerId: answer.id,
        runId: answer.runId,
        conversationId: conversation.id,
        question: understood.query,
        language: found?.retrieval.candidates[0]?.language ?? null,
        bestCosine: bestCosine(found),
        askedAt: answer.createdAt,
      });
    }
    // A cloud model counts as used only when something was really sent to it.
    if (model !== null && model.host !== null && writing !== null) parts.conversations.setCloudSent(conversation.id);
  })();
  parts.changed();
}

function bestCosine(found: FoundEvidence | null): number | null {
  const cosines = found?.retrieval.candidates.flatMap(({ cosine }) => (cosine === null ? [] : [cosine])) ?? [];
  return cosines.length === 0 ? null : Math.max(...cosines);
}

/** Everything the run did, with which any later question about it can be answered. */
function manifestOf(begun: Begun, { found, model, writing }: Progress): { [name: string]: Json } {
  const { answer, understood, choice, filter, seed } = begun;
  return {
    question: understood.question,
    query: understood.query,
    completedFrom: understood.completedFrom,
    filter: { folderIds: filter.folderIds, documentIds: filter.documentIds },
    state: answer.state,
    mode: answer.mode,
    evidence: answer.evidence,
    signals: found === null ? null : { ...found.signals },
    search: found?.mode ?? null,
    searchedPassages: found?.retrieval.searchedPassages ?? 0,
    terms: found?.retrieval.terms.map(({ term, idf, documentFrequency }) => ({ term, idf, documentFrequency })) ?? [],
    candidates:
      found?.retrieval.candidates.map((candidate) => ({
        rank: candidate.rank,
        passageId: candidate.passageId,
        documentId: candidate.documentId,
        score: candidate.score,
        bm25: candidate.bm25,
        lexicalRank: candidate.lexicalRank,
        cosine: candidate.cosine,
        vectorRank: candidate.vectorRank,
      })) ?? [],
    retrievalTimings: found === null ? null : { ...found.retrieval.timings },
    model: model?.id ?? null,
    host: choice.host,
    seed,
    prompt:
      writing === null
        ? null
        : {
            template: answerTemplate.id,
            passages: writing.prompt.passages,
            passageIds: writing.prompt.passages.map((number) => answer.sources[number - 1]?.passageId ?? null),
            promptTokens: writing.promptTokens,
            outputTokens: writing.outputTokens,
            ended: writing.reason,
          },
    text: answer.text,
    quotes: answer.quotes.map(({ source, start, end, text }) => ({ source, start, end, text })),
    sentences: answer.sentences.map(({ text, support, citations, missing, closest }) => ({
      text,
      support,
      citations,
      missing,
      closest,
    })),
    timings: { ...answer.timings },
    error: answer.error === null ? null : { code: answer.error.code, message: answer.error.message },
  };
}
