import { deflateRawSync, inflateRawSync } from "node:zlib";

import type { Block, BlockKind, TextRun } from "./document-types.ts";

const kinds: readonly BlockKind[] = ["heading", "paragraph", "list-item", "table-row", "code", "quote", "caption"];
const blockNumbers = 5;
const runNumbers = 7;

/** Blocks in a few bytes each; a long document has tens of thousands. */
export function encodeBlocks(blocks: readonly Block[]): Buffer {
  const numbers = new Int32Array(blocks.length * blockNumbers);
  for (const [place, block] of blocks.entries()) {
    numbers.set(
      [kinds.indexOf(block.kind), block.start, block.end, block.page ?? 0, block.level],
      place * blockNumbers,
    );
  }
  return deflateRawSync(new Uint8Array(numbers.buffer));
}

export function decodeBlocks(bytes: Uint8Array): Block[] {
  const numbers = new Int32Array(aligned(inflateRawSync(bytes)));
  const blocks: Block[] = [];
  for (let at = 0; at < numbers.length; at += blockNumbers) {
    const [kind, start, end, page, level] = numbers.subarray(at, at + blockNumbers) as unknown as [
      number,
      number,
      number,
      number,
      number,
    ];
    blocks.push({ kind: kinds[kind] ?? "paragraph", start, end, page: page === 0 ? null : page, level });
  }
  return blocks;
}

/** Rectangles of text runs: 28 bytes each before compression, to a hundredth of a point. */
export function encodeRuns(runs: readonly TextRun[]): Buffer | null {
  if (runs.length === 0) return null;
  const numbers = new Int32Array(runs.length * runNumbers);
  const hundredths = (points: number): number => Math.round(points * 100);
  for (const [place, run] of runs.entries()) {
    numbers.set(
      [
        run.page,
        run.start,
        run.end,
        hundredths(run.x),
        hundredths(run.y),
        hundredths(run.width),
        hundredths(run.height),
      ],
      place * runNumbers,
    );
  }
  return deflateRawSync(new Uint8Array(numbers.buffer));
}

/** The runs for which `wanted(page, start, end)` holds. */
export function decodeRuns(
  bytes: Uint8Array | null,
  wanted: (page: number, start: number, end: number) => boolean,
): TextRun[] {
  if (bytes === null) return [];
  const numbers = new Int32Array(aligned(inflateRawSync(bytes)));
  const runs: TextRun[] = [];
  for (let at = 0; at < numbers.length; at += runNumbers) {
    const page = numbers[at] as number;
    const start = numbers[at + 1] as number;
    const end = numbers[at + 2] as number;
    if (!wanted(page, start, end)) continue;
    runs.push({
      page,
      start,
      end,
      x: (numbers[at + 3] as number) / 100,
      y: (numbers[at + 4] as number) / 100,
      width: (numbers[at + 5] as number) / 100,
      height: (numbers[at + 6] as number) / 100,
    });
  }
  return runs;
}

/** A copy whose buffer starts at 0, because a typed array of 4-byte numbers may not start anywhere else. */
function aligned(buffer: Buffer): ArrayBuffer {
  return new Uint8Array(buffer).buffer;
}
