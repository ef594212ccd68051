/**
 * Puts the letters and figures of equations where their markup was, as ordinary words, because the reader of DOCX
 * leaves equations out. The layout (fractions, roots) is lost, the symbols stay findable and in order.
 */
export function flattenEquations(xml: string): string {
  if (!xml.includes("<m:oMath")) return xml;
  const parts: string[] = [];
  let place = 0;
  for (;;) {
    const start = nextEquation(xml, place);
    const end = start < 0 ? -1 : xml.indexOf("</m:oMath>", start);
    if (end < 0) break;
    const symbols = [...xml.slice(start, end).matchAll(/<m:t(?:\s[^<>]*)?>([^<]*)<\/m:t>/g)].map((match) => match[1]);
    parts.push(xml.slice(place, start), `<w:r><w:t xml:space="preserve"> ${symbols.join(" ")} </w:t></w:r>`);
    place = end + "</m:oMath>".length;
  }
  parts.push(xml.slice(place));
  return parts
    .join("")
    .replace(/<\/?m:oMathPara>/g, "")
    .replace(/<m:oMathParaPr>(?:(?!<\/m:oMathParaPr>)[\s\S]){0,2000}<\/m:oMathParaPr>|<m:oMathParaPr\/>/g, "");
}

/** Start of "<m:oMath>" or "<m:oMath …>", not of the paragraph around it. */
function nextEquation(xml: string, from: number): number {
  const plain = xml.indexOf("<m:oMath>", from);
  const attributed = xml.indexOf("<m:oMath ", from);
  if (plain < 0) return attributed;
  return attributed < 0 ? plain : Math.min(plain, attributed);
}
