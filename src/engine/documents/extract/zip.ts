import { inflateRawSync } from "node:zlib";

import { ExtractionFailure } from "./extracted.ts";
import { archiveLimits } from "./limits.ts";

export interface ZipEntry {
  name: string;
  /** As the directory says; not to be believed. */
  unpackedBytes: number;
  packedBytes: number;
  method: number;
  encrypted: boolean;
  offset: number;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const damaged = (): ExtractionFailure => new ExtractionFailure("damaged", "The file is cut off or damaged inside.");

function endOfDirectory(view: DataView): number {
  const lowest = Math.max(0, view.byteLength - 65_557);
  for (let offset = view.byteLength - 22; offset >= lowest; offset -= 1) {
    if (view.getUint32(offset, true) === endSignature) return offset;
  }
  throw damaged();
}

/**
 * The entries of a zip file as its directory lists them. Throws `damaged` for a broken directory and `too-big` for
 * one with too many entries, or with entries that together unpack to more than an office file should.
 */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 22) throw damaged();
  const end = endOfDirectory(view);
  const count = view.getUint16(end + 10, true);
  if (count > archiveLimits.entries) throw new ExtractionFailure("too-big", `The file is made of ${count} parts.`);
  const entries: ZipEntry[] = [];
  const decoder = new TextDecoder();
  let offset = view.getUint32(end + 16, true);
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (offset + 46 > bytes.length || view.getUint32(offset, true) !== entrySignature) throw damaged();
    const nameLength = view.getUint16(offset + 28, true);
    const entry: ZipEntry = {
      name: decoder.decode(bytes.subarray(offset + 46, offset + 46 + nameLength)),
      method: view.getUint16(offset + 10, true),
      encrypted: (view.getUint16(offset + 8, true) & 1) === 1,
      packedBytes: view.getUint32(offset + 20, true),
      unpackedBytes: view.getUint32(offset + 24, true),
      offset: view.getUint32(offset + 42, true),
    };
    total += entry.unpackedBytes;
    if (total > archiveLimits.unpackedBytes) {
      throw new ExtractionFailure("too-big", "The file unpacks to more than 200 MB.");
    }
    entries.push(entry);
    offset += 46 + nameLength + view.getUint16(offset + 30, true) + view.getUint16(offset + 32, true);
  }
  return entries;
}

/** The bytes of one entry, at most `limit`; what the directory says of its size is not relied on. */
export function readZipEntry(bytes: Uint8Array, entry: ZipEntry, limit: number): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== localSignature) throw damaged();
  if (entry.encrypted) throw new ExtractionFailure("encrypted", "The file is protected by a password.");
  const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
  const packed = bytes.subarray(start, start + entry.packedBytes);
  if (entry.method === 0) {
    if (packed.length > limit) throw new ExtractionFailure("too-big", "A part of the file is too large.");
    return packed;
  }
  if (entry.method !== 8) throw damaged();
  try {
    return inflateRawSync(packed, { maxOutputLength: limit });
  } catch (error) {
    if (error instanceof RangeError || (error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
      throw new ExtractionFailure("too-big", "A part of the file unpacks to far more than it should hold.", error);
    }
    throw damaged();
  }
}
