import { BadHeader, type GgufValue } from "./gguf-reader.ts";

/** What the header says of a model. */
export interface GgufFacts {
  architecture: string;
  name: string | null;
  license: string | null;
  contextTokens: number | null;
  /** The file makes vectors and does not write. */
  embedding: boolean;
}

type Values = ReadonlyMap<string, GgufValue>;
type Shapes = ReadonlyMap<string, readonly number[]>;

const stringType = 8;
const unsigned32 = 4;
const signed32 = 5;
const float32 = 6;
const integerTypes = new Set([0, 1, 2, 3, 4, 5, 10, 11]);

/** Whole numbers a loader divides by, allocates by or loops over: below `architecture.`, with their range. */
const ranges: readonly [key: string, least: number, largest: number][] = [
  ["context_length", 1, 2 ** 27],
  ["embedding_length", 1, 2 ** 20],
  ["block_count", 1, 1_024],
  ["feed_forward_length", 0, 2 ** 24],
  ["attention.head_count", 0, 4_096],
  ["attention.head_count_kv", 0, 4_096],
  ["attention.key_length", 1, 2 ** 16],
  ["attention.value_length", 1, 2 ** 16],
  ["rope.dimension_count", 0, 2 ** 16],
  ["expert_count", 0, 1_024],
  ["expert_used_count", 0, 1_024],
  ["vocab_size", 1, 2 ** 24],
  ["pooling_type", 0, 4],
  ["attention.sliding_window", 0, 2 ** 27],
];

const strings = [
  "general.architecture",
  "general.name",
  "general.license",
  "tokenizer.ggml.model",
  "tokenizer.ggml.pre",
  "tokenizer.chat_template",
];

function wholeNumber(values: Values, key: string, least: number, largest: number): number | null {
  const value = values.get(key);
  if (value === undefined) return null;
  if (value.kind === "array") {
    // One number a layer.
    if (!integerTypes.has(value.elementType)) throw new BadHeader(`${key} is not a list of whole numbers.`);
    if (value.length < 1 || value.least < least || value.largest > largest) {
      throw new BadHeader(`${key} is out of range.`);
    }
    return value.largest;
  }
  if (value.kind !== "number" || !integerTypes.has(value.type)) throw new BadHeader(`${key} is not a whole number.`);
  if (value.value < least || value.value > largest) throw new BadHeader(`${key} is out of range.`);
  return value.value;
}

function text(values: Values, key: string): string | null {
  const value = values.get(key);
  return value?.kind === "string" ? value.value : null;
}

function checkTokenizer(values: Values, shapes: Shapes): void {
  const list = (name: string, types: readonly number[]): number | null => {
    const value = values.get(`tokenizer.ggml.${name}`);
    if (value === undefined) return null;
    if (value.kind !== "array" || !types.includes(value.elementType)) {
      throw new BadHeader(`The list ${name} of the tokenizer has the wrong type.`);
    }
    return value.length;
  };
  const tokens = list("tokens", [stringType]);
  if (tokens === null || tokens < 1) throw new BadHeader("The file holds no vocabulary.");
  list("merges", [stringType]);
  list("precompiled_charsmap", [0, 1]);
  for (const [name, types] of [
    ["scores", [float32]],
    ["token_type", [signed32, unsigned32]],
  ] as const) {
    const length = list(name, types);
    if (length !== null && length !== tokens) throw new BadHeader(`The list ${name} of the tokenizer is not complete.`);
  }
  for (const [key, value] of values) {
    if (/^tokenizer\.ggml\.\w+_token_id$/.test(key)) {
      // Some converters write "none" as the largest number.
      if (value.kind === "number" && value.value === 2 ** 32 - 1) continue;
      wholeNumber(values, key, 0, tokens - 1);
    }
    if (/^tokenizer\.ggml\.(?:add|remove)_\w+$/.test(key) && value.kind !== "bool") {
      throw new BadHeader(`${key} is neither true nor false.`);
    }
  }
  const rows = shapes.get("token_embd.weight")?.[1];
  if (rows !== undefined && rows !== tokens) throw new BadHeader("The vocabulary does not fit the weights.");
}

/** Compares what a header says with itself. @throws BadHeader with the first thing that can't be. */
export function checkGgufFacts(values: Values, shapes: Shapes): GgufFacts {
  for (const key of strings) {
    const value = values.get(key);
    if (value !== undefined && value.kind !== "string") throw new BadHeader(`${key} is not a text.`);
  }
  const architecture = text(values, "general.architecture");
  if (architecture === null || !/^[a-z0-9][\w.-]{0,63}$/.test(architecture)) {
    throw new BadHeader("The file does not say what kind of model it is.");
  }
  if ((wholeNumber(values, "split.count", 0, 65_535) ?? 0) > 1) {
    throw new BadHeader("This file is one part of a split model. Join the parts first.");
  }
  const numbers = new Map<string, number>();
  for (const [key, least, largest] of ranges) {
    const value = wholeNumber(values, `${architecture}.${key}`, least, largest);
    if (value !== null) numbers.set(key, value);
  }
  for (const key of ["context_length", "embedding_length", "block_count", "attention.head_count"]) {
    if (!numbers.has(key)) throw new BadHeader(`The file does not give ${architecture}.${key}.`);
  }
  // A head count of zero is allowed for single layers only; for the whole model the loader would divide by it.
  const heads = numbers.get("attention.head_count") as number;
  if (heads < 1) throw new BadHeader(`${architecture}.attention.head_count is out of range.`);
  const keyValueHeads = numbers.get("attention.head_count_kv") ?? heads;
  if (keyValueHeads < 1 || heads % keyValueHeads !== 0) {
    throw new BadHeader(`${architecture}.attention.head_count_kv does not fit the number of heads.`);
  }
  const width = numbers.get("embedding_length") as number;
  if (!numbers.has("attention.key_length") && width % heads !== 0) {
    throw new BadHeader(`${architecture}.embedding_length does not fit the number of heads.`);
  }
  if ((numbers.get("expert_used_count") ?? 0) > (numbers.get("expert_count") ?? 0)) {
    throw new BadHeader(`${architecture}.expert_used_count is out of range.`);
  }
  for (const [key, value] of values) {
    if (value.kind === "number" && !Number.isFinite(value.value)) throw new BadHeader(`${key} is not a number.`);
    if (key.endsWith("epsilon") && (value.kind !== "number" || value.value < 0 || value.value > 1)) {
      throw new BadHeader(`${key} is out of range.`);
    }
  }
  checkTokenizer(values, shapes);
  const embedded = shapes.get("token_embd.weight");
  if (embedded === undefined) throw new BadHeader("The file holds no word weights.");
  if (embedded[0] !== width) throw new BadHeader("The weights do not fit the model's width.");
  return {
    architecture,
    name: text(values, "general.name"),
    license: text(values, "general.license"),
    contextTokens: numbers.get("context_length") ?? null,
    embedding: numbers.has("pooling_type") || /bert|t5encoder|clip/.test(architecture),
  };
}
