/* Writes GGUF headers by hand, right ones and wrong ones; no native code is near. */

export const types = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  array: 9,
  uint64: 10,
  float64: 12,
} as const;

function unsigned(bytes: number, value: bigint | number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)));
  return buffer.subarray(0, bytes);
}

export const uint32 = (value: number): Buffer => unsigned(4, value);
export const uint64 = (value: bigint | number): Buffer => unsigned(8, value);

export function text(value: string): Buffer {
  const bytes = Buffer.from(value);
  return Buffer.concat([uint64(bytes.length), bytes]);
}

function float32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

export interface Pair {
  key: string;
  type: number;
  value: Buffer;
}

export const pair = {
  string: (key: string, value: string): Pair => ({ key, type: types.string, value: text(value) }),
  uint32: (key: string, value: number): Pair => ({ key, type: types.uint32, value: uint32(value) }),
  float32: (key: string, value: number): Pair => ({ key, type: types.float32, value: float32(value) }),
  bool: (key: string, value: number): Pair => ({ key, type: types.bool, value: Buffer.from([value]) }),
  array: (key: string, elementType: number, elements: readonly Buffer[], length = elements.length): Pair => ({
    key,
    type: types.array,
    value: Buffer.concat([uint32(elementType), uint64(length), ...elements]),
  }),
};

export interface TensorBytes {
  name: string;
  shape: (bigint | number)[];
  type: number;
  offset: bigint | number;
}

export interface Header {
  magic: string;
  version: number;
  tensorCount: bigint | number | null;
  pairCount: bigint | number | null;
  pairs: Pair[];
  tensors: TensorBytes[];
  /** Bytes after the header. */
  data: number;
}

const tokens = ["<s>", "</s>", "a", "b"];

/** A header that is right: four tokens, eight wide, one tensor of F32. */
export function goodHeader(): Header {
  return {
    magic: "GGUF",
    version: 3,
    tensorCount: null,
    pairCount: null,
    pairs: [
      pair.string("general.architecture", "llama"),
      pair.string("general.name", "Tiny"),
      pair.string("general.license", "mit"),
      pair.uint32("llama.context_length", 64),
      pair.uint32("llama.embedding_length", 8),
      pair.uint32("llama.block_count", 1),
      pair.uint32("llama.attention.head_count", 2),
      pair.float32("llama.attention.layer_norm_rms_epsilon", 1e-6),
      pair.string("tokenizer.ggml.model", "llama"),
      pair.array("tokenizer.ggml.tokens", types.string, tokens.map(text)),
      pair.array(
        "tokenizer.ggml.scores",
        types.float32,
        tokens.map(() => float32(0)),
      ),
      pair.array(
        "tokenizer.ggml.token_type",
        types.int32,
        tokens.map(() => uint32(1)),
      ),
      pair.uint32("tokenizer.ggml.eos_token_id", 1),
      pair.bool("tokenizer.ggml.add_bos_token", 1),
    ],
    tensors: [
      { name: "token_embd.weight", shape: [8, 4], type: 0, offset: 0 },
      { name: "output_norm.weight", shape: [8], type: 0, offset: 128 },
    ],
    data: 160,
  };
}

/** The bytes of a whole file. */
export function write(header: Header): Buffer {
  const head = Buffer.concat([
    Buffer.from(header.magic),
    uint32(header.version),
    uint64(header.tensorCount ?? header.tensors.length),
    uint64(header.pairCount ?? header.pairs.length),
    ...header.pairs.flatMap(({ key, type, value }) => [text(key), uint32(type), value]),
    ...header.tensors.flatMap(({ name, shape, type, offset }) => [
      text(name),
      uint32(shape.length),
      ...shape.map(uint64),
      uint32(type),
      uint64(offset),
    ]),
  ]);
  const padded = Math.ceil(head.length / 32) * 32;
  return Buffer.concat([head, Buffer.alloc(padded - head.length + header.data)]);
}
