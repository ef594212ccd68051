import { ExtractionFailure } from "./extracted.ts";

/** Larger files are not read at all; bytes. */
export const largestInputBytes = 64 * 1024 * 1024;
/** Longest text of one document; characters. */
const largestTextLength = 5_000_000;
/** A file may hold a hundred times its size in text (Apache Tika's rule), and a million characters in any case. */
const largestRatio = 100;
const ratioFloor = 1_000_000;

/** Most entries, and most bytes when unpacked, of an office file. */
export const archiveLimits = { entries: 10_000, unpackedBytes: 200 * 1024 * 1024 };

/** How deep elements of HTML or office files may lie in each other. */
export const largestNesting = 400;

/** How many characters of text a file of `bytes` bytes may give. */
export function textLimitFor(bytes: number): number {
  return Math.min(largestTextLength, Math.max(ratioFloor, bytes * largestRatio));
}

/** What to say of a file that gives more text than it may. */
export function tooMuchText(limit: number): ExtractionFailure {
  return limit >= largestTextLength
    ? new ExtractionFailure("too-big", "The text is longer than 5 million characters.")
    : new ExtractionFailure("too-big", "The file unpacks to far more text than a file of this size should hold.");
}
