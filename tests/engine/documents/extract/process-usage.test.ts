import { describe, expect, test } from "vitest";

import { parseProcStat, readProcessUsage } from "../../../../src/engine/documents/extract/process-usage.ts";

describe("parseProcStat", () => {
  test("reads CPU time and memory behind a program name with brackets and spaces", () => {
    const stat =
      "4711 (a) name (b) S 1 4711 4711 0 -1 4194560 5000 0 10 0 150 50 0 0 20 0 11 0 9000 1000000000 2560 18446744073709551615 1";
    expect(parseProcStat(stat)).toEqual({ cpuSeconds: 2, residentBytes: 2_560 * 4_096 });
  });

  test("is null for anything else", () => {
    expect(parseProcStat("")).toBeNull();
    expect(parseProcStat("1 (x) S 1 2 3")).toBeNull();
  });
});

test.runIf(process.platform === "linux")("tells of this process, and null of one that is not there", async () => {
  const usage = await readProcessUsage(process.pid);
  expect(usage?.residentBytes).toBeGreaterThan(10_000_000);
  expect(usage?.cpuSeconds).toBeGreaterThan(0);
  expect(await readProcessUsage(2 ** 22 + 1)).toBeNull();
});
