import { openSync, readSync, statSync } from "node:fs";
import path from "node:path";

import { describe, expect, it } from "vitest";

import { checkGguf } from "../../../src/engine/models/gguf-check.ts";
import { goodHeader, type Header, pair, type Pair, text, types, uint32, uint64, write } from "./gguf-bytes.ts";

const models = path.resolve(import.meta.dirname, "../../../resources/models");

function change(edit: (header: Header) => void): Buffer {
  const header = goodHeader();
  edit(header);
  return write(header);
}

function replace(header: Header, ...pairs: Pair[]): void {
  for (const one of pairs) {
    const at = header.pairs.findIndex(({ key }) => key === one.key);
    if (at < 0) header.pairs.push(one);
    else header.pairs[at] = one;
  }
}

function reasonOf(bytes: Buffer): string {
  const check = checkGguf(bytes, bytes.length);
  expect(check.outcome).toBe("bad");
  return check.outcome === "bad" ? check.reason : "";
}

/** The start of a real file, long enough for its header. */
function realStart(name: string): { bytes: Buffer; length: number } {
  const file = path.join(models, name);
  const bytes = Buffer.alloc(4_000_000);
  const read = readSync(openSync(file, "r"), bytes, 0, bytes.length, 0);
  return { bytes: bytes.subarray(0, read), length: statSync(file).size };
}

const lie = 2n ** 62n;
const bad: [string, Buffer, RegExp][] = [
  ["an empty file", Buffer.alloc(0), /ends inside/],
  ["another kind of file", Buffer.from("%PDF-1.7\n".repeat(20)), /not a GGUF/],
  ["version 1", change((h) => (h.version = 1)), /version/],
  ["a big-endian version", change((h) => (h.version = 0x0300_0000)), /version/],
  ["no tensors", change((h) => Object.assign(h, { tensors: [], data: 0 })), /no weights/],
  ["2^62 tensors", change((h) => (h.tensorCount = lie)), /too large/],
  ["2^62 values", change((h) => (h.pairCount = lie)), /too large/],
  ["more values than there are", change((h) => (h.pairCount = h.pairs.length + 1)), /./],
  ["fewer values than there are", change((h) => (h.pairCount = h.pairs.length - 1)), /./],
  ["a key of 2^62 characters", Buffer.concat([change(() => undefined).subarray(0, 24), uint64(lie)]), /too large/],
  [
    "a string that ends behind the file",
    change((h) =>
      replace(h, { key: "general.name", type: 8, value: Buffer.concat([uint64(9_000_000), Buffer.from("x")]) }),
    ),
    /ends inside/,
  ],
  [
    "a string that is not UTF-8",
    change((h) =>
      replace(h, { key: "general.name", type: 8, value: Buffer.concat([uint64(2), Buffer.from([0xc3, 0x28])]) }),
    ),
    /UTF-8/,
  ],
  [
    "an unknown value type",
    change((h) => replace(h, { key: "general.name", type: 13, value: text("x") })),
    /unknown type/,
  ],
  ["a list of lists", change((h) => replace(h, pair.array("x.y", types.array, []))), /unknown/],
  ["a list of 2^62 numbers", change((h) => replace(h, pair.array("x.y", types.uint32, [], 2 ** 62))), /too large/],
  [
    "a list of strings longer than the file",
    change((h) => replace(h, pair.array("x.y", types.string, [], 3_000_000))),
    /ends inside/,
  ],
  [
    "a truth value of 2",
    change((h) => replace(h, pair.bool("tokenizer.ggml.add_bos_token", 2))),
    /neither true nor false/,
  ],
  ["a value that is there twice", change((h) => h.pairs.push(pair.string("general.name", "x"))), /twice/],
  ["a key with a zero in it", change((h) => h.pairs.push(pair.string("general\0name", "x"))), /characters/],
  ["alignment 2^31", change((h) => replace(h, pair.uint32("general.alignment", 2 ** 31))), /alignment/],
  ["alignment 0", change((h) => replace(h, pair.uint32("general.alignment", 0))), /alignment/],
  ["alignment 33", change((h) => replace(h, pair.uint32("general.alignment", 33))), /alignment/],
  ["alignment 8,192", change((h) => replace(h, pair.uint32("general.alignment", 8_192))), /alignment/],
  ["an alignment that is a text", change((h) => replace(h, pair.string("general.alignment", "32"))), /alignment/],
  ["no architecture", change((h) => h.pairs.shift()), /kind of model/],
  ["an architecture that is a number", change((h) => replace(h, pair.uint32("general.architecture", 1))), /not a text/],
  [
    "an architecture with a path in it",
    change((h) => replace(h, pair.string("general.architecture", "../x"))),
    /kind of model/,
  ],
  ["zero heads", change((h) => replace(h, pair.uint32("llama.attention.head_count", 0))), /head_count/],
  [
    "heads that do not divide the width",
    change((h) => replace(h, pair.uint32("llama.attention.head_count", 3))),
    /number of heads/,
  ],
  ["zero key heads", change((h) => replace(h, pair.uint32("llama.attention.head_count_kv", 0))), /head_count_kv/],
  ["a million layers", change((h) => replace(h, pair.uint32("llama.block_count", 1_000_000))), /block_count/],
  ["layers as a text", change((h) => replace(h, pair.string("llama.block_count", "one"))), /whole number/],
  ["no window", change((h) => h.pairs.splice(3, 1)), /context_length/],
  [
    "an epsilon that is no number",
    change((h) => replace(h, pair.float32("llama.attention.layer_norm_rms_epsilon", Number.NaN))),
    /epsilon/,
  ],
  ["more experts used than there are", change((h) => replace(h, pair.uint32("llama.expert_used_count", 4))), /expert/],
  [
    "tokens that are numbers",
    change((h) => replace(h, pair.array("tokenizer.ggml.tokens", types.uint32, [1, 2, 3, 4].map(uint32)))),
    /wrong type/,
  ],
  [
    "scores that are strings",
    change((h) => replace(h, pair.array("tokenizer.ggml.scores", types.string, ["a", "b", "c", "d"].map(text)))),
    /wrong type/,
  ],
  [
    "fewer token types than tokens",
    change((h) => replace(h, pair.array("tokenizer.ggml.token_type", types.int32, [uint32(1)]))),
    /not complete/,
  ],
  [
    "an end token outside the vocabulary",
    change((h) => replace(h, pair.uint32("tokenizer.ggml.eos_token_id", 4))),
    /range/,
  ],
  [
    "merges that are numbers",
    change((h) => replace(h, pair.array("tokenizer.ggml.merges", types.float32, []))),
    /wrong type/,
  ],
  [
    "a chat template that is a list",
    change((h) => replace(h, pair.array("tokenizer.chat_template", types.uint8, []))),
    /not a text/,
  ],
  [
    "a word that is there twice",
    change((h) => replace(h, pair.array("tokenizer.ggml.tokens", types.string, ["a", "b", "c", "a"].map(text)))),
    /word twice/,
  ],
  ["no vocabulary", change((h) => (h.pairs = h.pairs.filter(({ key }) => !key.endsWith(".tokens")))), /vocabulary/],
  ["a vocabulary that does not fit the weights", change((h) => (h.tensors[0]!.shape = [8, 3])), /./],
  ["a tensor without dimensions", change((h) => (h.tensors[0]!.shape = [])), /dimensions/],
  ["a tensor of five dimensions", change((h) => (h.tensors[0]!.shape = [8, 1, 1, 1, 4])), /dimensions/],
  ["a dimension of zero", change((h) => (h.tensors[0]!.shape = [8, 0])), /empty/],
  ["a dimension of 2^62", change((h) => (h.tensors[0]!.shape = [lie])), /too large/],
  [
    "dimensions whose product overflows",
    change((h) => (h.tensors[0]!.shape = [2 ** 33, 2 ** 33, 2 ** 33])),
    /larger than the file/,
  ],
  ["an unknown tensor type", change((h) => (h.tensors[0]!.type = 4)), /unknown type/],
  ["rows that do not fit the blocks of the type", change((h) => (h.tensors[0]!.type = 2)), /do not fit/],
  ["a tensor that overlaps another", change((h) => (h.tensors[1]!.offset = 64)), /does not lie/],
  ["a tensor behind the end", change((h) => (h.tensors[1]!.offset = 2 ** 40)), /too large/],
  ["an offset off the alignment", change((h) => (h.tensors[1]!.offset = 129)), /does not lie/],
  ["two tensors of one name", change((h) => (h.tensors[1]!.name = "token_embd.weight")), /twice/],
  ["a tensor name of 64 characters", change((h) => (h.tensors[1]!.name = "x".repeat(64))), /too large/],
  ["weights cut short", change((h) => (h.data = 159)), /ends before/],
  ["no word weights", change((h) => (h.tensors[0]!.name = "other.weight")), /word weights/],
  ["weights of another width", change((h) => replace(h, pair.uint32("llama.embedding_length", 16))), /width/],
  [
    "one part of several",
    change((h) => replace(h, { key: "split.count", type: types.uint16, value: Buffer.from([3, 0]) })),
    /split/,
  ],
];

describe("checkGguf", () => {
  it("takes a right header and tells its facts", () => {
    const bytes = write(goodHeader());
    expect(checkGguf(bytes, bytes.length)).toEqual({
      outcome: "good",
      facts: { architecture: "llama", name: "Tiny", license: "mit", contextTokens: 64, embedding: false },
    });
  });

  it.each(bad)("refuses %s", (_, bytes, reason) => {
    expect(reasonOf(bytes)).toMatch(reason);
  });

  it("refuses a file cut at any place", () => {
    const bytes = write(goodHeader());
    for (let length = 0; length < bytes.length; length += 1) {
      expect(checkGguf(bytes.subarray(0, length), length).outcome, `cut at ${length}`).toBe("bad");
    }
  });

  it("asks for more when it has only the start of a header", () => {
    const bytes = write(goodHeader());
    for (const length of [0, 3, 24, 100, 300]) {
      expect(checkGguf(bytes.subarray(0, length), bytes.length).outcome, `${length} bytes`).toBe("more");
    }
  });

  it("never throws anything on a header changed at random", () => {
    const bytes = write(goodHeader());
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
      return seed % below;
    };
    for (let round = 0; round < 3_000; round += 1) {
      const changed = Buffer.from(bytes);
      for (let byte = 0; byte < 3; byte += 1) changed[random(changed.length - 160)] = random(256);
      expect(["good", "bad"]).toContain(checkGguf(changed, changed.length).outcome);
    }
  });

  it.each([
    ["all-MiniLM-L6-v2.Q8_0.gguf", "bert", true, 512],
    ["SmolLM2-135M-Instruct.Q4_1.gguf", "llama", false, 8_192],
  ])("takes the bundled %s, and refuses it cut", (name, architecture, embedding, contextTokens) => {
    const { bytes, length } = realStart(name);
    const check = checkGguf(bytes, length);
    expect(check).toMatchObject({ outcome: "good", facts: { architecture, embedding, contextTokens } });
    for (const cut of [length - 1, Math.floor(length / 2), 2_000_000, 100_000, 5_000, 40, 10]) {
      expect(checkGguf(bytes.subarray(0, cut), cut).outcome, `cut at ${cut}`).toBe("bad");
    }
  });
});
