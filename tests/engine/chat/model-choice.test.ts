import { describe, expect, it } from "vitest";

import { chooseModel } from "../../../src/engine/chat/model-choice.ts";
import type { Model } from "../../../src/shared/model-schemas.ts";

const model = (id: string, fields: Partial<Model> = {}): Model => ({
  id,
  label: id,
  role: "text",
  kind: "file",
  sizeBytes: null,
  license: null,
  contextTokens: 4_096,
  qualification: "unknown",
  state: "ready",
  host: null,
  reason: null,
  ...fields,
});
const models = [
  model("embedder", { role: "embedding" }),
  model("gone", { state: "missing" }),
  model("tiny", { qualification: "failed" }),
  model("good", { qualification: "passed" }),
  model("server:1", { kind: "server", host: "api.example.com" }),
];
const wish = (fields: Partial<Parameters<typeof chooseModel>[0]> = {}) => ({
  quotesOnly: false,
  write: false,
  ...fields,
});
const choose = (fields: Parameters<typeof wish>[0], conversation: string | null = null, byDefault = "none") =>
  chooseModel(wish(fields), conversation === null ? null : { modelId: conversation }, byDefault, models).id;

describe("chooseModel", () => {
  it("takes what is named, else the conversation's, else the default", () => {
    expect(choose({ modelId: "tiny" }, "good", "good")).toBe("tiny");
    expect(choose({}, "good", "none")).toBe("good");
    expect(choose({}, null, "good")).toBe("good");
    expect(choose({}, "none", "good")).toBeNull();
    expect(choose({ modelId: "none" }, "good", "good")).toBeNull();
  });

  it("leaves writing to qualified models unless it is told to", () => {
    expect(choose({}, "tiny")).toBeNull();
    expect(choose({ write: true }, "tiny")).toBe("tiny");
    expect(choose({}, "server:1")).toBe("server:1");
    expect(choose({ quotesOnly: true, write: true, modelId: "good" })).toBeNull();
  });

  it("writes anyway with the first model that is ready here", () => {
    expect(choose({ write: true })).toBe("tiny");
    expect(choose({ write: true, modelId: "none" })).toBeNull();
  });
});
