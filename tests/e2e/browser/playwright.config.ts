import path from "node:path";

import { defineConfig } from "@playwright/test";

/** One worker, no retries: a test that passes only at the second try is a bug. */
export default defineConfig({
  testDir: import.meta.dirname,
  outputDir: path.resolve(import.meta.dirname, "../../../test-results/browser"),
  workers: 1,
  retries: 0,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  forbidOnly: process.env["CI"] !== undefined,
  reporter: [["list"], ["json"]],
});
