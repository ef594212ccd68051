import type { TextModel } from "../models/model-types.ts";
import { pipelineVersion } from "../documents/content-table.ts";
import { createSetup, type Json, type Setup } from "../trace/setup.ts";
import type { ChatParts } from "./chat-parts.ts";
import { supportParameters } from "./check-support.ts";
import { contextParameters } from "./context-budget.ts";
import { evidenceSetup } from "./find-evidence.ts";
import { judgeParameters } from "./judge.ts";
import { answerTemplate } from "./prompts.ts";

/** Greedy: the same question under the same setup gives the same answer. */
export const sampling = { temperature: 0, maxTokens: contextParameters.answerTokens } as const;

/** Everything that can change an answer, as one record; `model` is null in quote mode. */
export function answerSetup(
  parts: Pick<ChatParts, "version" | "retriever" | "lookup">,
  model: Pick<TextModel, "id" | "fingerprint"> | null,
  seed: number,
): Setup {
  const record: Record<string, Json> = {
    app: parts.version,
    documents: pipelineVersion,
    embedding: parts.lookup.embeddingSpace(),
    retriever: parts.retriever.setup,
    judge: judgeParameters,
    evidence: evidenceSetup,
    support: supportParameters,
    mode: model === null ? "quote" : "written",
  };
  if (model !== null) {
    record["model"] = { id: model.id, ...model.fingerprint };
    record["prompt"] = answerTemplate.id;
    record["context"] = contextParameters;
    record["sampling"] = { ...sampling, seed };
  }
  return createSetup(record);
}
