/** Stand around hidden words while an office file is turned into text; private-use characters, cut out afterwards. */
export const hiddenStart = "\uE0F0";
export const hiddenEnd = "\uE0F1";

/** White, or a size of two points or less (sizes are half points), or marked hidden. */
function hides(properties: string): boolean {
  if (/<w:vanish(?:\s*\/>|\s+w:val="(?:1|true|on)")/.test(properties)) return true;
  const size = /<w:sz\s+w:val="(\d{1,4})"/.exec(properties)?.[1];
  if (size !== undefined && Number(size) <= 4) return true;
  const white = /<w:color\s[^>]*w:val="FFFFFF"/i.test(properties);
  return white && !/<w:(?:shd|highlight)\s/.test(properties);
}

/**
 * Marks the text of hidden runs in the XML of a document. Found by searching for run after run, not by one pattern,
 * so that a file of a million open tags takes no longer than its length.
 */
export function markHiddenRuns(xml: string): string {
  if (!/<w:vanish|w:val="(?:FFFFFF|ffffff)"|<w:sz\s+w:val="[0-4]"/.test(xml)) return xml;
  const parts: string[] = [];
  let place = 0;
  for (;;) {
    const start = xml.indexOf("<w:r", place);
    if (start < 0) break;
    const next = xml[start + 4];
    const end = xml.indexOf("</w:r>", start);
    if (end < 0) break;
    if (next !== ">" && next !== " ") {
      parts.push(xml.slice(place, start + 4));
      place = start + 4;
      continue;
    }
    const run = xml.slice(start, end);
    const close = run.indexOf("</w:rPr>");
    const hidden = close >= 0 && hides(run.slice(0, close));
    parts.push(xml.slice(place, start));
    parts.push(hidden ? run.replace(/(<w:t(?:\s[^>]*)?>)([^<]*)(<\/w:t>)/g, `$1${hiddenStart}$2${hiddenEnd}$3`) : run);
    place = end;
  }
  parts.push(xml.slice(place));
  return parts.join("");
}
