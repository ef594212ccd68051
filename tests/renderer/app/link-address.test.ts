import { expect, test } from "vitest";

import { carriesText, checkLink } from "../../../src/renderer/app/link-address.ts";

test("only https and mailto addresses of a sane length, without a user name", () => {
  expect(checkLink("https://example.com/a?b")).toEqual({
    ok: true,
    url: "https://example.com/a?b",
    host: "example.com",
  });
  expect(checkLink("mailto:ana@example.com")).toMatchObject({ ok: true });
  for (const address of [
    "http://example.com",
    "javascript:alert(1)",
    "file:///etc/passwd",
    "data:text/html,x",
    "https://bank.com@evil.example/",
    "not an address",
    `https://example.com/${"a".repeat(2_100)}`,
  ]) {
    expect(checkLink(address)).toEqual({ ok: false });
  }
});

test("an address that carries 20 characters of the documents is found, also when encoded", () => {
  const texts = ["The deposit is two months' rent, 1,900 euro, payable in full."];
  expect(carriesText("https://evil.example/?q=deposit%20is%20two%20months%27%20rent", texts)).toBe(true);
  expect(carriesText("https://evil.example/deposit+is+two+months+rent+1900", texts)).toBe(true);
  expect(carriesText("https://example.com/help/deposit", texts)).toBe(false);
});
