import type { Clock } from "../clock.ts";
import { DocentError } from "../docent-error.ts";
import type { Log } from "../log.ts";
import { parseServerAddress } from "./address.ts";
import type { EgressBroker, EgressPurpose, Ledger } from "./egress-types.ts";
import { egressErrors } from "./egress-errors.ts";
import { type Limits, send } from "./send.ts";

const defaultLimits: Limits = { connectMs: 10_000, firstByteMs: 120_000, idleMs: 30_000, bodyBytes: 8_000_000 };
/** Received bytes between two writes of a ledger row; a killed process leaves it at most this much short. */
const ledgerStep = 65_536;
/** Headers a caller may set. Anything else could carry what nobody looked at. */
const allowedHeaders = new Set(["accept", "content-type", "user-agent"]);

interface Server {
  url: URL;
  key: string | null;
}

async function bodyOf(input: string | URL | Request, init: RequestInit): Promise<Uint8Array | null> {
  const body = init.body ?? null;
  if (typeof body === "string") return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return body;
  if (body !== null) throw new Error("only text and bytes are sent");
  if (input instanceof Request && input.body !== null) return new Uint8Array(await input.arrayBuffer());
  return null;
}

/**
 * The only place of Docent that reaches out. Requests go to servers the user added, each is written into the ledger
 * before its first byte, and keys stay here: they are put on a request to the origin they were given for, and are
 * neither stored nor logged.
 */
export function createEgressBroker(options: {
  ledger: Ledger;
  clock: Clock;
  log: Log;
  limits?: Partial<Limits>;
}): EgressBroker {
  const { ledger, clock, log } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const servers = new Map<string, Server>();
  const running = new Set<AbortController>();
  let closed = false;

  function serverOf(serverId: string): Server {
    const server = servers.get(serverId);
    if (server === undefined || closed) {
      throw new DocentError("not-found", "This server is not one of yours, so nothing was sent to it.");
    }
    return server;
  }

  async function request(
    serverId: string,
    purpose: EgressPurpose,
    input: string | URL | Request,
    init: RequestInit,
  ): Promise<Response> {
    const server = serverOf(serverId);
    const url = new URL(input instanceof Request ? input.url : input);
    if (url.origin !== server.url.origin) {
      throw new DocentError("not-found", "This address is not the server's, so nothing was sent to it.");
    }
    const body = await bodyOf(input, init);
    const headers: Record<string, string> = {};
    for (const [name, value] of new Headers(init.headers ?? (input instanceof Request ? input.headers : {}))) {
      if (allowedHeaders.has(name)) headers[name] = value;
    }
    if (server.key !== null) headers["authorization"] = `Bearer ${server.key}`;
    if (body !== null) headers["content-length"] = String(body.length);

    const controller = new AbortController();
    const signal = init.signal ?? (input instanceof Request ? input.signal : null);
    const abort = (): void => controller.abort();
    if (signal?.aborted === true) throw egressErrors(url.host).cancelled();
    signal?.addEventListener("abort", abort, { once: true });
    running.add(controller);

    const traffic = { bytesSent: 0, bytesReceived: 0 };
    const row = ledger.open({ ...purpose, host: url.host });
    let written = 0;
    // The row stands since before the first byte. Without space for more of it the answer goes on and the log tells.
    const note = (write: () => void): void => {
      try {
        write();
      } catch (error) {
        log.write("error", "ledger-not-written", { row, error: String(error) });
      }
    };
    return send(
      {
        url,
        method: init.method ?? (input instanceof Request ? input.method : "GET"),
        headers,
        body,
        signal: controller.signal,
      },
      limits,
      clock,
      traffic,
      {
        progress() {
          if (traffic.bytesReceived > 0 && traffic.bytesReceived - written < ledgerStep) return;
          written = traffic.bytesReceived;
          note(() => ledger.update(row, traffic));
        },
        end(end) {
          signal?.removeEventListener("abort", abort);
          running.delete(controller);
          note(() => ledger.close(row, traffic, end.state));
          log.write("info", "egress", {
            row,
            state: end.state,
            code: end.state === "complete" ? null : end.error.code,
            ...traffic,
          });
        },
      },
    );
  }

  return {
    allow(serverId, baseUrl) {
      const url = parseServerAddress(baseUrl);
      const before = servers.get(serverId);
      // A key belongs to the origin it was given for.
      const key = before?.url.origin === url.origin ? before.key : null;
      servers.set(serverId, { url, key });
    },
    disallow: (serverId) => void servers.delete(serverId),
    setKey(serverId, key) {
      if (!/^[\x21-\x7e]{1,1000}$/.test(key)) throw new DocentError("invalid-input", "This is not a key.");
      serverOf(serverId).key = key;
    },
    removeKey(serverId) {
      serverOf(serverId).key = null;
    },
    hasKey: (serverId) => (servers.get(serverId)?.key ?? null) !== null,
    fetchFor:
      (serverId, purpose) =>
      (input, init = {}) =>
        request(serverId, purpose, input, init),
    close() {
      closed = true;
      for (const controller of running) controller.abort();
    },
  };
}
