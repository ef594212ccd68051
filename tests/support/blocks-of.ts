import type { Extraction } from "../../src/engine/documents/document-types.ts";
import { sliceCodePoints } from "../../src/engine/platform/code-points.ts";

/** Blocks as short lines, "kind text" or "heading2 text", so that a test reads like the document. */
export function blocksOf(read: Pick<Extraction, "text" | "blocks">): string[] {
  return read.blocks.map((block) => {
    const kind = block.kind === "heading" ? `heading${block.level}` : block.kind;
    return `${kind} ${sliceCodePoints(read.text, block.start, block.end)}`;
  });
}

/** The words of the hidden spans. */
export function hiddenOf(read: Pick<Extraction, "text" | "hidden">): string[] {
  return read.hidden.map((span) => sliceCodePoints(read.text, span.start, span.end));
}
