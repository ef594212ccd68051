import type { Citation, OpenedCitation } from "../../shared/answer-schemas.ts";
import { countCodePoints } from "../platform/code-points.ts";
import type { ChatParts } from "./chat-parts.ts";
import { pageAt } from "./sources.ts";

const textStep = 200_000;

/** Text with blanks made equal: a passage that was only wrapped anew has not changed. */
function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/**
 * Holds a stored citation against its file as it is now: unchanged at its place, moved, changed, gone from the file,
 * or the file itself missing or excluded. `documentName` is what the answer called it.
 */
export function openCitation(
  parts: Pick<ChatParts, "lookup" | "library">,
  citation: Citation,
  documentName: string,
): OpenedCitation {
  const { lookup, library } = parts;
  const document = lookup.document(citation.documentId);
  const nothing = { citation, documentName: document?.name ?? documentName, current: null, currentText: null };
  if (document === null || document.folderState === "missing" || document.contentId === null) {
    return { ...nothing, state: document?.excluded === true ? "excluded" : "missing" };
  }
  if (document.excluded) return { ...nothing, state: "excluded" };
  const pages = lookup.pages(document.contentId);
  const at = (start: number, end: number) => ({ start, end, page: pageAt(pages, start) });
  const there = library.text(citation.documentId, citation.start, citation.end);
  if (there.text === citation.text) return { ...nothing, state: "unchanged", current: at(there.start, there.end) };
  const moved = findText(library, citation.documentId, citation.text);
  if (moved !== null) {
    return { ...nothing, state: "moved", current: at(moved, moved + countCodePoints(citation.text)) };
  }
  if (plain(there.text) === plain(citation.text)) {
    return { ...nothing, state: "unchanged", current: at(there.start, there.end) };
  }
  if (sharesWords(citation.text, there.text)) {
    return { ...nothing, state: "changed", current: at(there.start, there.end), currentText: there.text };
  }
  return { ...nothing, state: "gone" };
}

/** Code point at which the text stands in the document now, null when it is nowhere. */
function findText(library: ChatParts["library"], documentId: number, wanted: string): number | null {
  const overlap = countCodePoints(wanted);
  if (overlap === 0) return null;
  for (let start = 0; ; start += textStep - overlap) {
    const part = library.text(documentId, start, start + textStep);
    const index = part.text.indexOf(wanted);
    if (index >= 0) return part.start + countCodePoints(part.text.slice(0, index));
    if (part.end - part.start < textStep) return null;
  }
}

/** At least half of the cited words stand at the old place: the passage was edited, not taken out. */
function sharesWords(before: string, now: string): boolean {
  const words = (text: string) => new Set(text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
  const [cited, present] = [words(before), words(now)];
  let shared = 0;
  for (const word of cited) if (present.has(word)) shared += 1;
  return cited.size > 0 && shared * 2 >= cited.size;
}
