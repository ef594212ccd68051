import { expect, test } from "vitest";

import { contentPolicy } from "../../src/shared/content-policy.ts";
import { defaultDataFolder } from "../../src/shared/data-folder.ts";
import { readPageAddress } from "../../src/shared/page-address.ts";
import { isSafeLink } from "../../src/shared/safe-link.ts";

test("the page and its files have plain names", () => {
  expect(readPageAddress("", null)).toEqual({ kind: "file", name: "index.html" });
  expect(readPageAddress("assets/index-a_B1.js", null)).toEqual({ kind: "file", name: "assets/index-a_B1.js" });
});

const refused = [
  "..",
  "../package.json",
  "a/../b",
  "./a",
  "a//b",
  "/etc/passwd",
  "a/",
  ".env",
  "a/.git/config",
  "a\\b",
  "a%2fb",
  "a b",
  "a\u0000b",
  "ä.js",
  "doc/0/page/1",
  "doc/1/page/0",
  "doc/-1/page/1",
  "doc/1/page/1x",
];

test.each(refused)("%j names nothing that is given out", (address) => {
  const read = readPageAddress(address, null);
  // A refused picture may read as a file's name; there is no such file, and it stays below the page's folder.
  if (read.kind === "file") expect(read.name).toMatch(/^doc\//);
  else expect(read).toEqual({ kind: "refused" });
});

test("a picture has whole positive numbers and a width within its bounds", () => {
  expect(readPageAddress("doc/12/page/3", "480")).toEqual({ kind: "picture", documentId: 12, page: 3, width: 480 });
  expect(readPageAddress("doc/12/page/3", null)).toMatchObject({ width: 800 });
  for (const width of ["15", "4001", "1.5", "x", "-1", "1e9"]) {
    expect(readPageAddress("doc/12/page/3", width)).toEqual({ kind: "refused" });
  }
});

test("only https and mailto without a user name may leave", () => {
  const safe = (address: string): boolean => isSafeLink(new URL(address));
  expect(safe("https://example.com/a?b#c")).toBe(true);
  expect(safe("mailto:someone@example.com")).toBe(true);
  for (const address of [
    "http://example.com",
    "file:///etc/passwd",
    "javascript:alert(1)",
    "data:text/html,x",
    "smb://host/share",
    "https://user@example.com",
    "https://bank.example:secret@evil.example",
    `https://example.com/${"a".repeat(2_048)}`,
  ]) {
    expect(safe(address)).toBe(false);
  }
});

test("the policies of window and browser differ by the socket alone", () => {
  const window = contentPolicy({ styleNonce: "n", connect: "none" }).split("; ");
  const browser = contentPolicy({ styleNonce: "n", connect: "self" }).split("; ");
  expect(window.filter((rule) => !browser.includes(rule))).toEqual(["connect-src 'none'"]);
  expect(browser.filter((rule) => !window.includes(rule))).toEqual(["connect-src 'self'"]);
  expect(window.join(" ")).not.toMatch(/unsafe|\*|https?:|data:|blob:/);
});

test("the data folder is the platform's", () => {
  const folder = (platform: string, environment: Record<string, string> = {}): string =>
    defaultDataFolder({ platform, home: "/home/ana", environment });
  expect(folder("linux")).toBe("/home/ana/.local/share/docent");
  expect(folder("linux", { XDG_DATA_HOME: "/data" })).toBe("/data/docent");
  expect(folder("linux", { XDG_DATA_HOME: "relative" })).toBe("/home/ana/.local/share/docent");
  expect(folder("darwin")).toBe("/home/ana/Library/Application Support/Docent");
  expect(folder("win32", { APPDATA: "C:\\Users\\ana\\AppData\\Roaming" })).toBe(
    "C:\\Users\\ana\\AppData\\Roaming\\Docent",
  );
});
