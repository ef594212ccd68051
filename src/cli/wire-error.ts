import { ORPCError } from "@orpc/client";

import { toWireError } from "../engine/index.ts";
import { errorCodes, type WireError } from "../shared/error-codes.ts";

function isWireError(data: unknown): data is WireError {
  const code = (data as { code?: unknown } | null | undefined)?.code;
  return (errorCodes as readonly unknown[]).includes(code);
}

/** What went wrong, in the form of the wire, whether it came through a route or was thrown by a part directly. */
export function wireErrorOf(error: unknown): WireError {
  if (error instanceof ORPCError) {
    if (isWireError(error.data)) return error.data;
    if (error.code === "BAD_REQUEST") return { code: "invalid-input", message: describeIssues(error) };
  }
  return toWireError(error);
}

/** Names the field and the rule that an input broke. */
function describeIssues(error: ORPCError<string, unknown>): string {
  const issues = (error.data as { issues?: { path?: unknown[]; message: string }[] } | undefined)?.issues ?? [];
  const told = issues.map(({ path, message }) => `${(path ?? []).join(".")}: ${message}`);
  return told.length === 0 ? error.message : `Invalid input. ${told.join("; ")}`;
}
