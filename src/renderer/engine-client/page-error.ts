import { ORPCError } from "@orpc/client";

import { errorCodes } from "../../shared/error-codes.ts";
import type { ErrorCode, WireError } from "../../shared/error-codes.ts";

/** An expected error as the page handles it: always with a code of the closed list. */
export class PageError extends Error {
  readonly wire: WireError;

  constructor(wire: WireError) {
    super(wire.message);
    this.name = "PageError";
    this.wire = wire;
  }

  get code(): ErrorCode {
    return this.wire.code;
  }
}

function isWireError(data: unknown): data is WireError {
  const code = (data as { code?: unknown } | null)?.code;
  return typeof code === "string" && (errorCodes as readonly string[]).includes(code);
}

/**
 * Gives every failure of a call its code. A dead engine ends calls with an untyped "closed" error of the wire,
 * which becomes `engine-gone`; an abort becomes `cancelled`; what is left is a bug and becomes `internal`.
 */
export function toPageError(error: unknown, aborted = false): PageError {
  if (error instanceof PageError) return error;
  if (error instanceof ORPCError && isWireError(error.data)) return new PageError(error.data);
  const message = error instanceof Error ? error.message : String(error);
  if (aborted || (error instanceof Error && error.name === "AbortError")) {
    return new PageError({ code: "cancelled", message: "Cancelled." });
  }
  if (error instanceof ORPCError && error.code === "BAD_REQUEST") {
    return new PageError({ code: "invalid-input", message });
  }
  if (/closed|not open|disconnected/i.test(message)) return new PageError({ code: "engine-gone", message });
  return new PageError({ code: "internal", message });
}
