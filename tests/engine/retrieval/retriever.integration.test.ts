import { expect, it } from "vitest";

import { systemClock } from "../../../src/engine/platform/clock.ts";
import { createRetriever } from "../../../src/engine/retrieval/retriever.ts";
import { openLibrary, writeFiles } from "../../support/library.ts";
import { openRealModels } from "../../support/real-models.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const files = {
  "lease.md":
    "# Lease of flat 4\n\nThe tenant gives three months' notice before moving out.\n\n# Deposit\n\nTwo rents.",
  "boiler.md": "# Boiler manual\n\nBleed the radiators once a year. Keep the pressure between 1.2 and 1.8 bar.",
  "trip.txt": "We took the night train to Lisbon and slept in a small hotel near the harbour.",
  "haus.txt": "Die Heizung in den Häusern wird im Oktober eingeschaltet und im April wieder abgestellt.",
};

it("finds files by words, by meaning and by both, through the real store and the real model", async () => {
  const { models } = openRealModels();
  const folder = temporaryFolder();
  writeFiles(folder, files);
  const { library, store } = openLibrary({ embedding: () => models.embedding() });
  await library.grantFolder(folder);
  await library.settled();
  const retriever = createRetriever({ store, embedding: () => models.embedding(), clock: systemClock });
  const best = async (query: string, mode: "hybrid" | "lexical" | "vector" = "hybrid") => {
    const filter = { folderIds: [], documentIds: [] };
    const { candidates, queryVector } = await retriever.retrieve({ query, mode, filter, k: 3 });
    return { ...candidates[0], length: queryVector === null ? null : Math.hypot(...queryVector) };
  };

  const notice = await best("How long is the notice period?");
  expect(notice.documentName).toBe("lease.md");
  expect(notice.text).toContain("three months' notice");
  expect(notice.length).toBeCloseTo(1, 4);
  expect(notice.cosine).toBeGreaterThan(0.2);
  // Not one word in common: meaning alone finds it.
  expect((await best("a holiday on the railway", "vector")).documentName).toBe("trip.txt");
  expect((await best("holiday on a railway")).documentName).toBe("trip.txt");
  expect((await best("Häusern", "lexical")).documentName).toBe("haus.txt");
  expect((await best("boiler pressure")).documentName).toBe("boiler.md");

  const first = await retriever.retrieve({
    query: "deposit",
    mode: "hybrid",
    filter: { folderIds: [], documentIds: [] },
    k: 10,
  });
  const again = await retriever.retrieve({
    query: "deposit",
    mode: "hybrid",
    filter: { folderIds: [], documentIds: [] },
    k: 10,
  });
  expect(again.candidates).toEqual(first.candidates);
});
