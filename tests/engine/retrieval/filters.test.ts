import { describe, expect, it } from "vitest";

import { scopeOf } from "../../../src/engine/retrieval/filters.ts";

const documents = [
  { documentId: 5, contentId: 50, folderId: 1 },
  { documentId: 3, contentId: 50, folderId: 2 },
  { documentId: 4, contentId: 40, folderId: 1 },
  { documentId: 6, contentId: 60, folderId: 2 },
];
const scope = (folderIds: number[], documentIds: number[], contents = 3) =>
  scopeOf({ folderIds, documentIds }, documents, contents);

describe("scopeOf", () => {
  it("is everything when nothing is filtered, copies under their smallest id", () => {
    const { contentIds, documentOf } = scope([], []);
    expect(contentIds).toBeNull();
    expect([...documentOf]).toEqual([
      [50, 3],
      [40, 4],
      [60, 6],
    ]);
  });

  it("leaves out contents that no searchable document has", () => {
    expect(scope([], [], 4).contentIds).toEqual([50, 40, 60]);
  });

  it("keeps to folders and names the copy that lies in them", () => {
    const { contentIds, documentOf } = scope([1], []);
    expect(contentIds).toEqual([50, 40]);
    expect(documentOf.get(50)).toBe(5);
    expect(documentOf.has(60)).toBe(false);
  });

  it("keeps to documents", () => {
    expect([...scope([], [5, 6]).documentOf]).toEqual([
      [50, 5],
      [60, 6],
    ]);
  });

  it("wants both when both are given", () => {
    expect(scope([2], [5, 6]).contentIds).toEqual([60]);
    expect(scope([1], [6]).contentIds).toEqual([]);
  });
});
