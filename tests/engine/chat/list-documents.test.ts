import { expect, it } from "vitest";

import { listDocuments } from "../../../src/engine/chat/list-documents.ts";
import type { ChatParts } from "../../../src/engine/chat/chat-parts.ts";
import { openLibrary, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("counts in the database and loads only the names it shows", async () => {
  const root = temporaryFolder();
  writeFiles(
    root,
    Object.fromEntries(Array.from({ length: 60 }, (_, number) => [`f${number + 10}.txt`, `Text ${number}.`])),
  );
  writeFiles(root, { "other.md": "Another." });
  const one = openLibrary();
  await one.library.grantFolder(root);
  await one.library.settled();
  const loaded: number[] = [];
  const parts = {
    library: {
      ...one.library,
      documents(query: Parameters<typeof one.library.documents>[0]) {
        const found = one.library.documents(query);
        loaded.push(found.documents.length);
        return found;
      },
    },
  } as unknown as ChatParts;
  const ask = (kind: "count" | "list") =>
    listDocuments(
      parts,
      { kind, extension: "txt", group: "all", words: "" },
      { folderIds: [], documentIds: [] },
      new AbortController().signal,
    );
  expect((await ask("count")).text).toBe("60 files (TXT) in the library.");
  const lines = (await ask("list")).text.split("\n");
  expect(lines[0]).toBe("60 files (TXT) in the library.");
  expect(lines[2]).toMatch(/^- f10\.txt \(/);
  expect(lines.at(-1)).toBe("- and 10 more");
  expect(lines).toHaveLength(53);
  expect(loaded).toEqual([0, 50]);
});
