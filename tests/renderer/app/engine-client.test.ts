import { ORPCError } from "@orpc/client";
import { expect, test } from "vitest";

import { lastingLink } from "../../../src/renderer/engine-client/engine-client.ts";
import { PageError, toPageError } from "../../../src/renderer/engine-client/page-error.ts";
import { socketAddress } from "../../../src/renderer/engine-client/web-socket-wire.ts";
import { createLinkSlot } from "../../../src/renderer/engine-client/wire.ts";
import type { Wire } from "../../../src/renderer/engine-client/wire.ts";

function wireOf(slot: ReturnType<typeof createLinkSlot>): Wire {
  return { link: () => slot.get(), state: () => "open", onState: () => () => undefined };
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  return promise.then(
    () => "no error",
    (error: unknown) => (error instanceof PageError ? error.code : "not a page error"),
  );
}

test("the token is the first part of the page's path", () => {
  const location = { protocol: "http:", host: "127.0.0.1:4242", pathname: "/secret/" };
  expect(socketAddress(location, "engine")).toBe("ws://127.0.0.1:4242/secret/engine");
});

test("a call waits for the first wire and goes over the newest one", async () => {
  const slot = createLinkSlot();
  const link = lastingLink(wireOf(slot), "engine");
  const first = link.call(["a"], {}, { context: {} });
  slot.put({ call: async () => "one" });
  expect(await first).toBe("one");
  slot.put({ call: async () => "two" });
  expect(await link.call(["a"], {}, { context: {} })).toBe("two");
});

test("a lost wire ends a waiting call and a waiting stream as engine-gone, and the next call works", async () => {
  const slot = createLinkSlot();
  const link = lastingLink(wireOf(slot), "engine");
  slot.put({ call: () => new Promise(() => undefined) });
  const waiting = codeOf(link.call(["a"], {}, { context: {} }));
  await Promise.resolve();
  await Promise.resolve();
  slot.lose();
  expect(await waiting).toBe("engine-gone");

  async function* stream(): AsyncGenerator<string> {
    yield "first";
    await new Promise(() => undefined);
  }
  slot.put({ call: async () => stream() });
  const events = (await link.call(["b"], {}, { context: {} })) as AsyncIterableIterator<string>;
  expect(await events.next()).toEqual({ value: "first", done: false });
  const next = codeOf(events.next());
  slot.lose();
  expect(await next).toBe("engine-gone");
  slot.put({ call: async () => "back" });
  expect(await link.call(["c"], {}, { context: {} })).toBe("back");
});

test("every failure gets a code: typed errors keep theirs, aborts are cancelled, the rest is internal", () => {
  const typed = new ORPCError("DOCENT", { data: { code: "model-failed", message: "x" } });
  expect(toPageError(typed).code).toBe("model-failed");
  expect(toPageError(new Error("anything"), true).code).toBe("cancelled");
  expect(toPageError(new ORPCError("BAD_REQUEST")).code).toBe("invalid-input");
  expect(toPageError(new Error("[Peer] queue for id 3 has been closed")).code).toBe("engine-gone");
  expect(toPageError(new TypeError("x is not a function")).code).toBe("internal");
});
