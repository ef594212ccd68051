import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { compareRuns } from "../../../src/engine/evaluation/compare.ts";
import { readRun, writeReport } from "../../../src/engine/evaluation/report.ts";
import { escapeHtml, reportHtml, worstRows } from "../../../src/engine/evaluation/report-html.ts";
import { makeRow, makeRun } from "./make-run.ts";

const hostile = `</details><script>alert(1)</script><img src="http://a.example/x" onerror='x'>`;
const run = makeRun(
  [
    makeRow("good", { hit: 1 }),
    makeRow(
      "bad",
      { hit: 0 },
      {
        question: hostile,
        expected: hostile,
        slice: "zh",
        found: [{ label: hostile, text: hostile, right: true }],
      },
    ),
  ],
  { [hostile]: hostile },
  { title: hostile },
);

describe("report", () => {
  it("escapes everything foreign and loads nothing", () => {
    const html = reportHtml(run, compareRuns(run, { ...run, setup: { [hostile]: "other" } }));
    expect(html).not.toMatch(/<script|<img|<link|<iframe|@import|url\(/i);
    expect(html).toContain("default-src &#39;none&#39;".replaceAll("&#39;", "'"));
    expect(html.match(/&lt;script&gt;/g)?.length).toBeGreaterThan(5);
    expect(html).toContain("one change");
    expect(escapeHtml(`&<>"'`)).toBe("&amp;&lt;&gt;&quot;&#39;");
  });

  it("shows values with intervals, parts and the lowest questions with what was found", () => {
    const html = reportHtml(run, null);
    expect(html).toContain("0.500");
    expect(html).toContain("By part");
    expect(html).toContain("holds the evidence");
    expect(html).toContain("The 2 lowest by hit");
  });

  it("lists the lowest first, equal ones by id, at most 20, and the highest where lower is better", () => {
    const rows = Array.from({ length: 30 }, (_, index) => makeRow(String(index).padStart(2, "0"), { hit: index % 3 }));
    expect(
      worstRows(makeRun(rows))
        .slice(0, 3)
        .map((row) => row.id),
    ).toEqual(["00", "03", "06"]);
    expect(worstRows(makeRun(rows))).toHaveLength(20);
    const lower = makeRun(rows, {}, { gated: [{ metric: "hit", better: "lower" }] });
    expect(worstRows(lower)[0]?.id).toBe("02");
  });
});

describe("files", () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(path.join(tmpdir(), "docent-report-"));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it("reads back the run that it wrote, by name and by path", async () => {
    const files = await writeReport(path.join(directory, "new"), run, null);
    expect(await readRun(path.join(directory, "new"), run.run)).toEqual(run);
    expect(await readRun("/", files.json)).toEqual(run);
    expect(await readFile(files.html, "utf8")).toBe(reportHtml(run, null));
  });

  it("names a missing run and refuses another file", async () => {
    await expect(readRun(directory, "none")).rejects.toMatchObject({ code: "not-found" });
    await writeFile(path.join(directory, "x.json"), "{}");
    await expect(readRun(directory, "x")).rejects.toMatchObject({ code: "invalid-input" });
  });
});
