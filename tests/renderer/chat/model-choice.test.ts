import { expect, test } from "vitest";

import { chosenModel, writingModel } from "../../../src/renderer/features/chat/model-choice.ts";
import type { Model } from "../../../src/shared/model-schemas.ts";

function model(id: string, changes: Partial<Model> = {}): Model {
  return {
    id,
    label: id,
    role: "text",
    kind: "bundled",
    sizeBytes: null,
    license: null,
    contextTokens: null,
    qualification: "failed",
    state: "ready",
    host: null,
    reason: null,
    ...changes,
  };
}

const models = [
  model("embedder", { role: "embedding" }),
  model("weak"),
  model("good", { qualification: "passed" }),
  model("far", { kind: "server", host: "api.example.com", qualification: "unknown" }),
];

test("the conversation's choice goes before the default, and none means quotes", () => {
  expect(chosenModel(models, null, "good").model?.id).toBe("good");
  expect(chosenModel(models, "weak", "good")).toMatchObject({ model: { id: "weak" }, weak: true });
  expect(chosenModel(models, "none", "good").model).toBeNull();
  expect(chosenModel(models, "embedder", "none").model).toBeNull();
});

test("writing anyway never picks a model on another computer by itself", () => {
  const nothing = { model: null, weak: false };
  expect(writingModel(models, nothing)?.id).toBe("good");
  expect(writingModel([model("far", { host: "api.example.com" })], nothing)).toBeNull();
});
