import { describe, expect, it } from "vitest";

import { isOwnNetwork, parseServerAddress } from "../../../../src/engine/platform/egress/address.ts";

describe("isOwnNetwork", () => {
  it.each([
    "127.0.0.1",
    "127.9.9.9",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.20",
    "::1",
    "fd00::1",
    "fe80::1",
    "::ffff:127.0.0.1",
  ])("takes %s", (address) => expect(isOwnNetwork(address)).toBe(true));
  it.each(["8.8.8.8", "172.32.0.1", "192.169.0.1", "11.0.0.1", "2606:4700::1111", "::ffff:8.8.8.8", "example.com", ""])(
    "does not take %s",
    (address) => expect(isOwnNetwork(address)).toBe(false),
  );
});

describe("parseServerAddress", () => {
  it.each([
    "https://api.example.com/v1",
    "http://localhost:11434/v1",
    "http://127.0.0.1:8080",
    "http://[::1]:8080/v1",
    "http://192.168.1.5:1234/v1",
    "http://nas:8080/v1",
    "http://box.local/v1",
  ])("takes %s", (address) => expect(parseServerAddress(address).href).toContain(address));

  it.each([
    ["no address", "api.example.com"],
    ["http to the internet by name", "http://api.example.com/v1"],
    ["http to the internet by number", "http://93.184.216.34/v1"],
    ["http to a number in decimal form", "http://1572395042/v1"],
    ["http to a name that only looks local", "http://localhost.example.com/v1"],
    ["a name and a password", "https://me:secret@api.example.com/v1"],
    ["a query", "https://api.example.com/v1?key=1"],
    ["a file", "file:///etc/passwd"],
    ["a script", "javascript:alert(1)"],
  ])("refuses %s", (_, address) => {
    expect(() => parseServerAddress(address)).toThrow(expect.objectContaining({ code: "invalid-input" }));
  });
});
