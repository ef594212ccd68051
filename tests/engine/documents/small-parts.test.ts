import { describe, expect, it } from "vitest";

import type { Block, TextRun } from "../../../src/engine/documents/document-types.ts";
import { sectionsOf, withoutSpans } from "../../../src/engine/documents/heading-path.ts";
import { fileRule, folderRule, isOnlineOnly, unreadKind } from "../../../src/engine/documents/ignore-rules.ts";
import { createListeners } from "../../../src/engine/documents/listeners.ts";
import { createRemainingTime } from "../../../src/engine/documents/remaining-time.ts";
import { reportCsv } from "../../../src/engine/documents/report.ts";
import { isSafeToOpen } from "../../../src/engine/documents/safe-to-open.ts";
import { isTelling, startersOf } from "../../../src/engine/documents/starters.ts";
import { decodeBlocks, decodeRuns, encodeBlocks, encodeRuns } from "../../../src/engine/documents/stored-layout.ts";
import { contentHash } from "../../../src/engine/documents/content-table.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { extractPlain } from "../../support/extraction.ts";

describe("stored layout", () => {
  it("gives back blocks and runs as they were, to a hundredth of a point", () => {
    const blocks: Block[] = [
      { kind: "heading", start: 0, end: 9, page: 1, level: 2 },
      { kind: "table-row", start: 10, end: 1_000_000, page: null, level: 0 },
    ];
    expect(decodeBlocks(encodeBlocks(blocks))).toEqual(blocks);
    const runs: TextRun[] = [
      { page: 1, start: 0, end: 5, x: 10.25, y: -3.5, width: 100.12, height: 12 },
      { page: 2, start: 5, end: 9, x: 0, y: 0, width: 1, height: 1 },
    ];
    expect(decodeRuns(encodeRuns(runs), () => true)).toEqual(runs);
    expect(decodeRuns(encodeRuns(runs), (page) => page === 2)).toEqual([runs[1]]);
    expect(encodeRuns([])).toBeNull();
    expect(decodeRuns(null, () => true)).toEqual([]);
  });
});

describe("heading path", () => {
  const text = "A intro B deep C last";
  const block = (kind: Block["kind"], start: number, end: number, level = 0): Block => ({
    kind,
    start,
    end,
    page: null,
    level,
  });
  it("nests by level and closes deeper headings", () => {
    const blocks = [
      block("heading", 0, 1, 1),
      block("paragraph", 2, 7),
      block("heading", 8, 9, 3),
      block("paragraph", 10, 14),
      block("heading", 15, 16, 2),
      block("paragraph", 17, 21),
    ];
    expect(sectionsOf(text.length, blocks, null, (start, end) => text.slice(start, end))).toEqual([
      { start: 0, end: 8, headings: ["A"] },
      { start: 8, end: 15, headings: ["A", "B"] },
      { start: 15, end: 21, headings: ["A", "C"] },
    ]);
  });
  it("takes hidden spans out of a span", () => {
    expect(
      withoutSpans(0, 10, [
        { start: 2, end: 4 },
        { start: 8, end: 20 },
      ]),
    ).toEqual([
      { start: 0, end: 2 },
      { start: 4, end: 8 },
    ]);
    expect(withoutSpans(5, 6, [{ start: 0, end: 10 }])).toEqual([]);
  });
});

describe("rules of what is left out", () => {
  it.each(["id_rsa", "server.pem", "Vault.KDBX", ".env.local", "logins.json", "Passwords.xlsx", "~$a.docx"])(
    "%s",
    (name) => {
      expect(fileRule(name)).not.toBeNull();
    },
  );
  it.each(["lease.pdf", "monkey.txt", "environment.md", "password policy.docx", "keys of the flat.txt"])(
    "not %s",
    (name) => {
      expect(fileRule(name) ?? unreadKind(name)).toBeNull();
    },
  );
  it("knows folders of tools, keys, browsers and the system", () => {
    expect(folderRule(".git", ".git")).toMatch(/programs/);
    expect(folderRule(".ssh", "x/.ssh")).toMatch(/keys/);
    expect(folderRule("Default", "a/Google/Chrome/Default")).toMatch(/browser/);
    expect(folderRule("Chrome plating", "Chrome plating")).toBeNull();
    expect(folderRule("documents", "documents")).toBeNull();
  });
  it("does not take a small file on NTFS for one in the cloud", () => {
    expect(isOnlineOnly("win32", "a.txt", 300, 0)).toBe(false);
    expect(isOnlineOnly("win32", "a.txt", 300_000, 0)).toBe(true);
    expect(isOnlineOnly("linux", "sparse.txt", 300_000, 0)).toBe(false);
  });
});

describe("report", () => {
  it("quotes what needs it and disarms what a spreadsheet would run", () => {
    const row = { reason: null, pages: 2, passages: 3, language: "en", milliseconds: 4 };
    const csv = reportCsv([
      { ...row, path: '/a "b", c.txt', outcome: "indexed" },
      { ...row, path: "=cmd()", outcome: null, reason: "two\nlines" },
    ]);
    expect(csv).toBe(
      "path,outcome,reason,pages,passages,language,milliseconds\r\n" +
        '"/a ""b"", c.txt",indexed,,2,3,en,4\r\n' +
        '\'=cmd(),waiting,"two\nlines",2,3,en,4\r\n',
    );
  });
});

describe("starters", () => {
  it("asks about headings that say something, one a file, none twice", () => {
    const files = [
      { documentId: 1, documentName: "lease.pdf", headings: ["1", "3.2 Notice period", "Rent"] },
      { documentId: 2, documentName: "copy.pdf", headings: ["Notice period"] },
      { documentId: 3, documentName: "plain.txt", headings: [] },
      { documentId: 4, documentName: "manual.md", headings: ["What now?", "Descaling"] },
    ];
    expect(startersOf(files).map((starter) => starter.text)).toEqual([
      "What does “Notice period” in lease.pdf say?",
      "What does “Descaling” in manual.md say?",
    ]);
    expect(isTelling("2024-05-01")).toBe(false);
    expect(isTelling("押金和通知期")).toBe(true);
  });
});

describe("remaining time", () => {
  it("follows the rate of the last while, and is unknown before it has seen any", () => {
    const time = createRemainingTime();
    expect(time.seconds()).toBeNull();
    time.observe(0, 100);
    expect(time.seconds()).toBeNull();
    for (let second = 1; second <= 10; second += 1) time.observe(second * 1_000, 100 - second * 2);
    expect(time.seconds()).toBe(40);
    // New work is more to do, not slower work.
    time.observe(11_000, 158);
    expect(time.seconds()).toBeCloseTo(158 / (20 / 11), 0);
    time.observe(12_000, 0);
    expect(time.seconds()).toBe(0);
  });
});

describe("listeners", () => {
  it("are told until they leave, and one that throws stops nobody", () => {
    const listeners = createListeners<number>(silentLog);
    const heard: number[] = [];
    listeners.listen(() => {
      throw new Error("mine");
    });
    const leave = listeners.listen((value) => heard.push(value));
    listeners.tell(1);
    leave();
    listeners.tell(2);
    expect(heard).toEqual([1]);
  });
});

it("opens documents, not programs", () => {
  for (const name of ["a.pdf", "b.DOCX", "c.txt"]) expect(isSafeToOpen(name)).toBe(true);
  for (const name of ["a.exe", "b.docm", "c.sh", "d.html", "e.lnk", "f"]) expect(isSafeToOpen(name)).toBe(false);
});

describe("contentHash", () => {
  it("is one for equal text in an equal layout only", () => {
    const base = extractPlain("The walrus sleeps.");
    const page = { number: 1, width: 595, height: 842, start: 0, end: 18 };
    const others = [
      { ...base, title: "Walrus" },
      { ...base, text: "The badger wakes." },
      { ...base, extractor: "docx" },
      { ...base, pages: [page] },
      { ...base, pages: [{ ...page, end: 3 }] },
      { ...base, hidden: [{ start: 0, end: 3 }] },
    ];
    expect(contentHash({ ...base })).toBe(contentHash(base));
    expect(new Set([base, ...others].map(contentHash)).size).toBe(others.length + 1);
  });
});
