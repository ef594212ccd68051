import type { Conversation } from "../../shared/answer-schemas.ts";
import type { Model } from "../../shared/model-schemas.ts";
import { DocentError } from "../platform/docent-error.ts";

export interface ModelChoice {
  /** null: quotes only. */
  id: string | null;
  /** Named by the user for this question, or chosen for a cloud conversation: writes even without its check. */
  forced: boolean;
  /** Host that passages would go to, null for a model on this computer. */
  host: string | null;
}

export interface ModelWish {
  modelId?: string | undefined;
  quotesOnly: boolean;
  write: boolean;
}

/**
 * Which model answers. Named for the question beats chosen for the conversation beats the default. A model that has
 * not passed its check writes only when it is named or `write` is set; "write" without any model takes the first that
 * is ready on this computer, so that "Write anyway" works before a choice was made.
 */
export function chooseModel(
  wish: ModelWish,
  conversation: Pick<Conversation, "modelId"> | null,
  defaultModelId: string,
  models: readonly Model[],
): ModelChoice {
  const quotes: ModelChoice = { id: null, forced: false, host: null };
  if (wish.quotesOnly) return quotes;
  let id = wish.modelId ?? conversation?.modelId ?? defaultModelId;
  if (id === "none" && wish.write && wish.modelId === undefined) {
    id = models.find((model) => model.role === "text" && model.state === "ready" && model.host === null)?.id ?? "none";
  }
  if (id === "none") return quotes;
  const listed = models.find((model) => model.id === id);
  const host = listed?.host ?? null;
  const forced = wish.write || wish.modelId !== undefined || host !== null;
  if (!forced && listed?.qualification !== "passed" && listed?.kind !== "scripted") return quotes;
  return { id, forced, host };
}

/**
 * Nothing leaves this computer without the user having allowed this host for the conversation, and having seen the
 * passages before the first send (before every send when the settings say so). A prepared send that opens a new
 * conversation is such an allowance itself: the user saw all of it and pressed Send.
 * @throws DocentError consent-required.
 */
export function requireConsent(
  choice: ModelChoice,
  conversation: Pick<Conversation, "cloudConsent" | "cloudSent"> | null,
  prepared: boolean,
  askEveryTime: boolean,
): void {
  if (choice.id === null || choice.host === null) return;
  const allowed = conversation === null ? prepared : conversation.cloudConsent === choice.id;
  const seen = prepared || (!askEveryTime && conversation?.cloudSent === true);
  if (allowed && seen) return;
  throw new DocentError("consent-required", `Passages would be sent to ${choice.host}.`, {
    nextStep: allowed
      ? "Look at what would be sent first. Nothing was sent."
      : "Allow it for this chat first. Nothing was sent.",
    data: { host: choice.host, modelId: choice.id, chat: allowed },
  });
}
