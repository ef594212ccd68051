import type { Box } from "../../../shared/library-schemas.ts";

/** Joins the boxes of words into one box a line: they share a line when their middles overlap. */
export function linesOf(boxes: readonly Box[]): Box[] {
  const lines: Box[] = [];
  for (const box of [...boxes].sort((a, b) => a.y - b.y || a.x - b.x)) {
    const middle = box.y + box.height / 2;
    const line = lines.find(
      (one) =>
        middle > one.y &&
        middle < one.y + one.height &&
        box.x < one.x + one.width + 3 * box.height &&
        box.x + box.width > one.x - 3 * box.height,
    );
    if (!line) {
      lines.push({ ...box });
      continue;
    }
    const right = Math.max(line.x + line.width, box.x + box.width);
    const bottom = Math.max(line.y + line.height, box.y + box.height);
    line.x = Math.min(line.x, box.x);
    line.y = Math.min(line.y, box.y);
    line.width = right - line.x;
    line.height = bottom - line.y;
  }
  return lines;
}

/** Lines that follow each other closely and overlap sideways belong to one outline. */
function groupLines(lines: readonly Box[]): Box[][] {
  const groups: Box[][] = [];
  for (const line of lines) {
    const group = groups.find((one) => {
      const last = one.at(-1);
      return (
        last !== undefined &&
        line.y - (last.y + last.height) < last.height * 0.9 &&
        line.y > last.y &&
        line.x < last.x + last.width &&
        line.x + line.width > last.x
      );
    });
    if (group) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

/**
 * One closed contour around all lines of a highlight, as an SVG path in the units of the boxes: down the right
 * edges, up the left edges, with steps in the middle between two lines. Columns get a contour each.
 */
export function outlineOf(boxes: readonly Box[], padding: number): string {
  return groupLines(linesOf(boxes))
    .map((lines) => {
      const right: string[] = [];
      const left: string[] = [];
      lines.forEach((line, index) => {
        const before = lines[index - 1];
        const after = lines[index + 1];
        const top = before ? (before.y + before.height + line.y) / 2 : line.y - padding;
        const bottom = after ? (line.y + line.height + after.y) / 2 : line.y + line.height + padding;
        const x1 = round(line.x - padding);
        const x2 = round(line.x + line.width + padding);
        right.push(`${x2} ${round(top)}`, `${x2} ${round(bottom)}`);
        left.unshift(`${x1} ${round(bottom)}`, `${x1} ${round(top)}`);
      });
      return `M${[...right, ...left].join("L")}Z`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
