import type { Block } from "./document-types.ts";

export interface Section {
  /** Spans as in the blocks, code points. */
  start: number;
  end: number;
  /** Headings in force, outermost first, without the document's title. */
  headings: string[];
}

function cleaned(heading: string): string {
  return heading
    .replace(/^#{1,6}\s+/, "")
    .replace(/\s+#*\s*$/, "")
    .replaceAll(/\s+/g, " ")
    .trim();
}

/**
 * Cuts a text at its headings. A heading that stands right under another begins no section of its own, so that no
 * section is a heading alone except at the end.
 */
export function sectionsOf(
  length: number,
  blocks: readonly Block[],
  title: string | null,
  slice: (start: number, end: number) => string,
): Section[] {
  const sections: Section[] = [];
  const path: { level: number; text: string }[] = [];
  let current: Section = { start: 0, end: 0, headings: [] };
  let hasBody = false;
  for (const block of blocks) {
    if (block.kind !== "heading") {
      if (block.end > block.start) hasBody = true;
      continue;
    }
    const text = cleaned(slice(block.start, block.end)).slice(0, 200);
    while (path.length > 0 && (path.at(-1) as { level: number }).level >= block.level) path.pop();
    if (text !== "") path.push({ level: block.level, text });
    const headings = path.map((entry) => entry.text).filter((entry, place) => place > 0 || entry !== title);
    if (hasBody) {
      sections.push({ ...current, end: block.start });
      current = { start: block.start, end: 0, headings };
      hasBody = false;
    } else {
      current.headings = headings;
    }
  }
  sections.push({ ...current, end: length });
  return sections.filter((section) => section.end > section.start);
}

/** What is left of [start, end) without the hidden spans. */
export function withoutSpans(
  start: number,
  end: number,
  hidden: readonly { start: number; end: number }[],
): { start: number; end: number }[] {
  let rest = [{ start, end }];
  for (const span of hidden) {
    if (span.end <= start || span.start >= end) continue;
    rest = rest.flatMap((piece) =>
      span.end <= piece.start || span.start >= piece.end
        ? [piece]
        : [
            { start: piece.start, end: span.start },
            { start: span.end, end: piece.end },
          ].filter((part) => part.end > part.start),
    );
  }
  return rest;
}
