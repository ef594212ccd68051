/** Wires count in Unicode code points, strings in UTF-16 units: every crossing goes through here. */

/** UTF-16 index of the code point `point`; the length of the text when it lies beyond. */
export function unitIndex(text: string, point: number): number {
  let unit = 0;
  for (let seen = 0; seen < point && unit < text.length; seen += 1) {
    unit += (text.codePointAt(unit) ?? 0) > 0xff_ff ? 2 : 1;
  }
  return unit;
}

/** Number of code points before the UTF-16 index `unit`. */
export function pointIndex(text: string, unit: number): number {
  let point = 0;
  for (let at = 0; at < unit && at < text.length; point += 1) at += (text.codePointAt(at) ?? 0) > 0xff_ff ? 2 : 1;
  return point;
}

/** The part of the text between two code points. */
export function slicePoints(text: string, start: number, end: number): string {
  const from = unitIndex(text, start);
  return text.slice(from, from + unitIndex(text.slice(from), end - start));
}

export function countPoints(text: string): number {
  return pointIndex(text, text.length);
}
