import { valueBytes } from "./gguf-types.ts";

/** What a GGUF value is kept as: arrays only by type, length and, for numbers asked for, their range. */
export type GgufValue =
  | { kind: "number"; type: number; value: number }
  | { kind: "bool"; value: boolean }
  | { kind: "string"; value: string }
  | { kind: "array"; elementType: number; length: number; least: number; largest: number };

/** The header goes on past the bytes at hand. */
export class NeedMoreBytes extends Error {}
/** The header is wrong; the message says where. */
export class BadHeader extends Error {}

const longestString = 16_000_000;
const longestArray = 4_000_000;
const vocabulary = "tokenizer.ggml.tokens";

/** Reads a header from its start; every length is compared with the file's before it is used. */
export class GgufReader {
  offset = 0;
  private readonly view: DataView;
  private readonly bytes: Uint8Array;
  private readonly fileLength: number;

  constructor(bytes: Uint8Array, fileLength: number) {
    this.bytes = bytes;
    this.fileLength = fileLength;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Moves past `count` bytes and returns where they start. */
  take(count: number, what: string): number {
    const start = this.offset;
    if (count > this.fileLength - start) throw new BadHeader(`The file ends inside ${what}.`);
    if (count > this.bytes.length - start) throw new NeedMoreBytes();
    this.offset += count;
    return start;
  }

  uint32(what: string): number {
    return this.view.getUint32(this.take(4, what), true);
  }

  /** An unsigned 64-bit number of at most `limit`. */
  count(what: string, limit: number): number {
    const value = this.view.getBigUint64(this.take(8, what), true);
    if (value > BigInt(limit)) throw new BadHeader(`The number for ${what} is too large.`);
    return Number(value);
  }

  string(what: string, limit = longestString): string {
    const length = this.count(`the length of ${what}`, limit);
    const start = this.take(length, what);
    try {
      return new TextDecoder("utf-8", { fatal: true }).decode(this.bytes.subarray(start, start + length));
    } catch (error) {
      throw new BadHeader(`The text of ${what} is not UTF-8.`, { cause: error });
    }
  }

  private number(type: number, start: number): number {
    switch (type) {
      case 0:
        return this.view.getUint8(start);
      case 1:
        return this.view.getInt8(start);
      case 2:
        return this.view.getUint16(start, true);
      case 3:
        return this.view.getInt16(start, true);
      case 4:
        return this.view.getUint32(start, true);
      case 5:
        return this.view.getInt32(start, true);
      case 6:
        return this.view.getFloat32(start, true);
      case 10:
        return Number(this.view.getBigUint64(start, true));
      case 11:
        return Number(this.view.getBigInt64(start, true));
      default:
        return this.view.getFloat64(start, true);
    }
  }

  private bool(start: number, what: string): boolean {
    const value = this.view.getUint8(start);
    if (value > 1) throw new BadHeader(`${what} is neither true nor false.`);
    return value === 1;
  }

  value(what: string): GgufValue {
    const type = this.uint32(`the type of ${what}`);
    const size = valueBytes[type];
    if (size === undefined) throw new BadHeader(`${what} has an unknown type.`);
    if (type === 8) return { kind: "string", value: this.string(what) };
    if (type === 9) return this.array(what);
    const start = this.take(size as number, what);
    if (type === 7) return { kind: "bool", value: this.bool(start, what) };
    return { kind: "number", type, value: this.number(type, start) };
  }

  private array(what: string): GgufValue {
    const elementType = this.uint32(`the element type of ${what}`);
    const size = valueBytes[elementType];
    if (size === undefined || elementType === 9) throw new BadHeader(`${what} is a list of something unknown.`);
    const length = this.count(`the length of ${what}`, longestArray);
    let least = Infinity;
    let largest = -Infinity;
    if (size === null) {
      // Each string takes 8 bytes for its length at least.
      if (length * 8 > this.fileLength - this.offset) throw new BadHeader(`The file ends inside ${what}.`);
      const seen = new Set<string>();
      for (let index = 0; index < length; index += 1) {
        const characters = this.count(`the length of a part of ${what}`, longestString);
        const start = this.take(characters, what);
        if (what !== vocabulary || characters === 0) continue;
        const word = Buffer.from(this.bytes.buffer, this.bytes.byteOffset + start, characters).toString("latin1");
        // The native loader ends its process at a vocabulary with the same word twice.
        if (seen.has(word)) throw new BadHeader("The vocabulary holds a word twice.");
        seen.add(word);
      }
    } else {
      const start = this.take(length * size, what);
      for (let index = 0; index < length; index += 1) {
        const at = start + index * size;
        const value = elementType === 7 ? Number(this.bool(at, what)) : this.number(elementType, at);
        if (!Number.isFinite(value)) throw new BadHeader(`${what} holds a value that is not a number.`);
        least = Math.min(least, value);
        largest = Math.max(largest, value);
      }
    }
    return { kind: "array", elementType, length, least, largest };
  }
}
