import { expect, it } from "vitest";

import { systemClock } from "../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import { createRunTable } from "../../../src/engine/trace/run-table.ts";
import { createSetup } from "../../../src/engine/trace/setup.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("stores a setup once and a run with its manifest in sorted keys", () => {
  const store = openStore({ directory: temporaryFolder(), clock: systemClock, log: silentLog });
  const runs = createRunTable(store.user);
  const [first, second] = [createSetup({ model: null }), createSetup({ model: "a" })];
  const id = runs.begin(first, "When?", 5);
  runs.begin(first, "Where?", 6);
  runs.finish(id, second, { z: 1, a: [2] });
  expect(runs.find(id)).toEqual({
    id,
    setupId: second.id,
    question: "When?",
    manifest: { a: [2], z: 1 },
    createdAt: 5,
    setup: { model: "a" },
  });
  expect(store.user.prepare("SELECT manifest FROM run WHERE id = ?").pluck().get(id)).toBe('{"a":[2],"z":1}');
  expect(store.user.prepare("SELECT COUNT(*) FROM setup").pluck().get()).toBe(2);
  expect(runs.find(99)).toBeNull();
  store.close();
});
