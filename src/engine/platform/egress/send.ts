import { lookup as systemLookup } from "node:dns";
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";

import type { Clock, Timer } from "../clock.ts";
import type { DocentError } from "../docent-error.ts";
import { isOwnNetwork } from "./address.ts";
import { egressErrors } from "./egress-errors.ts";

/** The body is handed to the system in pieces of this size, each counted before it may leave. */
const pieceBytes = 16_384;

/** Bytes of both bodies as they go over the wire, without headers. */
export interface Traffic {
  /** Never less than what has left, and at most a piece more. */
  bytesSent: number;
  bytesReceived: number;
}

export interface Limits {
  connectMs: number;
  /** To the first byte of the answer; a server without a graphics card reads a long prompt for a while. */
  firstByteMs: number;
  /** Between two pieces of the answer. */
  idleMs: number;
  /** Largest answer. */
  bodyBytes: number;
}

export interface Outgoing {
  url: URL;
  method: string;
  headers: Record<string, string>;
  body: Uint8Array | null;
  signal: AbortSignal;
}

export type End = { state: "complete" } | { state: "failed" | "cancelled"; error: DocentError };

/** For http, a name must mean an address of the own network now, whatever it meant when it was entered. */
const ownNetworkLookup: LookupFunction = (host, options, done) => {
  systemLookup(host, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return done(error, "", 4);
    const outside = addresses.some(({ address }) => !isOwnNetwork(address));
    if (outside || addresses[0] === undefined) {
      return done(new Error("an address outside the own network"), "", 4);
    }
    if (options.all === true) return done(null, addresses);
    return done(null, addresses[0].address, addresses[0].family);
  });
};

/**
 * Sends one request on a connection of its own and resolves with the answer's head; its body follows as a stream that
 * is read no faster than it is used. No redirect is followed and nothing is unpacked, so a small answer can't become
 * a giant one. `traffic` counts; `onProgress` hears of it, `onEnd` once of the end.
 */
export function send(
  outgoing: Outgoing,
  limits: Limits,
  clock: Clock,
  traffic: Traffic,
  on: { progress(): void; end(end: End): void },
): Promise<Response> {
  const { url, signal } = outgoing;
  const errors = egressErrors(url.host);
  const secure = url.protocol === "https:";

  return new Promise((resolve, reject) => {
    let timer: Timer | null = null;
    let connected = false;
    let ended = false;
    let body: ReadableStreamDefaultController<Uint8Array> | null = null;

    const finish = (end: End): void => {
      if (ended) return;
      ended = true;
      timer?.cancel();
      signal.removeEventListener("abort", abort);
      on.end(end);
      if (end.state === "complete") {
        body?.close();
        // A server that has answered before it read everything gets no more.
        if (!request.writableEnded) request.destroy();
        return;
      }
      reject(end.error);
      body?.error(end.error);
      request.destroy();
    };
    const fail = (error: DocentError): void => finish({ state: "failed", error });
    const abort = (): void => finish({ state: "cancelled", error: errors.cancelled() });
    const within = (milliseconds: number, error: () => DocentError): void => {
      timer?.cancel();
      timer = clock.after(milliseconds, () => fail(error()));
    };

    const sendFrom = (bytes: Uint8Array, start: number): void => {
      if (ended) return;
      if (start >= bytes.length) return void request.end();
      const piece = bytes.subarray(start, start + pieceBytes);
      traffic.bytesSent += piece.length;
      on.progress();
      request.write(piece, (error) => {
        // An error is also told by the request itself.
        if (error === null || error === undefined) sendFrom(bytes, start + piece.length);
      });
    };

    const request = (secure ? https : http).request(url, {
      method: outgoing.method,
      headers: { ...outgoing.headers, "accept-encoding": "identity", connection: "close" },
      agent: new (secure ? https : http).Agent({ keepAlive: false }),
      ...(secure ? {} : { lookup: ownNetworkLookup }),
    });
    signal.addEventListener("abort", abort, { once: true });
    within(limits.connectMs, () => errors.unreachable());

    request.on("error", (error) =>
      fail(connected ? errors.broken("the connection was cut.", error) : errors.unreachable(error)),
    );
    request.once("socket", (socket) => {
      socket.once(secure ? "secureConnect" : "connect", () => {
        connected = true;
        within(limits.firstByteMs, () => errors.broken("it sent nothing for too long."));
        // The body waits for the connection, so that "nothing was sent" is true when there is none.
        if (outgoing.body === null) return void request.end();
        sendFrom(outgoing.body, 0);
      });
    });
    request.on("response", (response) => {
      const status = response.statusCode ?? 0;
      if (status >= 300 && status < 400) return fail(errors.broken("it sends on to another address."));
      const packed = response.headers["content-encoding"];
      if (packed !== undefined && packed !== "identity") return fail(errors.broken("its answer is packed."));

      response.on("data", (chunk: Uint8Array) => {
        traffic.bytesReceived += chunk.length;
        if (ended) return;
        within(limits.idleMs, () => errors.broken("it stopped in the middle."));
        if (traffic.bytesReceived > limits.bodyBytes) return fail(errors.limit("its answer does not end."));
        on.progress();
        body?.enqueue(new Uint8Array(chunk));
        if ((body?.desiredSize ?? 0) <= 0) {
          response.pause();
          // While the reader is behind, the server is not at fault.
          timer?.cancel();
        }
      });
      response.on("end", () => {
        if (response.complete) finish({ state: "complete" });
        else fail(errors.broken("the connection was cut."));
      });
      response.on("aborted", () => fail(errors.broken("the connection was cut.")));
      response.on("error", (error) => fail(errors.broken("the connection was cut.", error)));
      response.pause();
      const stream = new ReadableStream<Uint8Array>(
        {
          start(controller) {
            body = controller;
          },
          pull() {
            if (ended) return;
            within(limits.idleMs, () => errors.broken("it stopped in the middle."));
            response.resume();
          },
          cancel: abort,
        },
        { highWaterMark: 16 },
      );
      const headers = new Headers();
      for (const [name, value] of Object.entries(response.headers)) {
        if (typeof value === "string") headers.set(name, value);
      }
      const empty = status === 204 || status === 205 || status < 200;
      if (empty) response.resume();
      resolve(new Response(empty ? null : stream, { status: Math.max(200, status), headers }));
    });
    if (signal.aborted) abort();
  });
}
