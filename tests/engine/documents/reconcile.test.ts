import path from "node:path";

import { describe, expect, it } from "vitest";

import { outermost } from "../../../src/engine/documents/folder-keeper.ts";
import type { KnownPath } from "../../../src/engine/documents/path-table.ts";
import { compare, isLeftOut } from "../../../src/engine/documents/reconcile.ts";
import type { WalkEntry } from "../../../src/engine/documents/walker.ts";

const known: KnownPath = {
  id: 1,
  path: "/r/a.txt",
  relativePath: "a.txt",
  stamp: "5:100",
  fileKey: "7",
  outcome: "indexed",
  excluded: 0,
  fixed: false,
};
const entry: WalkEntry = {
  path: "/r/a.txt",
  relativePath: "a.txt",
  name: "a.txt",
  size: 5,
  modifiedAt: 0,
  stamp: "5:100",
  fileKey: "7",
  fixed: null,
  unlisted: false,
};
const asLink = { ...entry, fixed: { outcome: "link" as const, reason: "A link." } };

describe("compare", () => {
  const cases: [string, Partial<KnownPath>, Partial<WalkEntry>, ReturnType<typeof compare>][] = [
    ["same size, time and inode", {}, {}, "none"],
    ["another size or time", {}, { stamp: "6:100" }, "changed"],
    ["a restored copy under another inode", {}, { fileKey: "8" }, "changed"],
    ["still waiting and unchanged", { outcome: null }, {}, "none"],
    ["a file that became a link", {}, asLink, "fix"],
    ["a link as before", { outcome: "link", fixed: true }, asLink, "none"],
    ["a link that became a file", { outcome: "link", fixed: true }, {}, "unfix"],
    ["left out by the user, unchanged", { outcome: "excluded", excluded: 1 }, {}, "none"],
    ["left out by the user, changed", { outcome: "excluded", excluded: 1 }, { stamp: "9:9" }, "seen"],
  ];
  it.each(cases)("%s", (_, knownPart, entryPart, expected) => {
    expect(compare({ ...known, ...knownPart }, { ...entry, ...entryPart })).toBe(expected);
  });
});

describe("isLeftOut", () => {
  it("looks at every folder above, and at the user's wishes", () => {
    const file = path.join("/r", "docs", ".secret", "a.txt");
    expect(isLeftOut("/r", file, new Set())).toBe(true);
    expect(isLeftOut("/r", file, new Set(["docs/.secret"]))).toBe(false);
    expect(isLeftOut("/r", path.join("/r", "docs", "a.txt"), new Set())).toBe(false);
    expect(isLeftOut("/r", path.join("/r", "x", "node_modules", "b", "c.md"), new Set())).toBe(true);
  });
});

describe("outermost", () => {
  it("drops what lies below another path", () => {
    expect(outermost(["/r/a", "/r/a/b.txt", "/r/ab", "/r/a/c/d", "/r/a"])).toEqual(["/r/a", "/r/ab"]);
  });
});
