import { createORPCClient } from "@orpc/client";
import type { ClientContext, ClientLink } from "@orpc/client";
import type { ContractRouterClient } from "@orpc/contract";

import type { DesktopContract } from "../../shared/desktop-contract.ts";
import type { EngineContract } from "../../shared/engine-contract.ts";
import { openMessagePortWire } from "./message-port-wire.ts";
import { toPageError } from "./page-error.ts";
import { openWebSocketWire } from "./web-socket-wire.ts";
import type { Side, Wire, WireState } from "./wire.ts";

export type EngineApi = ContractRouterClient<EngineContract>;
export type DesktopApi = ContractRouterClient<DesktopContract>;

export interface Connection {
  engine: EngineApi;
  desktop: DesktopApi;
  host: "electron" | "browser";
  state(): WireState;
  onState(listener: (state: WireState) => void): () => void;
}

function isStream(value: unknown): value is AsyncIterableIterator<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}

/** A stream whose waiting reader learns of a lost wire, which by itself would leave it waiting for ever. */
async function* guarded(
  stream: AsyncIterableIterator<unknown>,
  lost: Promise<never>,
  signal: AbortSignal | undefined,
): AsyncGenerator<unknown, void, void> {
  try {
    for (;;) {
      const step = await Promise.race([stream.next(), lost]);
      if (step.done) return;
      yield step.value;
    }
  } catch (error) {
    throw toPageError(error, signal?.aborted);
  } finally {
    // The server may be gone: closing is a courtesy that must not hide the first error.
    void stream.return?.().catch(() => undefined);
  }
}

/** A link that outlives reconnects: every call takes the wire of its moment and fails with a PageError. */
export function lastingLink(wire: Wire, side: Side): ClientLink<ClientContext> {
  return {
    call: async (path, input, options) => {
      try {
        const { link, lost } = await wire.link(side);
        const output = await Promise.race([link.call(path, input, options), lost]);
        return isStream(output) ? guarded(output, lost, options.signal) : output;
      } catch (error) {
        throw toPageError(error, options.signal?.aborted);
      }
    },
  };
}

/** Both clients over one wire. */
export function connectOver(wire: Wire, host: Connection["host"]): Connection {
  return {
    engine: createORPCClient<EngineApi>(lastingLink(wire, "engine")),
    desktop: createORPCClient<DesktopApi>(lastingLink(wire, "desktop")),
    host,
    state: wire.state,
    onState: wire.onState,
  };
}

/** Message ports in a window of the app, sockets in a browser. */
export function connect(page: Window): Connection {
  return page.location.protocol === "app:"
    ? connectOver(openMessagePortWire(page), "electron")
    : connectOver(openWebSocketWire(page.location), "browser");
}
