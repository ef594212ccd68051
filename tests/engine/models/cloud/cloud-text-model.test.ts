import { describe, expect, it } from "vitest";

import { createCloudText, estimateTokens } from "../../../../src/engine/models/cloud/cloud-text-model.ts";
import type { GeneratePart, GenerateRequest } from "../../../../src/engine/models/model-types.ts";
import { systemClock } from "../../../../src/engine/platform/clock.ts";
import { createEgressBroker } from "../../../../src/engine/platform/egress/egress-broker.ts";
import { silentLog } from "../../../../src/engine/platform/log.ts";
import { type Behaviour, sse, streams } from "../../../support/loopback-listener.ts";
import { startLoopbackServer } from "../../../support/loopback-server.ts";
import { createMemoryLedger } from "../../../support/memory-ledger.ts";

const documents = [{ name: "Lease.pdf", pages: [4, 5] }];

async function set(behave: Behaviour) {
  const server = await startLoopbackServer(behave);
  const ledger = createMemoryLedger();
  const limits = { idleMs: 400, firstByteMs: 400, bodyBytes: 1_000_000 };
  const egress = createEgressBroker({ ledger, clock: systemClock, log: silentLog, limits });
  const row = { id: 1, label: "Server", baseUrl: `${server.origin}/v1`, model: "tiny" };
  egress.allow("server:1", row.baseUrl);
  return { server, ledger, egress, row, model: createCloudText(row, egress) };
}

function request(more: Partial<GenerateRequest> = {}): GenerateRequest {
  return {
    messages: [
      { role: "system", text: "Answer from the passages." },
      { role: "user", text: "[1] The deposit is two months' rent.\n\nQuestion: How much is the deposit?" },
    ],
    temperature: 0,
    seed: 1,
    maxTokens: 200,
    stop: [],
    signal: new AbortController().signal,
    purpose: { conversationId: 1, documents, passages: 1 },
    ...more,
  };
}

async function read(
  stream: AsyncIterable<GeneratePart>,
): Promise<{ text: string; parts: GeneratePart[]; code: string }> {
  const parts: GeneratePart[] = [];
  let code = "none";
  try {
    for await (const part of stream) parts.push(part);
  } catch (error) {
    code = (error as { code?: string }).code ?? String(error);
  }
  return { text: parts.map((part) => (part.type === "text" ? part.text : "")).join(""), parts, code };
}

describe("createCloudText", () => {
  it("streams an answer; the ledger's bytes are those the server counted", async () => {
    const { server, ledger, model } = await set(streams(["The deposit ", "is two ", "months' rent [1]. Grüße"]));
    const { text, parts, code } = await read(model.generate(request()));
    expect(code).toBe("none");
    expect(text).toBe("The deposit is two months' rent [1]. Grüße");
    expect(parts.at(-1)).toMatchObject({ type: "done", reason: "end" });
    await expect.poll(() => ledger.rows[0]?.state).not.toBe("open");
    expect(ledger.rows).toEqual([
      {
        purpose: "answer",
        documents,
        passages: 1,
        host: server.host,
        state: "complete",
        bytesSent: server.seen[0]?.bodyBytes,
        bytesReceived: server.seen[0]?.sentBytes,
      },
    ]);
    const sent = JSON.parse(server.seen[0]?.body ?? "") as Record<string, unknown>;
    expect(server.seen[0]?.path).toBe("/v1/chat/completions");
    expect(sent).toMatchObject({ model: "tiny", stream: true, temperature: 0, seed: 1, max_tokens: 200 });
    expect(sent["messages"]).toMatchObject([{ role: "system" }, { role: "user" }]);
    expect(sent["tools"]).toBeUndefined();
  });

  const bad: [string, string, Behaviour][] = [
    [
      "a stream that is cut",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write(sse(["The deposit "], null)[0] as string);
        setTimeout(() => reply.socket?.destroy(), 20);
      },
    ],
    ["a stream that ends early", "cloud-broken", streams(["The deposit "], null)],
    [
      "an event that is no JSON",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write('data: {"choices": [{"delta": {"content": "a\n\n');
        reply.end();
      },
    ],
    [
      "an event of another shape",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write('data: {"choices": 7}\n\ndata: [DONE]\n\n');
        reply.end();
      },
    ],
    [
      "bytes that are not UTF-8",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write(Buffer.from([0xff, 0xfe, 0x00, 0x80]));
        reply.end();
      },
    ],
    [
      "a web page",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/html" });
        write("<html><body>Sign in to the network</body></html>");
        reply.end();
      },
    ],
    [
      "an error inside the stream",
      "cloud-broken",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write(`data: ${JSON.stringify({ error: { message: "overloaded", type: "server_error" } })}\n\n`);
        reply.end();
      },
    ],
    [
      "a redirect",
      "cloud-broken",
      (reply) => {
        reply.writeHead(307, { location: "http://127.0.0.1:9/" });
        reply.end();
      },
    ],
    [
      "a refused key",
      "key-missing",
      (reply, _, write) => {
        reply.writeHead(401);
        write('{"error":{"message":"no"}}');
        reply.end();
      },
    ],
    [
      "too many questions",
      "cloud-limit",
      (reply) => {
        reply.writeHead(429);
        reply.end();
      },
    ],
    [
      "a server error",
      "cloud-broken",
      (reply) => {
        reply.writeHead(500);
        reply.end("oops");
      },
    ],
    [
      "a prompt too long for the model",
      "context-full",
      (reply) => {
        reply.writeHead(400, { "content-type": "application/json" });
        reply.end(
          JSON.stringify({
            error: {
              message: "This model's maximum context length is 4096 tokens.",
              type: "x",
              code: "context_length_exceeded",
            },
          }),
        );
      },
    ],
    ["silence", "cloud-broken", () => undefined],
    [
      "an answer without end",
      "cloud-limit",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        let count = 0;
        const more = (): void => {
          if (reply.destroyed) return;
          for (let index = 0; index < 50; index += 1) write(sse([`Item ${(count += 1)} is new. `], null)[0] as string);
          setImmediate(more);
        };
        more();
      },
    ],
    [
      "one event without end",
      "cloud-limit",
      (reply) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        reply.write("data: ");
        const more = (): void => {
          while (!reply.destroyed && reply.write("x".repeat(10_000)));
          if (!reply.destroyed) reply.once("drain", more);
        };
        more();
      },
    ],
  ];
  it.each(bad)("gives a typed error for %s", async (_, code, behave) => {
    const { ledger, model } = await set(behave);
    expect((await read(model.generate(request()))).code).toBe(code);
    expect(ledger.rows.length).toBe(1);
    await expect.poll(() => ledger.rows[0]?.state).not.toBe("open");
  });

  it("keeps what arrived before a cut", async () => {
    const { model } = await set((reply, _, write) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      write(sse(["The deposit is "], null)[0] as string);
      setTimeout(() => reply.socket?.destroy(), 50);
    });
    expect(await read(model.generate(request()))).toMatchObject({ text: "The deposit is ", code: "cloud-broken" });
  });

  it("tells a refused key from a missing one", async () => {
    const { egress, model } = await set((reply) => {
      reply.writeHead(403);
      reply.end();
    });
    egress.setKey("server:1", "sk-wrong");
    expect((await read(model.generate(request()))).code).toBe("cloud-refused");
  });

  it("says that nothing was sent when the server is gone, and asks only once", async () => {
    const { server, ledger, model } = await set(() => undefined);
    await server.close();
    expect((await read(model.generate(request()))).code).toBe("cloud-unreachable");
    expect(ledger.rows).toMatchObject([{ state: "failed", bytesSent: 0 }]);
  });

  it("stops a model that circles and closes the connection", async () => {
    let closed = false;
    const { ledger, model } = await set((reply, _, write) => {
      reply.writeHead(200, { "content-type": "text/event-stream" });
      reply.on("close", () => {
        closed = true;
      });
      const more = (): void => {
        if (reply.destroyed) return;
        write(sse(["The committee will look into this again. "], null)[0] as string);
        setImmediate(more);
      };
      more();
    });
    const { parts, code } = await read(model.generate(request({ maxTokens: 2_000 })));
    expect(code).toBe("none");
    expect(parts.at(-1)).toMatchObject({ type: "done", reason: "circling" });
    await expect.poll(() => closed).toBe(true);
    await expect.poll(() => ledger.rows[0]?.state).toBe("cancelled");
  });

  it("ends at a stop sequence although the server goes on", async () => {
    const { model } = await set(streams(["One. ", "\nQues", "tion: two"]));
    const { text, parts } = await read(model.generate(request({ stop: ["\nQuestion:"] })));
    expect(text).toBe("One. ");
    expect(parts.at(-1)).toMatchObject({ reason: "stop-sequence" });
  });

  it("tells when the limit of words ended it", async () => {
    const { model } = await set(streams(["One."], "length"));
    expect((await read(model.generate(request()))).parts.at(-1)).toMatchObject({ reason: "length" });
  });

  it.each<[string, Behaviour]>([
    ["silent", () => undefined],
    [
      "slow",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        write(sse(["The deposit "], null)[0] as string);
      },
    ],
    [
      "very fast",
      (reply, _, write) => {
        reply.writeHead(200, { "content-type": "text/event-stream" });
        let count = 0;
        const more = (): void => {
          if (reply.destroyed) return;
          write(sse([`${(count += 1)} `], null)[0] as string);
          setImmediate(more);
        };
        more();
      },
    ],
  ])("cancels a %s server at once", async (kind, behave) => {
    const { server, ledger, model } = await set(behave);
    const controller = new AbortController();
    const work = read(model.generate(request({ signal: controller.signal, maxTokens: 100_000 })));
    await expect.poll(() => server.seen.length, { interval: 5 }).toBe(1);
    const startedAt = performance.now();
    controller.abort();
    expect((await work).code).toBe("cancelled");
    const took = performance.now() - startedAt;
    console.log(`cancel of a ${kind} server through the SDK: ${took.toFixed(1)} ms`);
    expect(took).toBeLessThan(1_000);
    await expect.poll(() => ledger.rows[0]?.state).toBe("cancelled");
  });

  it("sends nothing for a question that is already cancelled", async () => {
    const { server, ledger, model } = await set(() => undefined);
    expect((await read(model.generate(request({ signal: AbortSignal.abort() })))).code).toBe("cancelled");
    expect([server.connections, ledger.rows.length]).toEqual([0, 0]);
  });

  it("estimates rather too many tokens", () => {
    expect(estimateTokens("The deposit is two months' rent.")).toBeGreaterThanOrEqual(8);
    expect(estimateTokens("押金是两个月的租金")).toBeGreaterThanOrEqual(9);
  });
});
