import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { createParser } from "../../src/engine/documents/extract/parser.ts";
import type { Parser } from "../../src/engine/documents/extract/parser.ts";
import { systemClock } from "../../src/engine/platform/clock.ts";
import { silentLog } from "../../src/engine/platform/log.ts";
import { createNodeLauncher } from "../../src/engine/platform/node-launcher.ts";
import { hostileFiles } from "../support/hostile-files.ts";

/** The limits of the product, but less patience: a bomb that would be stopped at 30 s is stopped at 5. */
const cpuSeconds = 5;

describe("hostile documents", () => {
  let parser: Parser;
  const figures: string[] = [];
  let longestBlock = 0;
  let lastTick = performance.now();
  const ticks = setInterval(() => {
    const now = performance.now();
    longestBlock = Math.max(longestBlock, now - lastTick - 20);
    lastTick = now;
  }, 20);

  beforeAll(() => {
    parser = createParser({
      launcher: createNodeLauncher(),
      clock: systemClock,
      log: silentLog,
      budgets: { cpuSeconds },
    });
  });

  afterAll(async () => {
    clearInterval(ticks);
    await parser.close();
    console.log(
      [
        `${hostileFiles.length} hostile files; longest pause of the engine ${Math.round(longestBlock)} ms`,
        ...figures,
      ].join("\n"),
    );
  });

  test("the set is as large as it should be", () => {
    expect(hostileFiles.length).toBeGreaterThanOrEqual(20);
  });

  test.each(hostileFiles)("$name", async ({ name, outcomes, make }) => {
    const bytes = make();
    lastTick = performance.now();
    const startedAt = performance.now();
    const extraction = await parser.extract({ name, bytes });
    const milliseconds = Math.round(performance.now() - startedAt);
    figures.push(
      `${name}: ${extraction.outcome} in ${milliseconds} ms (${bytes.length} bytes) ${extraction.reason ?? ""}`,
    );
    expect(outcomes).toContain(extraction.outcome);
    const reason = extraction.outcome === "indexed" ? "Nothing to say." : extraction.reason;
    expect(reason).toMatch(/^[A-Z].*\.$/);
    expect(extraction.text).not.toContain("root:");
    expect(extraction.text.length).toBeLessThanOrEqual(5_000_000);

    // Whatever it did, the next file is read as if nothing had been.
    const next = await parser.extract({ name: "next.md", bytes: Buffer.from("# Next\n\nThe next file is read.\n") });
    expect(next).toMatchObject({ outcome: "indexed", title: "Next" });
  });
});
