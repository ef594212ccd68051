import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";

import { closingLine, sum, vitestCounts, type Counts } from "./support/counts.ts";
import { describe, root, runStep, type Step, type StepResult } from "./support/run-step.ts";

/*
 * What must be green before anything is handed on, quickest first. Every step runs even when an earlier one fails,
 * so that one run tells everything that is wrong.
 */
const reports = path.join(root, "test-results");
const unitReport = path.join(reports, "unit.json");
const architectureReport = path.join(reports, "architecture.json");

function vitest(name: string, report: string, args: string[], timeoutMinutes: number): Step {
  return {
    name,
    command: "vitest",
    args: ["run", ...args, "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
    timeoutMinutes,
    quiet: true,
  };
}

const steps: { step: Step; report?: string }[] = [
  { step: { name: "format", command: "oxfmt", args: ["--check", "."], timeoutMinutes: 3, quiet: true } },
  { step: { name: "lint", command: "oxlint", args: ["--quiet"], timeoutMinutes: 5, quiet: true } },
  {
    step: {
      name: "types",
      command: "node",
      args: ["node_modules/typescript-7/bin/tsc", "-b"],
      timeoutMinutes: 5,
      quiet: true,
    },
  },
  {
    step: vitest("architecture", architectureReport, ["--project", "architecture"], 5),
    report: architectureReport,
  },
  { step: { name: "unused", command: "knip", args: [], timeoutMinutes: 5, quiet: true } },
  { step: { name: "licences", command: "node", args: ["scripts/check-licences.ts"], timeoutMinutes: 2, quiet: true } },
  { step: { name: "build", command: "node", args: ["scripts/build.ts"], timeoutMinutes: 5, quiet: true } },
  { step: { name: "size", command: "size-limit", args: [], timeoutMinutes: 2, quiet: true } },
  {
    step: vitest("unit", unitReport, ["--project", "unit"], 15),
    report: unitReport,
  },
];

/** A step with a report counts its tests; a step without one counts as one test. A crash is one failure. */
function countsOf(result: StepResult, report: string | undefined): Counts {
  if (report === undefined) return { passed: result.passed ? 1 : 0, failed: result.passed ? 0 : 1 };
  try {
    const counts = vitestCounts(report);
    return result.passed || counts.failed > 0 ? counts : { ...counts, failed: 1 };
  } catch {
    // No report was written: the runner itself broke, and its output is shown below.
    return { passed: 0, failed: 1 };
  }
}

mkdirSync(reports, { recursive: true });
const counted: Counts[] = [];
for (const { step, report } of steps) {
  if (report !== undefined) rmSync(report, { force: true });
  const result = await runStep(step);
  const counts = countsOf(result, report);
  counted.push(counts);
  const told = report === undefined ? "" : `  ${counts.passed} tests`;
  console.log(`${describe(result)}${told}`);
  for (const line of result.output.split("\n")) if (line.includes("modules read")) console.log(`     ${line.trim()}`);
  if (!result.passed) console.log(result.output.trimEnd());
}
const total = sum(counted);
console.log(closingLine(total));
process.exitCode = total.failed === 0 ? 0 : 1;
