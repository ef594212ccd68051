import { countCodePoints, createCodePointMap } from "../platform/code-points.ts";

/** Where a run of white space stands for any other: line breaks of a page are not part of what was said. */
function squeeze(text: string): { text: string; index: number[] } {
  let squeezed = "";
  const index: number[] = [];
  let space = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] as string;
    if (/\s/.test(character)) {
      space = squeezed !== "";
      continue;
    }
    if (space) {
      squeezed += " ";
      index.push(at - 1);
      space = false;
    }
    squeezed += character;
    index.push(at);
  }
  return { text: squeezed, index };
}

/**
 * Finds `wanted` in `text` and gives its span in code points; of several places the one nearest to `near`.
 * White space may differ, since extraction breaks lines elsewhere. null when it is nowhere.
 */
export function locateText(text: string, wanted: string, near: number | null): { start: number; end: number } | null {
  const normal = wanted.normalize("NFC").trim();
  if (normal === "") return null;
  const map = createCodePointMap(text);
  if (near !== null) {
    const from = map.toIndex(Math.min(near, countCodePoints(text)));
    if (text.startsWith(normal, from)) return { start: near, end: near + countCodePoints(normal) };
  }
  const haystack = squeeze(text);
  const needle = squeeze(normal).text;
  let best: { start: number; end: number } | null = null;
  for (let at = haystack.text.indexOf(needle); at !== -1; at = haystack.text.indexOf(needle, at + 1)) {
    const start = map.toCodePoint(haystack.index[at] as number);
    const end = map.toCodePoint((haystack.index[at + needle.length - 1] as number) + 1);
    if (best === null || Math.abs(start - (near ?? 0)) < Math.abs(best.start - (near ?? 0))) best = { start, end };
  }
  return best;
}
