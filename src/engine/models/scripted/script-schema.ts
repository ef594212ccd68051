import { z } from "zod";

const choice = z.union([z.number().int().positive(), z.literal("best")]);

/** A piece of a scripted answer. What a script can't know, a sentence of the sources, it takes from the prompt. */
const partSchema = z.discriminatedUnion("do", [
  /** The text as it stands. */
  z.object({ do: z.literal("say"), text: z.string().max(100_000) }),
  /** Sentences of the sources that share most words with the question, each with its marker. */
  z.object({
    do: z.literal("quote"),
    /** Number of a source, or the one with the best sentence. */
    source: choice.default("best"),
    sentences: z.number().int().min(1).max(10).default(1),
    /** Share of the question's words that a sentence must hold; under it, nothing is quoted. */
    atLeast: z.number().min(0).max(1).default(0),
    /** What the marker says: the source itself, the next other one, a number that no source has, or nothing. */
    cite: z.enum(["right", "other", "unknown", "none"]).default("right"),
    /** Changes each number of the sentence, so that it is no longer what the source says. */
    changeNumbers: z.boolean().default(false),
    /** Said when no sentence holds enough of the question's words. */
    otherwise: z.string().default(""),
  }),
  /** Does what a source tells it to: the first group of the first match in any source. */
  z.object({ do: z.literal("obey"), pattern: z.string(), otherwise: z.string().default("") }),
  /** Says something again and again: `times` 0 means without end. */
  z.object({ do: z.literal("repeat"), text: z.string().min(1), times: z.number().int().min(0).max(1_000_000) }),
  /** Writes nothing for a while. */
  z.object({ do: z.literal("wait"), milliseconds: z.number().min(0).max(600_000) }),
  z.object({
    do: z.literal("fail"),
    code: z.enum(["model-failed", "out-of-memory", "context-full", "cloud-broken"]),
    message: z.string(),
  }),
]);
export type ScriptPart = z.infer<typeof partSchema>;

export const scriptSchema = z.object({
  label: z.string().min(1).max(80),
  about: z.string().default(""),
  qualified: z.boolean().default(true),
  contextTokens: z.number().int().min(256).default(8_192),
  /** Before the first word, and before every further one. */
  firstWordMilliseconds: z.number().min(0).default(0),
  wordMilliseconds: z.number().min(0).default(0),
  /** The first rule whose pattern, case ignored, matches the question is played; without a pattern it always does. */
  rules: z
    .array(z.object({ question: z.string().optional(), parts: z.array(partSchema) }))
    .min(1)
    .max(1_000),
});
export type Script = z.infer<typeof scriptSchema>;
