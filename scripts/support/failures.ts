import { readFileSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** A test that failed, for the end of a long run: the log above it may be cut off where it is read. */
export interface Failure {
  title: string;
  message: string;
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    title: string;
    file: string;
    line: number;
    tests: { status: string; results: { errors: { message?: string }[] }[] }[];
  }[];
}

/** Failures of a vitest run from its JSON report; a file that could not be loaded is one of them. */
export function vitestFailures(reportFile: string): Failure[] {
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as {
    testResults: {
      name: string;
      status: string;
      message: string;
      assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
    }[];
  };
  return report.testResults.flatMap((file) => {
    const failed = file.assertionResults.filter((test) => test.status === "failed");
    if (failed.length === 0 && file.status === "failed") return [{ title: file.name, message: file.message }];
    return failed.map((test) => ({ title: test.fullName, message: test.failureMessages.join("\n") }));
  });
}

/** Failures of a Playwright run from its JSON report; tests that did not run behind a failed one are left out. */
export function playwrightFailures(reportFile: string): Failure[] {
  const report = JSON.parse(readFileSync(reportFile, "utf8")) as {
    suites: PlaywrightSuite[];
    errors: { message?: string }[];
  };
  const found: Failure[] = report.errors.map((error) => ({ title: "outside any test", message: error.message ?? "" }));
  const visit = (suite: PlaywrightSuite): void => {
    for (const spec of suite.specs ?? []) {
      for (const test of spec.tests) {
        if (test.status !== "unexpected" && test.status !== "flaky") continue;
        const messages = test.results.flatMap((result) => result.errors.map((error) => error.message ?? ""));
        found.push({ title: `${spec.file}:${spec.line} ${spec.title}`, message: messages.join("\n") });
      }
    }
    for (const inner of suite.suites ?? []) visit(inner);
  };
  for (const suite of report.suites) visit(suite);
  return found;
}

const firstLines = 14;

/** A failure in a few lines: which test, and how its message begins, or how it ends when `lines` is below zero. */
export function describeFailure(step: string, failure: Failure, lines = firstLines): string {
  const told = stripVTControlCharacters(failure.message)
    .split("\n")
    .filter((line) => line.trim() !== "");
  const shown = (lines < 0 ? told.slice(lines) : told.slice(0, lines)).map((line) => `    ${line.slice(0, 240)}`);
  return [`FAIL ${step}: ${failure.title}`, ...shown].join("\n");
}
