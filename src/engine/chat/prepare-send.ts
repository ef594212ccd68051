import type { Source } from "../../shared/answer-schemas.ts";
import type { SearchFilter } from "../../shared/schemas.ts";
import { DocentError } from "../platform/docent-error.ts";
import { readQuestion } from "./begin-answer.ts";
import type { ChatParts } from "./chat-parts.ts";
import { findEvidence } from "./find-evidence.ts";
import type { EarlierMessage } from "./prepared-sends.ts";
import { answerTemplate } from "./prompts.ts";
import { makePrompt, newFence } from "./write-answer.ts";

export interface PreparedView {
  preparedId: string;
  host: string;
  modelLabel: string;
  question: string;
  instructions: string;
  earlierMessages: EarlierMessage[];
  passages: Source[];
  /** Size of all messages in UTF-8; what the protocol adds around them is in the ledger. */
  bytes: number;
}

/**
 * Makes what a cloud model would be sent, word for word, and sends nothing. Kept for ten minutes.
 * @throws DocentError not-available for a model on this computer, and what asking throws.
 */
export async function prepareSend(
  parts: ChatParts,
  request: { conversationId?: number | undefined; text: string; modelId: string; filter: SearchFilter },
  signal: AbortSignal | undefined,
): Promise<PreparedView> {
  const { conversation, understood, filter, earlier } = readQuestion(parts, request);
  const model = await parts.models.textModel(request.modelId);
  if (model.host === null) {
    throw new DocentError("not-available", "This model runs on this computer; nothing would be sent.");
  }
  const found = await findEvidence(parts, { query: understood.query, filter, ...(signal && { signal }) });
  const fence = newFence();
  const { question } = understood;
  const prompt = await makePrompt(parts, model, { question, earlier, sources: found.sources, fence });
  const preparedId = parts.prepared.keep({
    conversationId: conversation?.id ?? null,
    modelId: model.id,
    question,
    evidence: found,
    passages: prompt.passages,
    earlier,
    fence,
  });
  return {
    preparedId,
    host: model.host,
    modelLabel: model.label,
    question,
    instructions: answerTemplate.instructions,
    earlierMessages: earlier,
    passages: found.sources.filter((source) => prompt.passages.includes(source.number)),
    bytes: prompt.messages.reduce((sum, message) => sum + Buffer.byteLength(message.text), 0),
  };
}
