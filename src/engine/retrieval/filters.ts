import type { SearchFilter } from "../../shared/schemas.ts";

/** A document that may be searched, as far as filters look at it. */
export interface FilterableDocument {
  documentId: number;
  contentId: number;
  folderId: number;
}

export interface Scope {
  /** Contents to search, null when every stored content is allowed. */
  contentIds: number[] | null;
  /** The document that stands for a content: of several copies the one with the smallest id. */
  documentOf: ReadonlyMap<number, number>;
}

/** What a search may look at: copies collapse to one document, contents without an allowed document are left out. */
export function scopeOf(filter: SearchFilter, documents: readonly FilterableDocument[], contents: number): Scope {
  const folders = new Set(filter.folderIds);
  const wanted = new Set(filter.documentIds);
  const documentOf = new Map<number, number>();
  for (const { documentId, contentId, folderId } of documents) {
    if (folders.size > 0 && !folders.has(folderId)) continue;
    if (wanted.size > 0 && !wanted.has(documentId)) continue;
    const other = documentOf.get(contentId);
    if (other === undefined || documentId < other) documentOf.set(contentId, documentId);
  }
  return { contentIds: documentOf.size === contents ? null : [...documentOf.keys()], documentOf };
}
