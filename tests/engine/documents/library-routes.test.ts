import { createRouterClient } from "@orpc/server";
import { expect, it } from "vitest";

import { libraryRoutes } from "../../../src/engine/documents/library-routes.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openLibrary, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("answers every question of the contract with what the schemas allow", async () => {
  const resources = temporaryFolder();
  writeFiles(resources, {
    "sample-library/lease.md": "# Notice\n\nNotice is given three months before.",
    "sample-library/copy.md": "# Notice\n\nNotice is given three months before.",
    "sample-library/photo.png": "x",
  });
  const { library } = openLibrary({ resourcesDirectory: resources });
  const client = createRouterClient(libraryRoutes(library), { context: { log: silentLog } });
  const folder = await client.addSample({});
  expect(folder).toMatchObject({ name: "Sample library", state: "live" });
  await library.settled();
  const { total, documents } = await client.documents({ group: "ready" });
  expect([total, documents.map((document) => document.name)]).toEqual([2, ["copy.md", "lease.md"]]);
  const id = documents[1]?.id as number;
  expect(await client.view({ id })).toMatchObject({ kind: "text", textFormat: "markdown" });
  expect((await client.text({ id, start: 0, end: 8 })).text).toBe("# Notice");
  expect(await client.locate({ id, start: 0, end: 8 })).toEqual([]);
  expect(await client.starters({})).toHaveLength(1);
  expect((await client.report({})).csv.split("\r\n")).toHaveLength(5);
  expect((await client.summary({})).summary).toMatchObject({ files: 3, ready: 2, skipped: 1, duplicates: 1 });
  expect((await client.renameFolder({ id: folder.id, name: "Mine" })).name).toBe("Mine");
  expect(await client.folders({})).toHaveLength(1);
  await client.exclude({ ids: [id], excluded: true });
  await client.retry({ ids: [id] });
  await client.pause({ paused: true });
  await client.pause({ paused: false });
  await client.rescan({});
  await library.settled();
  // Left out by the user, it is not tried again by "retry".
  expect((await client.documents({ group: "skipped" })).total).toBe(2);
  expect(await client.removeFolder({ id: folder.id })).toEqual({ documents: 3, passages: 1, passagesLeft: 0 });
  await expect(client.view({ id })).rejects.toMatchObject({ code: "DOCENT", data: { code: "not-found" } });
  await expect(client.pageText({ id: 1, page: 0 })).rejects.toMatchObject({ code: "BAD_REQUEST" });
});
