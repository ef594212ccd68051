import { createHash } from "node:crypto";
import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

import type { Outcome } from "../../shared/schemas.ts";
import { reasonOf, stampOf } from "./walker.ts";

/** Files above this are not read: nothing that a person writes is so large. */
export const largestInput = 64 * 1_024 * 1_024;

export type FileRead =
  | {
      kind: "bytes";
      bytes: Uint8Array;
      /** SHA-256 of the bytes, hex. */
      hash: string;
      size: number;
      modifiedAt: number;
      stamp: string;
      fileKey: string;
    }
  /** It changed while it was read, or another program holds it: try again later. */
  | { kind: "torn" }
  | { kind: "gone" }
  | { kind: "fixed"; outcome: Extract<Outcome, "too-big" | "unreadable" | "link" | "unsupported">; reason: string };

async function readAll(handle: FileHandle, size: number): Promise<Uint8Array> {
  // One byte more than the size, so that a file that grew is seen.
  const buffer = Buffer.allocUnsafeSlow(size + 1);
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await handle.read(
      buffer,
      filled,
      Math.min(buffer.length - filled, 4 * 1_024 * 1_024),
      filled,
    );
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return new Uint8Array(buffer.buffer, buffer.byteOffset, filled);
}

/**
 * Reads a whole file, or says why not. Never follows a link, never waits on a pipe, and gives no bytes of a file that
 * changed between the open and the end of the read.
 */
export async function readWhole(file: string, limit: number = largestInput): Promise<FileRead> {
  let handle: FileHandle;
  try {
    // NOFOLLOW and NONBLOCK are 0 or missing on Windows, where neither danger exists in this form.
    handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") return { kind: "gone" };
    if (code === "EBUSY" || code === "EAGAIN") return { kind: "torn" };
    if (code === "ELOOP") return { kind: "fixed", outcome: "link", reason: "A link; links are not followed." };
    return { kind: "fixed", outcome: "unreadable", reason: reasonOf(error) };
  }
  try {
    const before = await handle.stat({ bigint: true });
    if (!before.isFile()) {
      return { kind: "fixed", outcome: "unsupported", reason: "Not a file: a pipe, a socket or a device." };
    }
    const size = Number(before.size);
    if (size > limit) {
      const megabytes = Math.round(size / 1_048_576);
      return {
        kind: "fixed",
        outcome: "too-big",
        reason: `It has ${megabytes} MB; Docent reads up to ${Math.round(limit / 1_048_576)} MB.`,
      };
    }
    const bytes = await readAll(handle, size);
    const after = await handle.stat({ bigint: true });
    if (bytes.length !== size || after.size !== before.size || after.mtimeNs !== before.mtimeNs) {
      return { kind: "torn" };
    }
    return {
      kind: "bytes",
      bytes,
      hash: createHash("sha256").update(bytes).digest("hex"),
      size,
      modifiedAt: Math.round(Number(before.mtimeMs)),
      stamp: stampOf(before),
      fileKey: String(before.ino),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EBUSY") return { kind: "torn" };
    return { kind: "fixed", outcome: "unreadable", reason: reasonOf(error) };
  } finally {
    await handle.close();
  }
}
