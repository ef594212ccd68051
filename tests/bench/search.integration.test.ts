import { expect, it } from "vitest";

import { createRandom, makeTexts, makeVectors } from "../../bench/generate.ts";
import { runSearchBench } from "../../bench/search.ts";

it("the made-up library is the same for the same seed and has unit vectors", () => {
  const texts = makeTexts(createRandom(3), 40, 4);
  expect(makeTexts(createRandom(3), 40, 4)).toEqual(texts);
  expect(makeTexts(createRandom(4), 40, 4).passages[0]).not.toBe(texts.passages[0]);
  expect(texts.passages).toHaveLength(40);
  expect(texts.queries).toHaveLength(4);
  for (const query of texts.queries) expect(texts.passages.some((passage) => passage.includes(query))).toBe(true);
  const [first, second] = makeVectors(createRandom(3), 2, 64) as [Float32Array, Float32Array];
  expect(Math.hypot(...first)).toBeCloseTo(1, 5);
  expect(second).not.toEqual(first);
});

it("the search bench measures both ways over one library and finds the exact neighbours", async () => {
  const said: string[] = [];
  const rows = await runSearchBench({
    sizes: [300, 2_400],
    queries: 12,
    dimensions: 64,
    progress: (message) => said.push(message),
  });
  expect(rows.map(({ passages }) => passages)).toEqual([300, 2_400]);
  // 300 passages are scanned exactly; of 2,400 the codes of 64 bits choose a third.
  expect(rows[0]?.recallAt10).toBe(1);
  expect(rows[1]?.recallAt10).toBeGreaterThanOrEqual(0.9);
  for (const { docent, naive, ratio, wordsPerCpuSecond } of rows) {
    expect(docent.p95).toBeGreaterThanOrEqual(docent.p50);
    expect(ratio.p50).toBeCloseTo(naive.p50 / docent.p50, 9);
    expect(ratio.cpu).toBeCloseTo(naive.cpu / docent.cpu, 9);
    expect(wordsPerCpuSecond).toBeGreaterThan(100);
  }
  expect(said).toHaveLength(4);
});
