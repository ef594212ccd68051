import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";

import { closingLine, playwrightCounts } from "./counts.ts";
import { root, runStep } from "./run-step.ts";

/** Where a suite leaves its counts for whoever started it. */
export function playwrightReport(suite: string): string {
  return path.join(root, "test-results", `${suite}.json`);
}

/** Builds what the suite shows, runs it, and ends with the runner's closing line. Gives the exit code. */
export async function runPlaywright(options: {
  suite: "browser" | "electron";
  environment: Record<string, string>;
  timeoutMinutes: number;
  /** Run it under Xvfb, with a screen that all pictures are taken of. */
  screenInMemory?: boolean;
}): Promise<number> {
  const report = playwrightReport(options.suite);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true });
  const built = await runStep({
    name: "build",
    command: "node",
    args: options.suite === "browser" ? ["scripts/build.ts", "page"] : ["scripts/build.ts"],
    timeoutMinutes: 5,
    quiet: true,
  });
  if (!built.passed) {
    console.log(built.output);
    return 1;
  }
  const playwright = [
    "playwright",
    "test",
    "--config",
    `tests/e2e/${options.suite}/playwright.config.ts`,
    ...process.argv.slice(2),
  ];
  const screen = ["-a", "-s", "-screen 0 1600x1000x24"];
  const result = await runStep({
    name: options.suite,
    command: options.screenInMemory === true ? "xvfb-run" : (playwright[0] as string),
    args: options.screenInMemory === true ? [...screen, ...playwright] : playwright.slice(1),
    timeoutMinutes: options.timeoutMinutes,
    environment: { ...options.environment, PLAYWRIGHT_JSON_OUTPUT_FILE: report, NO_COLOR: "1" },
  });
  if (result.reason.startsWith("stopped")) console.log(`${options.suite}: ${result.reason}`);
  try {
    console.log(closingLine(playwrightCounts(report)));
  } catch (error) {
    console.log(`${options.suite}: no report was written (${String(error)})`);
    return 1;
  }
  return result.passed ? 0 : 1;
}
