import type { Model } from "../../../shared/model-schemas.ts";

/** What will write in a conversation: the conversation's own choice, else the default of the settings. */
export interface ModelChoice {
  /** null: quotes only. */
  model: Model | null;
  /** It may write only because the user asked for it. */
  weak: boolean;
}

export function textModels(models: readonly Model[]): Model[] {
  return models.filter((model) => model.role === "text");
}

export function chosenModel(
  models: readonly Model[],
  conversationModelId: string | null,
  defaultModelId: string,
): ModelChoice {
  const id = conversationModelId ?? defaultModelId;
  const model = textModels(models).find((one) => one.id === id && one.state === "ready") ?? null;
  return { model, weak: model !== null && model.qualification !== "passed" };
}

/** The model for "Write anyway": the chosen one, else the first on this computer that can write at all. */
export function writingModel(models: readonly Model[], choice: ModelChoice): Model | null {
  if (choice.model) return choice.model;
  const ready = textModels(models).filter((model) => model.state === "ready" && model.host === null);
  return ready.find((model) => model.qualification === "passed") ?? ready[0] ?? null;
}
