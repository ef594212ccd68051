import type { ErrorCode } from "../../../shared/error-codes.ts";
import type { ChatMessage, GeneratePart } from "../model-types.ts";

/** What a child is for. One child serves one role, so that a crash of one does not take the other. */
export type LlamaLoad =
  | {
      role: "embedding";
      path: string;
      /** Texts embedded at the same time, one thread each; one more context is kept for queries. */
      contexts: number;
      /** Tokens read of a text, its two marks included; the rest is cut. */
      maxTokens: number;
    }
  | {
      role: "text";
      path: string;
      /** Wanted window; the model's own limit caps it. */
      contextTokens: number;
      threads: number;
    };

/** What a child says of a model it has loaded. */
export interface LlamaLoaded {
  dimensions: number;
  contextTokens: number;
  /** Hash of the chat template, or "none"; a part of the setup. */
  template: string;
  /** The template takes a system message; without, it is put before the first question. */
  systemRole: boolean;
}

export interface LlamaGenerate {
  messages: readonly ChatMessage[];
  temperature: number;
  seed: number;
  maxTokens: number;
  stop: readonly string[];
}

/** Answers to `load`, `embed`, `count`, `ping`, `generate`, by name. `embed` gives all vectors end to end. */
export interface LlamaReplies {
  load: LlamaLoaded;
  embed: Float32Array;
  count: number;
  ping: null;
  /** Tokens of the prompt that were still in memory from the call before. */
  generate: { reusedTokens: number };
}

export type LlamaCall =
  | { type: "load"; load: LlamaLoad }
  | { type: "embed"; texts: readonly string[]; urgent: boolean }
  | { type: "count"; text: string }
  | { type: "generate"; request: LlamaGenerate }
  | { type: "ping" };

export type ToLlama = { id: number; call: LlamaCall } | { id: number; cancel: true };

export type FromLlama =
  | { id: number; reply: LlamaReplies[keyof LlamaReplies] }
  | { id: number; part: GeneratePart }
  | {
      id: number;
      failed: {
        code: ErrorCode;
        message: string;
        data?: Record<string, string | number | boolean | null>;
      };
    };
