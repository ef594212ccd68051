import { createServer, type AddressInfo, type Socket } from "node:net";
import { gzipSync } from "node:zlib";

import { describe, expect, it, onTestFinished } from "vitest";

import { systemClock } from "../../../../src/engine/platform/clock.ts";
import { createEgressBroker } from "../../../../src/engine/platform/egress/egress-broker.ts";
import type { EgressBroker } from "../../../../src/engine/platform/egress/egress-types.ts";
import type { Log } from "../../../../src/engine/platform/log.ts";
import type { Behaviour } from "../../../support/loopback-listener.ts";
import { startLoopbackServer } from "../../../support/loopback-server.ts";
import { createMemoryLedger } from "../../../support/memory-ledger.ts";

const purpose = { purpose: "answer", documents: [{ name: "Lease.pdf", pages: [4] }], passages: 2 };
/** What a stop may take; 200 ms is the promise, the rest is for a computer that does other things too. */
const stopMilliseconds = 1_000;

async function set(behave: Behaviour, limits: Parameters<typeof createEgressBroker>[0]["limits"] = {}) {
  const server = await startLoopbackServer(behave);
  const ledger = createMemoryLedger();
  const logged: string[] = [];
  const log: Log = { write: (...line) => void logged.push(JSON.stringify(line)) };
  const broker = createEgressBroker({ ledger, clock: systemClock, log, limits });
  broker.allow("server:1", `${server.origin}/v1`);
  const ask = (init: RequestInit = {}): Promise<Response> =>
    broker.fetchFor("server:1", purpose)(`${server.origin}/v1/chat`, { method: "POST", body: "Grüße", ...init });
  return { server, ledger, logged, broker, ask };
}

/** The code of the error that reading the whole answer ends in. */
async function failure(work: Promise<Response>): Promise<string> {
  try {
    await (await work).arrayBuffer();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return "none";
}

/** A server that reads a body up to about `most` bytes, then no more, and calls `reached`. */
async function startHalfReader(most: number, reached: (socket: Socket) => void) {
  let bytes = 0;
  let head = -1;
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    let start = "";
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      if (head < 0) {
        start += chunk.toString("latin1");
        const end = start.indexOf("\r\n\r\n");
        if (end < 0) return;
        head = end + 4;
        bytes = start.length - head;
      } else bytes += chunk.length;
      if (bytes < most || socket.isPaused()) return;
      socket.pause();
      reached(socket);
    });
  });
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, bodyBytes: () => bytes };
}

const untilClosed = async (broker: EgressBroker, ledger: ReturnType<typeof createMemoryLedger>) => {
  await expect.poll(() => ledger.rows.every((row) => row.state !== "open")).toBe(true);
  return ledger.rows;
};

describe("createEgressBroker", () => {
  it("writes a row before the first byte and counts both bodies like the server does", async () => {
    const pieces = ["eins ", "zwei ", "drei — ", "x".repeat(200_000)];
    let rowsAtArrival: unknown = null;
    const { server, ledger, ask } = await set((reply, _request, write) => {
      rowsAtArrival = structuredClone(ledger.rows);
      for (const piece of pieces) write(piece);
      reply.end();
    });
    const response = await ask();
    expect(await response.text()).toBe(pieces.join(""));
    expect(rowsAtArrival).toMatchObject([{ state: "open", host: server.host, passages: 2 }]);
    expect(ledger.rows).toEqual([
      {
        ...purpose,
        host: server.host,
        state: "complete",
        bytesSent: server.seen[0]?.bodyBytes,
        bytesReceived: server.seen[0]?.sentBytes,
      },
    ]);
    expect(server.seen[0]?.body).toBe("Grüße");
  });

  it("sends nothing to an address that is not the server's", async () => {
    const { server, ledger, broker } = await set((reply) => reply.end());
    const other = await startLoopbackServer((reply) => reply.end());
    const send = broker.fetchFor("server:1", purpose);
    await expect(send(`${other.origin}/v1/chat`, { method: "POST", body: "x" })).rejects.toMatchObject({
      code: "not-found",
    });
    await expect(broker.fetchFor("server:2", purpose)(`${server.origin}/v1`)).rejects.toMatchObject({
      code: "not-found",
    });
    broker.disallow("server:1");
    await expect(send(`${server.origin}/v1/chat`)).rejects.toMatchObject({ code: "not-found" });
    expect([server.connections, other.connections, ledger.rows.length]).toEqual([0, 0, 0]);
  });

  it("sends nothing when the ledger can't be written", async () => {
    const { server, ledger, ask } = await set((reply) => reply.end());
    ledger.open = () => {
      throw new Error("disk full");
    };
    await expect(ask()).rejects.toThrow("disk full");
    expect(server.connections).toBe(0);
  });

  it("puts the key on the request and nowhere else, and only to the origin it was given for", async () => {
    const { server, ledger, logged, broker, ask } = await set((reply) => reply.end("{}"));
    broker.setKey("server:1", "sk-canary-4711");
    await ask({
      headers: { authorization: "Bearer of the caller", cookie: "a=b", "content-type": "application/json" },
    });
    expect(server.seen[0]?.headers.authorization).toBe("Bearer sk-canary-4711");
    expect(server.seen[0]?.headers.cookie).toBeUndefined();
    expect(server.seen[0]?.headers["content-type"]).toBe("application/json");
    await untilClosed(broker, ledger);
    expect(JSON.stringify(ledger.rows) + logged.join("")).not.toContain("canary");

    const other = await startLoopbackServer((reply) => reply.end("{}"));
    broker.allow("server:1", other.origin);
    expect(broker.hasKey("server:1")).toBe(false);
    await broker.fetchFor("server:1", purpose)(`${other.origin}/models`);
    expect(other.seen[0]?.headers.authorization).toBeUndefined();
    expect(() => broker.setKey("server:1", "two\r\nlines")).toThrow(expect.objectContaining({ code: "invalid-input" }));
  });

  it.each([301, 302, 307, 308])("follows no redirect (%i)", async (status) => {
    const target = await startLoopbackServer((reply) => reply.end("caught"));
    const { ledger, broker, ask } = await set((reply) => {
      reply.writeHead(status, { location: `${target.origin}/steal` });
      reply.end();
    });
    broker.setKey("server:1", "sk-canary");
    expect(await failure(ask())).toBe("cloud-broken");
    expect(target.connections).toBe(0);
    expect(ledger.rows[0]?.state).toBe("failed");
  });

  it("says that nothing was sent when nobody listens", async () => {
    const { server, ledger, ask } = await set((reply) => reply.end());
    await server.close();
    expect(await failure(ask())).toBe("cloud-unreachable");
    expect(ledger.rows[0]).toMatchObject({ state: "failed", bytesSent: 0, bytesReceived: 0 });
  });

  const bad: [string, string, Behaviour][] = [
    ["a connection cut in the head", "cloud-broken", (reply) => reply.socket?.destroy()],
    [
      "a connection cut in the body",
      "cloud-broken",
      (reply, _request, write) => {
        reply.writeHead(200, { "content-length": "1000" });
        write("half");
        setImmediate(() => reply.socket?.destroy());
      },
    ],
    ["bytes that are no HTTP", "cloud-broken", (reply) => reply.socket?.end("220 mail.example.com ESMTP\r\n")],
    [
      "a packed answer",
      "cloud-broken",
      (reply) => {
        reply.writeHead(200, { "content-encoding": "gzip" });
        reply.end(gzipSync("x".repeat(1_000_000)));
      },
    ],
    [
      "a giant answer",
      "cloud-limit",
      (reply) => {
        reply.writeHead(200);
        const block = Buffer.alloc(65_536, 120);
        const more = (): void => {
          while (!reply.destroyed && reply.write(block));
          if (!reply.destroyed) reply.once("drain", more);
        };
        more();
      },
    ],
    ["a server that says nothing", "cloud-broken", () => undefined],
    [
      "a server that falls silent",
      "cloud-broken",
      (reply, _request, write) => {
        reply.writeHead(200);
        write("a");
      },
    ],
  ];
  it.each(bad)("ends %s in %s", async (_, code, behave) => {
    const { ledger, broker, ask } = await set(behave, { firstByteMs: 300, idleMs: 300, bodyBytes: 1_000_000 });
    expect(await failure(ask())).toBe(code);
    const rows = await untilClosed(broker, ledger);
    expect(rows[0]?.state).toBe("failed");
    expect(rows[0]?.bytesReceived).toBeLessThan(1_200_000);
  });

  it("stops at once when cancelled, before the head and in the body, and tells the server by closing", async () => {
    for (const [what, behave] of [
      ["silent", () => undefined],
      [
        "streaming",
        (reply, _request, write) => {
          reply.writeHead(200);
          write("first");
        },
      ],
    ] as [string, Behaviour][]) {
      const { server, ledger, ask } = await set(behave);
      const controller = new AbortController();
      const work = ask({ signal: controller.signal }).then((response) => response.text());
      const caught = work.catch((error: unknown) => error);
      await expect.poll(() => server.seen.length).toBe(1);
      const startedAt = performance.now();
      controller.abort();
      expect(await caught).toMatchObject({ code: "cancelled" });
      const took = performance.now() - startedAt;
      console.log(`cancel of a ${what} server: ${took.toFixed(1)} ms`);
      expect(took).toBeLessThan(stopMilliseconds);
      expect(ledger.rows[0]).toMatchObject({ state: "cancelled", bytesSent: server.seen[0]?.bodyBytes });
    }
  });

  it("never counts less than a server got that cuts in the middle of a large body", async () => {
    const body = "x".repeat(8_000_000);
    const half = await startHalfReader(body.length / 8, (socket) => socket.destroy());
    const { ledger, broker } = await set((reply) => reply.end());
    broker.allow("server:2", half.origin);
    const work = broker.fetchFor("server:2", purpose)(half.origin, { method: "POST", body });
    expect(await failure(work)).toMatch(/^cloud-/);
    expect(half.bodyBytes()).toBeGreaterThanOrEqual(body.length / 8);
    expect(ledger.rows[0]?.state).toBe("failed");
    expect(ledger.rows[0]?.bytesSent).toBeGreaterThanOrEqual(half.bodyBytes());
    expect(ledger.rows[0]?.bytesSent).toBeLessThanOrEqual(body.length);
  });

  it("counts what left before a stop in the middle of a body, not all and not nothing", async () => {
    const body = "x".repeat(32_000_000);
    let full: (value: unknown) => void = () => undefined;
    const reached = new Promise((resolve) => (full = resolve));
    const half = await startHalfReader(1_000_000, full);
    const { ledger, broker } = await set((reply) => reply.end());
    broker.allow("server:2", half.origin);
    const stop = new AbortController();
    const work = broker.fetchFor("server:2", purpose)(half.origin, { method: "POST", body, signal: stop.signal });
    const code = failure(work);
    await reached;
    stop.abort();
    expect(await code).toBe("cancelled");
    expect(ledger.rows[0]?.bytesSent).toBeGreaterThanOrEqual(half.bodyBytes());
    expect(ledger.rows[0]?.bytesSent).toBeLessThan(body.length);
  });

  it("goes on when the ledger can't be written after the first byte, and says so in the log", async () => {
    const { ledger, logged, ask } = await set((reply) => reply.end("good"));
    ledger.update = () => {
      throw new Error("disk full");
    };
    expect(await (await ask()).text()).toBe("good");
    expect(logged.join("")).toContain("ledger-not-written");
    expect(ledger.rows[0]?.state).toBe("complete");
  });

  it("opens no connection for a request that is already cancelled", async () => {
    const { server, ledger, ask } = await set((reply) => reply.end());
    await expect(ask({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
    expect([server.connections, ledger.rows.length]).toEqual([0, 0]);
  });

  it("reads no faster than its reader", async () => {
    let written = 0;
    const { broker, ledger, ask } = await set((reply) => {
      const block = Buffer.alloc(65_536, 120);
      const more = (): void => {
        while (written < 7_000_000) {
          written += block.length;
          if (!reply.write(block)) return void reply.once("drain", more);
        }
        reply.end();
      };
      more();
    });
    const response = await ask();
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    // What the systems of both sides buffer is all that may have come; the rest waits for the reader.
    const rowsWhileWaiting = ledger.rows[0]?.bytesReceived ?? 0;
    expect(rowsWhileWaiting).toBeLessThan(3_000_000);
    let total = 0;
    for (let part = await reader.read(); !part.done; part = await reader.read()) total += part.value.length;
    await untilClosed(broker, ledger);
    expect(ledger.rows[0]?.state).toBe("complete");
    expect(total).toBeGreaterThan(6_000_000);
  });

  it("cancels everything when it closes", async () => {
    const { server, ledger, broker, ask } = await set(() => undefined);
    const caught = ask().catch((error: unknown) => error);
    await expect.poll(() => server.seen.length).toBe(1);
    broker.close();
    expect(await caught).toMatchObject({ code: "cancelled" });
    expect(ledger.rows[0]?.state).toBe("cancelled");
    await expect(ask()).rejects.toMatchObject({ code: "not-found" });
  });
});
