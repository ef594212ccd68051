import type { Starter } from "./library-types.ts";

const longestHeading = 70;

/** A heading that makes a question: a few words, not a date, a page number or a name of a form's field. */
export function isTelling(heading: string): boolean {
  const words = heading.match(/\p{L}{2,}/gu) ?? [];
  return (
    heading.length <= longestHeading &&
    words.length >= 1 &&
    words.join("").length >= 4 &&
    !/[?:;]$/.test(heading) &&
    !/["“”]/.test(heading)
  );
}

/** "What does “Notice” in lease.pdf say?": one question a file, from the headings given, at most `limit`. */
export function startersOf(
  files: readonly { documentId: number; documentName: string; headings: readonly string[] }[],
  limit = 4,
): Starter[] {
  const starters: Starter[] = [];
  const used = new Set<string>();
  for (const { documentId, documentName, headings } of files) {
    const heading = headings
      .map((text) => text.replace(/^[\d.§()\s]+/u, "").trim())
      .find((text) => isTelling(text) && !used.has(text.toLowerCase()));
    if (heading === undefined) continue;
    used.add(heading.toLowerCase());
    starters.push({ text: `What does “${heading}” in ${documentName} say?`, documentId, documentName });
    if (starters.length === limit) break;
  }
  return starters;
}
