import { getLlama, InsufficientMemoryError, LlamaLogLevel, type LlamaModel } from "node-llama-cpp";

import { connectParent } from "../../platform/child-port.ts";
import { DocentError } from "../../platform/docent-error.ts";
import { createEmbeddingRole, type EmbeddingRole } from "./embedding-role.ts";
import type { FromLlama, LlamaCall, LlamaLoad, LlamaLoaded, LlamaReplies, ToLlama } from "./llama-protocol.ts";
import { createTextRole, type TextRole } from "./text-role.ts";

/* The process that holds a model. It may die of a bad file or of memory; the engine starts another. */

let embedding: EmbeddingRole | null = null;
let text: TextRole | null = null;
const running = new Map<number, AbortController>();
const port = connectParent();
const send = (message: FromLlama): void => port.postMessage(message);

async function load(wanted: LlamaLoad): Promise<LlamaLoaded> {
  const llama = await getLlama({
    build: "never",
    gpu: false,
    // 0: every context gets the number of threads it asks for, also when others run.
    maxThreads: 0,
    logLevel: LlamaLogLevel.error,
    progressLogs: false,
  });
  let model: LlamaModel;
  try {
    model = await llama.loadModel({ modelPath: wanted.path, gpuLayers: 0, useMmap: true });
  } catch (error) {
    if (error instanceof InsufficientMemoryError) throw error;
    throw new DocentError("model-refused", "The model file could not be loaded.", { cause: error });
  }
  if (wanted.role === "embedding") {
    embedding = await createEmbeddingRole(model, wanted);
    return {
      dimensions: embedding.dimensions,
      contextTokens: model.trainContextSize,
      template: "none",
      systemRole: false,
    };
  }
  text = await createTextRole(model, wanted);
  return { dimensions: 0, ...text.loaded };
}

async function answer(id: number, call: LlamaCall, signal: AbortSignal): Promise<LlamaReplies[keyof LlamaReplies]> {
  switch (call.type) {
    case "ping":
      return null;
    case "load":
      return load(call.load);
    case "embed":
      if (embedding === null) throw new Error("embed before load");
      return embedding.embed(call.texts, call.urgent, signal);
    case "count":
      if (text === null) throw new Error("count before load");
      return text.countTokens(call.text);
    case "generate":
      if (text === null) throw new Error("generate before load");
      return text.generate(call.request, signal, (part) => send({ id, part }));
  }
}

function toFailure(error: unknown): Extract<FromLlama, { failed: unknown }>["failed"] {
  if (error instanceof DocentError) return { code: error.code, message: error.message, data: error.data };
  if (error instanceof InsufficientMemoryError) {
    return { code: "out-of-memory", message: "This computer has too little free memory for the model." };
  }
  return { code: "model-failed", message: error instanceof Error ? error.message : String(error) };
}

port.onMessage((message) => {
  const incoming = message as ToLlama;
  if ("cancel" in incoming) {
    running.get(incoming.id)?.abort();
    return;
  }
  const controller = new AbortController();
  running.set(incoming.id, controller);
  answer(incoming.id, incoming.call, controller.signal)
    .then(
      (reply) => send({ id: incoming.id, reply }),
      (error: unknown) => send({ id: incoming.id, failed: toFailure(error) }),
    )
    .finally(() => running.delete(incoming.id));
});
