import { expect, it } from "vitest";

import { createDocumentVectorTable } from "../../../src/engine/retrieval/document-vector-table.ts";
import { openSmallIndex } from "./small-index.ts";

it("knows the files of which no passage waits for its vector", () => {
  const { index } = openSmallIndex([
    {
      passages: [
        { text: "a", vector: [1, 0] },
        { text: "b", vector: [0, 1] },
      ],
    },
    { passages: [{ text: "c", vector: [1, 0] }, { text: "d" }] },
    { passages: [{ text: "e" }] },
  ]);
  const table = createDocumentVectorTable(index);
  // A file that is gone waits for nothing.
  expect(table.complete([1, 2, 3, 99])).toEqual([1, 99]);
  expect(table.complete([])).toEqual([]);
});
