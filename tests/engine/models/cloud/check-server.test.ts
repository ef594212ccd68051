import { describe, expect, it } from "vitest";

import { checkServer } from "../../../../src/engine/models/cloud/check-server.ts";
import { systemClock } from "../../../../src/engine/platform/clock.ts";
import { createEgressBroker } from "../../../../src/engine/platform/egress/egress-broker.ts";
import { silentLog } from "../../../../src/engine/platform/log.ts";
import type { Behaviour } from "../../../support/loopback-listener.ts";
import { startLoopbackServer } from "../../../support/loopback-server.ts";
import { createMemoryLedger } from "../../../support/memory-ledger.ts";

async function set(behave: Behaviour) {
  const server = await startLoopbackServer(behave);
  const ledger = createMemoryLedger();
  const egress = createEgressBroker({ ledger, clock: systemClock, log: silentLog });
  const row = { id: 1, label: "Server", baseUrl: `${server.origin}/v1`, model: "tiny" };
  egress.allow("server:1", row.baseUrl);
  return { server, ledger, egress, row };
}

describe("checkServer", () => {
  const list = JSON.stringify({ object: "list", data: [{ id: "tiny", object: "model" }] });
  it.each<[string, Behaviour, boolean, RegExp]>([
    ["a server that has the model", (reply) => reply.end(list), true, /offers tiny/],
    ["a server without it", (reply) => reply.end('{"data":[]}'), true, /does not list tiny/],
    [
      "a refused key",
      (reply) => {
        reply.writeHead(401);
        reply.end("{}");
      },
      false,
      /refuses the key/,
    ],
    [
      "an error",
      (reply) => {
        reply.writeHead(503);
        reply.end();
      },
      false,
      /error 503/,
    ],
    ["a web page", (reply) => reply.end("<html>"), false, /not like/],
    ["a cut connection", (reply) => reply.socket?.destroy(), false, /broke/],
  ])("tells of %s in one row without documents", async (_, behave, answers, message) => {
    const { server, ledger, egress, row } = await set(behave);
    const result = await checkServer(row, egress);
    expect(result).toEqual({ answers, message: expect.stringMatching(message) as string });
    expect(server.seen[0]).toMatchObject({ method: "GET", path: "/v1/models", bodyBytes: 0 });
    expect(ledger.rows).toMatchObject([{ purpose: "check server", documents: [], passages: 0, bytesSent: 0 }]);
  });
});
