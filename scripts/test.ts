import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";

import { closingLine, closingLineCounts, playwrightCounts, sum, vitestCounts, type Counts } from "./support/counts.ts";
import { browserNeeds, electronNeeds, ensureSystem, offlineNeeds, type SystemNeed } from "./support/debian-packages.ts";
import { describeFailure, playwrightFailures, vitestFailures, type Failure } from "./support/failures.ts";
import { playwrightReport } from "./support/playwright.ts";
import { describe, root, runStep, type Step, type StepResult } from "./support/run-step.ts";

/*
 * Everything: what `npm run check` does, then the tests with children and weights, the short fault suites, the page
 * in a browser, the window in Electron, and the quality gate. Every step runs, whatever failed before it. What failed
 * is told once more at the end; the last line sums the tests of all runners.
 */
const reports = path.join(root, "test-results");

/** JSON report that a runner leaves, and how it is read. */
interface Report {
  file: string;
  counts: (file: string) => Counts;
  failures: (file: string) => Failure[];
}

interface CountedStep extends Step {
  /** The steps without one end with their own closing line or count as one test. */
  report?: Report;
}

function vitest(project: string, timeoutMinutes: number, environment: Record<string, string> = {}): CountedStep {
  const file = path.join(reports, `${project}.json`);
  return {
    name: project,
    command: "vitest",
    args: ["run", "--project", project, "--reporter=default", "--reporter=json", `--outputFile.json=${file}`],
    timeoutMinutes,
    environment: { NO_COLOR: "1", ...environment },
    report: { file, counts: vitestCounts, failures: vitestFailures },
  };
}

function playwright(suite: "browser" | "electron"): CountedStep {
  return {
    name: suite,
    command: "node",
    args: [`scripts/${suite}-test.ts`],
    timeoutMinutes: 25,
    report: { file: playwrightReport(suite), counts: playwrightCounts, failures: playwrightFailures },
  };
}

const steps: CountedStep[] = [
  { name: "check", command: "node", args: ["scripts/check.ts"], timeoutMinutes: 20 },
  vitest("integration", 20),
  vitest("faults", 20, { DOCENT_FAULTS: "short" }),
  playwright("browser"),
  playwright("electron"),
  { name: "quality gate", command: "node", args: ["scripts/evaluate.ts"], timeoutMinutes: 20 },
];

function countsOf(step: CountedStep, result: StepResult): Counts {
  const one = { passed: result.passed ? 1 : 0, failed: result.passed ? 0 : 1 };
  let counts = closingLineCounts(result.output);
  if (step.report !== undefined) {
    try {
      counts = step.report.counts(step.report.file);
    } catch {
      // The runner broke before it wrote its report: its output above says why, and it counts as one failure.
      counts = undefined;
    }
  }
  if (counts === undefined) return one;
  return result.passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}

const lastLines = 40;

/** What went wrong in a step: its failed tests, or how its output ends when it has no report to tell them from. */
function trouble(step: CountedStep, result: StepResult): string[] {
  try {
    const failures = step.report?.failures(step.report.file) ?? [];
    if (failures.length > 0) return failures.map((failure) => describeFailure(step.name, failure));
  } catch {
    // The runner broke before it wrote its report.
  }
  return [describeFailure(step.name, { title: result.reason, message: result.output.trimEnd() }, -lastLines)];
}

/** Installs what the browser and Electron tests need; a failure is told once here and again by the step itself. */
function prepareSystem(): void {
  const needs: readonly SystemNeed[] = [...browserNeeds, ...electronNeeds, ...offlineNeeds];
  try {
    const installed = ensureSystem(needs);
    console.log(installed.length === 0 ? "Installed: nothing was missing." : `Installed: ${installed.join(" ")}`);
  } catch (error) {
    console.log(error instanceof Error ? error.message : String(error));
  }
}

mkdirSync(reports, { recursive: true });
if (process.platform === "linux") prepareSystem();
const summary: string[] = [];
const troubles: string[] = [];
const counted: Counts[] = [];
for (const step of steps) {
  console.log(`\n=== ${step.name}`);
  if (step.report !== undefined) rmSync(step.report.file, { force: true });
  const result = await runStep(step);
  const counts = countsOf(step, result);
  counted.push(counts);
  if (!result.passed) troubles.push(...trouble(step, result));
  summary.push(`${describe(result)}  ${closingLine(counts)}`);
}
const total = sum(counted);
if (troubles.length > 0) console.log(`\n=== what failed\n${troubles.join("\n\n")}`);
console.log(`\n=== summary\n${summary.join("\n")}\n`);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
