import { defineConfig } from "vitest/config";

/** Files that need children, weights, real files in numbers or minutes stand apart, by the end of their names. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "architecture",
          include: ["tests/architecture.test.ts"],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: "unit",
          include: ["tests/**/*.test.{ts,tsx}"],
          exclude: ["tests/**/*.integration.test.ts", "tests/e2e/**", "tests/faults/**", "tests/architecture.test.ts"],
          testTimeout: 20_000,
        },
      },
      {
        test: {
          name: "integration",
          include: ["tests/**/*.integration.test.ts"],
          exclude: ["tests/faults/**"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: "forks",
        },
      },
      {
        test: {
          name: "faults",
          include: ["tests/faults/**/*.test.ts"],
          testTimeout: 900_000,
          hookTimeout: 120_000,
          fileParallelism: false,
          pool: "forks",
        },
      },
    ],
  },
});
