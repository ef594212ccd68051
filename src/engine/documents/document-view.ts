import type { DocumentView, PageLocation, PageText } from "../../shared/library-schemas.ts";
import { createCodePointMap } from "../platform/code-points.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Store } from "../store/store.ts";
import { createListingTable } from "./listing-table.ts";
import { createTextTable, type StoredContent } from "./text-table.ts";

const longestText = 200_000;

export interface DocumentViews {
  view(id: number): DocumentView;
  text(id: number, start: number, end: number): { start: number; end: number; text: string };
  pageText(id: number, page: number): PageText;
  locate(id: number, start: number, end: number): PageLocation[];
  /** Path of a document's file. @throws DocentError not-found. */
  place(id: number): { path: string; contentId: number | null };
}

/** What a reader sees of a document: its text, its pages and where a span lies on them. All from the database. */
export function createDocumentViews(store: Pick<Store, "index">): DocumentViews {
  const listing = createListingTable(store.index);
  const texts = createTextTable(store.index);

  function place(id: number): { path: string; contentId: number | null } {
    const found = listing.place(id);
    if (found === null) {
      throw new DocentError("not-found", "This file is no longer in the library.", { data: { documentId: id } });
    }
    return found;
  }

  function contentOf(id: number): StoredContent | null {
    const { contentId } = place(id);
    return contentId === null ? null : texts.content(contentId);
  }

  return {
    place,
    view(id) {
      const document = listing.document(id);
      const content = contentOf(id);
      if (document === null) throw new DocentError("not-found", "This file is no longer in the library.");
      return {
        document,
        kind: content !== null && content.pages.length > 0 ? "pages" : "text",
        textFormat: content?.textFormat ?? "plain",
        characters: content?.characters ?? 0,
        pages: content?.pages ?? [],
      };
    },
    text(id, start, end) {
      const content = contentOf(id);
      if (content === null) return { start: 0, end: 0, text: "" };
      const from = Math.min(start, content.characters);
      const to = Math.max(from, Math.min(end, content.characters, from + longestText));
      return { start: from, end: to, text: texts.text(content.id, from, to) };
    },
    pageText(id, page) {
      const content = contentOf(id);
      const found = content?.pages.find((candidate) => candidate.number === page);
      if (content === null || found === undefined) {
        throw new DocentError("not-found", `This file has no page ${page}.`, { data: { documentId: id, page } });
      }
      const items = texts.runs(content.id, (runPage) => runPage === page);
      const pageText = texts.text(content.id, found.start, found.end);
      const map = createCodePointMap(pageText);
      return {
        width: found.width,
        height: found.height,
        items: items.map((run) => ({
          x: run.x,
          y: run.y,
          width: run.width,
          height: run.height,
          text: pageText.slice(map.toIndex(run.start - found.start), map.toIndex(run.end - found.start)),
        })),
      };
    },
    locate(id, start, end) {
      const content = contentOf(id);
      if (content === null) return [];
      const pages = new Map<number, PageLocation>();
      for (const run of texts.runs(content.id, (_, runStart, runEnd) => runEnd > start && runStart < end)) {
        const location = pages.get(run.page) ?? { page: run.page, boxes: [] };
        // A run is a line or a word; of one that is covered in part, the part by its share of characters.
        const length = Math.max(1, run.end - run.start);
        const from = Math.max(0, start - run.start) / length;
        const to = Math.min(length, end - run.start) / length;
        location.boxes.push({
          x: run.x + run.width * from,
          y: run.y,
          width: run.width * (to - from),
          height: run.height,
        });
        pages.set(run.page, location);
      }
      return [...pages.values()].sort((left, right) => left.page - right.page);
    },
  };
}
