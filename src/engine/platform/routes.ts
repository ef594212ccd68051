import { implement, ORPCError } from "@orpc/server";

import { controlContract } from "../../shared/control-contract.ts";
import { engineContract } from "../../shared/engine-contract.ts";
import { isCancellation, toWireError } from "./docent-error.ts";
import type { Log } from "./log.ts";

/** Given to every handler of both contracts. */
export interface RouteContext {
  log: Log;
}

function wired(error: unknown, log: Log, route: string): ORPCError<"DOCENT", ReturnType<typeof toWireError>> {
  if (error instanceof ORPCError && error.code === "DOCENT") {
    return error as ORPCError<"DOCENT", ReturnType<typeof toWireError>>;
  }
  const wire = toWireError(error);
  if (wire.code === "internal") {
    log.write("error", "bug", {
      route,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
  return new ORPCError("DOCENT", { defined: true, message: wire.message, data: wire });
}

/** Invalid input and output are found by oRPC itself and leave as its own codes. */
function isValidation(error: unknown): boolean {
  return error instanceof ORPCError && (error.code === "BAD_REQUEST" || error.code === "INTERNAL_SERVER_ERROR");
}

/** Where every engine route is made: an error leaves it as a typed wire error, a bug also goes to the log. */
export const engineRoutes = implement(engineContract)
  .$context<RouteContext>()
  .use(async ({ next, context, path }) => {
    try {
      return await next();
    } catch (error) {
      if (isValidation(error)) throw error;
      throw wired(error, context.log, path.join("."));
    }
  });

/** The same for what only the shell may call. */
export const controlRoutes = implement(controlContract)
  .$context<RouteContext>()
  .use(async ({ next, context, path }) => {
    try {
      return await next();
    } catch (error) {
      if (isValidation(error)) throw error;
      throw wired(error, context.log, path.join("."));
    }
  });

/**
 * Wraps a stream that a route returns, because its errors come after the route itself has returned.
 * A cancelled stream ends without an error.
 */
export async function* typedStream<Event>(
  stream: AsyncIterable<Event>,
  log: Log,
  route: string,
): AsyncGenerator<Event, void, void> {
  try {
    yield* stream;
  } catch (error) {
    if (isCancellation(error)) return;
    throw wired(error, log, route);
  }
}
