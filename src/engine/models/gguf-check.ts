import { checkGgufFacts, type GgufFacts } from "./gguf-facts.ts";
import { BadHeader, GgufReader, NeedMoreBytes, type GgufValue } from "./gguf-reader.ts";
import { tensorBlocks } from "./gguf-types.ts";

export type GgufCheck =
  | { outcome: "good"; facts: GgufFacts }
  | { outcome: "bad"; reason: string }
  /** The header is longer than the bytes given. */
  | { outcome: "more" };

const magic = 0x4655_4747; // "GGUF"
const mostValues = 10_000;
const mostTensors = 100_000;
const longestKey = 65_535;
/** ggml keeps a name in 64 bytes with a zero at its end. */
const longestTensorName = 63;
const largestAlignment = 4_096;
const defaultAlignment = 32;

function alignmentOf(values: ReadonlyMap<string, GgufValue>): number {
  const value = values.get("general.alignment");
  if (value === undefined) return defaultAlignment;
  if (value.kind !== "number" || value.type !== 4) throw new BadHeader("The alignment is not a whole number.");
  const alignment = value.value;
  if (alignment < 8 || alignment > largestAlignment || (alignment & (alignment - 1)) !== 0) {
    throw new BadHeader("The alignment is not a power of two from 8 to 4,096.");
  }
  return alignment;
}

interface Tensor {
  shape: number[];
  offset: number;
  bytes: number;
}

function readTensor(reader: GgufReader, name: string, fileLength: number): Tensor {
  const dimensions = reader.uint32("the dimensions of a tensor");
  if (dimensions < 1 || dimensions > 4) throw new BadHeader("A tensor has an impossible number of dimensions.");
  const shape: number[] = [];
  let values = 1;
  for (let index = 0; index < dimensions; index += 1) {
    const size = reader.count("the shape of a tensor", 2 ** 40);
    if (size < 1) throw new BadHeader("A tensor has an empty dimension.");
    shape.push(size);
    values *= size;
    // Two bits a value is the least any type takes, and 2^53 is where numbers here stop being exact.
    if (values > fileLength * 8 || values > 2 ** 50) throw new BadHeader("A tensor is larger than the file.");
  }
  const block = tensorBlocks[reader.uint32("the type of a tensor")];
  if (block === undefined) throw new BadHeader("A tensor has an unknown type.");
  const [perBlock, blockBytes] = block;
  if ((shape[0] as number) % perBlock !== 0) throw new BadHeader("The rows of a tensor do not fit its type.");
  const offset = reader.count(`the place of ${name}`, fileLength);
  return { shape, offset, bytes: (values / perBlock) * blockBytes };
}

function readHeader(reader: GgufReader, fileLength: number): GgufFacts {
  if (reader.uint32("the file's mark") !== magic) throw new BadHeader("This is not a GGUF file.");
  const version = reader.uint32("the version");
  if (version !== 2 && version !== 3) throw new BadHeader("This version of GGUF is not supported.");
  const tensorCount = reader.count("the number of tensors", mostTensors);
  const valueCount = reader.count("the number of values", mostValues);
  if (tensorCount < 1) throw new BadHeader("The file holds no weights.");

  const values = new Map<string, GgufValue>();
  for (let index = 0; index < valueCount; index += 1) {
    const key = reader.string("the name of a value", longestKey);
    if (!/^[\w.\-/]+$/.test(key)) throw new BadHeader("The name of a value has characters it must not have.");
    if (values.has(key)) throw new BadHeader(`The value ${key} is there twice.`);
    values.set(key, reader.value(key));
  }
  const alignment = alignmentOf(values);

  const tensors = new Map<string, Tensor>();
  let expected = 0;
  for (let index = 0; index < tensorCount; index += 1) {
    const name = reader.string("the name of a tensor", longestTensorName);
    if (name === "" || tensors.has(name)) throw new BadHeader("A tensor has no name, or one that is there twice.");
    const tensor = readTensor(reader, name, fileLength);
    // The loader wants them one after another, so anything else is damage or an attempt to overlap them.
    if (tensor.offset !== expected) throw new BadHeader("A tensor does not lie where it must.");
    tensors.set(name, tensor);
    expected = Math.ceil((tensor.offset + tensor.bytes) / alignment) * alignment;
  }
  const dataStart = Math.ceil(reader.offset / alignment) * alignment;
  const last = [...tensors.values()].at(-1) as Tensor;
  if (dataStart + last.offset + last.bytes > fileLength) {
    throw new BadHeader("The file ends before its weights do: it was not copied or downloaded to the end.");
  }
  const shapes = new Map([...tensors].map(([name, tensor]) => [name, tensor.shape]));
  return checkGgufFacts(values, shapes);
}

/**
 * Looks at the header of a model file before any native code does: counts, types, sizes and places, all against the
 * length of the file. Of 200 files with a header changed at random the native loader died of six; see
 * tests/engine/models/gguf-check.test.ts for what must be refused here.
 * `bytes` is the start of the file, as much as there is; `fileLength` the length of the whole.
 */
export function checkGguf(bytes: Uint8Array, fileLength: number): GgufCheck {
  try {
    return { outcome: "good", facts: readHeader(new GgufReader(bytes, fileLength), fileLength) };
  } catch (error) {
    if (error instanceof NeedMoreBytes) return { outcome: "more" };
    if (error instanceof BadHeader) return { outcome: "bad", reason: error.message };
    throw error;
  }
}
