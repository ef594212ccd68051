import { readFileSync } from "node:fs";

export interface Counts {
  passed: number;
  failed: number;
}

/** Adds up counts of several runners. */
export function sum(counts: readonly Counts[]): Counts {
  return {
    passed: counts.reduce((total, count) => total + count.passed, 0),
    failed: counts.reduce((total, count) => total + count.failed, 0),
  };
}

/** Counts of a vitest run from its JSON report; a file that could not be loaded counts as one failure. */
export function vitestCounts(reportFile: string): Counts {
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as {
    numPassedTests: number;
    numFailedTests: number;
    testResults: { status: string; assertionResults: unknown[] }[];
  };
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  ).length;
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloaded };
}

/** Counts of a Playwright run from its JSON report; an error outside any test counts as one failure. */
export function playwrightCounts(reportFile: string): Counts {
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as {
    stats: { expected: number; unexpected: number; flaky: number; skipped: number };
    errors: unknown[];
  };
  return {
    passed: report.stats.expected,
    // A test that did not run because an earlier one failed is not passed.
    failed: report.stats.unexpected + report.stats.flaky + report.stats.skipped + report.errors.length,
  };
}

/** Counts from a closing line "N passed, N failed" that a step printed; undefined when it printed none. */
export function closingLineCounts(output: string): Counts | undefined {
  const lines = output.trimEnd().split("\n");
  for (let index = lines.length - 1; index >= 0; index -= 1) {
    const found = /^(\d+) passed, (\d+) failed$/.exec(lines[index]?.trim() ?? "");
    if (found !== null) return { passed: Number(found[1]), failed: Number(found[2]) };
  }
  return undefined;
}

/** The runner's closing line. */
export function closingLine(counts: Counts): string {
  return `${counts.passed} passed, ${counts.failed} failed`;
}
