/** A model that turns texts into vectors. All vectors have length 1, so cosine is the dot product. */
export interface EmbeddingModel {
  /** Stable name and hash of the weights: vectors of two spaces are never compared. */
  readonly spaceId: string;
  readonly dimensions: number;
  /**
   * One vector of `dimensions` numbers for each text, in order. Texts longer than the model reads are cut.
   * @throws DocentError `model-failed` when its process died, `cancelled` on abort.
   */
  embed(
    texts: readonly string[],
    options?: { signal?: AbortSignal; priority?: "query" | "background" },
  ): Promise<Float32Array[]>;
  close(): Promise<void>;
}

export interface ChatMessage {
  role: "system" | "user" | "assistant";
  text: string;
}

export interface GenerateRequest {
  messages: readonly ChatMessage[];
  /** 0 is greedy. */
  temperature: number;
  seed: number;
  maxTokens: number;
  /** Sequences that end the text; not part of it. */
  stop: readonly string[];
  signal: AbortSignal;
  /** For the ledger of a cloud model: which documents and pages the messages hold. */
  purpose: {
    conversationId: number;
    documents: readonly { name: string; pages: readonly number[] }[];
    passages: number;
  };
}

/** One closed union for all back ends. `done` is always the last part unless the stream throws. */
export type GeneratePart =
  | { type: "prompt-progress"; tokensDone: number; tokensTotal: number }
  | { type: "text"; text: string }
  | {
      type: "done";
      reason: "end" | "length" | "stop-sequence" | "circling";
      promptTokens: number;
      outputTokens: number;
    };

/** A model that writes. */
export interface TextModel {
  readonly id: string;
  readonly label: string;
  /** Passed its check: it may write without being asked for by name. */
  readonly qualified: boolean;
  readonly contextTokens: number;
  /** null when it runs on this computer. */
  readonly host: string | null;
  /** What identifies it in a setup: file hash, template, or server and model name. */
  readonly fingerprint: Record<string, string | number>;
  /**
   * Streams an answer. Reacts to `signal` within 200 ms.
   * @throws DocentError model-failed, out-of-memory, context-full, cloud-*, key-missing, cancelled.
   */
  generate(request: GenerateRequest): AsyncIterable<GeneratePart>;
  /**
   * Number of tokens of a text, or a safe estimate where the back end can't tell. May have to load the model first.
   * @throws DocentError model-failed, out-of-memory, cancelled (at once on abort, also while it loads).
   */
  countTokens(text: string, options?: { signal?: AbortSignal | undefined }): Promise<number>;
}
