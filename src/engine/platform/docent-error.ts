import type { ErrorCode, WireError } from "../../shared/error-codes.ts";

/**
 * An expected error: it has a code of the closed list, a message a person understands and a next step.
 * Anything else that is thrown is a bug in Docent and reaches the page as `internal`.
 */
export class DocentError extends Error {
  readonly code: ErrorCode;
  readonly nextStep: string | undefined;
  readonly data: WireError["data"];

  constructor(
    code: ErrorCode,
    message: string,
    options: { nextStep?: string; data?: WireError["data"]; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = "DocentError";
    this.code = code;
    this.nextStep = options.nextStep;
    this.data = options.data;
  }
}

/** True for an abort by the user or by a caller that no longer waits. */
export function isCancellation(error: unknown): boolean {
  return (
    (error instanceof DocentError && error.code === "cancelled") ||
    (error instanceof Error && (error.name === "AbortError" || error.name === "ResponseAborted"))
  );
}

/** What a failed database call means for a user; null when it is no such failure. */
function fromDatabase(error: unknown): WireError | null {
  const code = (error as { code?: unknown } | null)?.code;
  if (typeof code !== "string") return null;
  if (code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE" || code === "ENOSPC" || code === "EDQUOT") {
    return {
      code: "disk-full",
      message: "There is no space left on the disk, so this was not saved.",
      nextStep: "Free some space and try again. What was saved before is safe.",
    };
  }
  if (tellsDamage(code, error instanceof Error ? error.message : "")) {
    return {
      code: "index-damaged",
      message: "A part of Docent's data is damaged.",
      nextStep: "Start Docent again: the index is made anew, conversations come back from their backup.",
    };
  }
  if (code.startsWith("SQLITE_READONLY")) {
    return { code: "data-newer", message: "This data was written by a newer Docent. Nothing was changed." };
  }
  return null;
}

/**
 * True when SQLite's code and message say that the bytes of a file are wrong. A file cut short answers a read with less
 * than a page, an error of input; FTS5 calls damage of its own pages a plain error.
 */
export function tellsDamage(code: string, message: string): boolean {
  return (
    code.startsWith("SQLITE_CORRUPT") ||
    /^SQLITE_(?:NOTADB|FORMAT|IOERR(?:_READ|_SHORT_READ|_IN_PAGE)?)$/.test(code) ||
    (code === "SQLITE_ERROR" && /fts5 file format|malformed/i.test(message))
  );
}

/** The form in which any error crosses a wire. Details of bugs stay in the log. */
export function toWireError(error: unknown): WireError {
  if (error instanceof DocentError) {
    const wire: WireError = { code: error.code, message: error.message };
    if (error.nextStep !== undefined) wire.nextStep = error.nextStep;
    if (error.data !== undefined) wire.data = error.data;
    return wire;
  }
  if (isCancellation(error)) return { code: "cancelled", message: "Stopped." };
  const database = fromDatabase(error);
  if (database !== null) return database;
  return {
    code: "internal",
    message: "Something went wrong in Docent.",
    nextStep: "Try again. If it happens again, save a report.",
  };
}
