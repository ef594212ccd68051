import { expect, test } from "vitest";

import { admit, sameToken, type Knock } from "../../../src/cli/serve/gate.ts";
import { createRateLimit } from "../../../src/cli/serve/rate-limit.ts";

const own = { port: 4242, token: "a".repeat(43) };
const knock: Knock = {
  host: "127.0.0.1:4242",
  origin: undefined,
  site: undefined,
  token: own.token,
  upgrade: false,
};

test("our own page is let in, by both names of loopback", () => {
  expect(admit(knock, own)).toEqual({ admitted: true });
  expect(admit({ ...knock, host: "localhost:4242", origin: "http://localhost:4242" }, own)).toEqual({ admitted: true });
  expect(admit({ ...knock, upgrade: true, origin: "http://127.0.0.1:4242" }, own)).toEqual({ admitted: true });
});

const refusals: [change: Partial<Knock>, reason: string][] = [
  [{ host: undefined }, "wrong host"],
  [{ host: "127.0.0.1" }, "wrong host"],
  [{ host: "127.0.0.1:4243" }, "wrong host"],
  [{ host: "evil.example:4242" }, "wrong host"],
  [{ host: "127.0.0.1:4242.evil.example" }, "wrong host"],
  [{ origin: "http://evil.example" }, "wrong origin"],
  [{ origin: "null" }, "wrong origin"],
  [{ origin: "https://127.0.0.1:4242" }, "wrong origin"],
  [{ origin: "http://localhost:4242" }, "wrong origin"],
  [{ upgrade: true }, "no origin"],
  [{ site: "cross-site" }, "cross-site"],
  [{ site: "same-site" }, "cross-site"],
  [{ token: "" }, "not found"],
  [{ token: "a".repeat(42) }, "not found"],
  [{ token: `${"a".repeat(42)}b` }, "not found"],
];

test.each(refusals)("%j is refused: %s", (change, reason) => {
  expect(admit({ ...knock, ...change }, own)).toMatchObject({ admitted: false, reason });
});

test("tokens of any length are compared", () => {
  expect(sameToken("abc", "abc")).toBe(true);
  expect(sameToken("", "abc")).toBe(false);
  expect(sameToken("abcd", "abc")).toBe(false);
});

test("a socket may burst to twice its rate and then gets its rate", () => {
  let now = 0;
  const limit = createRateLimit(200, () => now);
  const taken = (count: number): number => Array.from({ length: count }, () => limit.take()).filter(Boolean).length;
  expect(taken(1_000)).toBe(400);
  now += 500;
  expect(taken(1_000)).toBe(100);
  now += 60_000;
  expect(taken(1_000)).toBe(400);
});
