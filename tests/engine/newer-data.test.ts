import path from "node:path";

import Database from "better-sqlite3";
import { expect, it, onTestFinished } from "vitest";

import { createEngine, type Engine } from "../../src/engine/index.ts";
import { silentLog } from "../../src/engine/platform/log.ts";
import { userMigrations } from "../../src/engine/store/migrations/index.ts";
import { createFakeClock } from "../support/fake-clock.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function open(directory: string): Promise<{ engine: Engine; clock: ReturnType<typeof createFakeClock> }> {
  const clock = createFakeClock();
  const engine = await createEngine({
    dataDirectory: directory,
    resourcesDirectory: path.resolve(import.meta.dirname, "../../resources"),
    // Nothing here reads a file or asks a model.
    launcher: { start: () => Promise.reject(new Error("no child is needed")) },
    clock,
    log: silentLog,
  });
  onTestFinished(() => engine.close());
  return { engine, clock };
}

it("opens data of a newer Docent for reading, and refuses every change", async () => {
  const directory = temporaryFolder();
  const first = await open(directory);
  await first.engine.close();
  const user = new Database(path.join(directory, "user.db"));
  user.exec(
    `INSERT INTO conversation (id, title, created_at, updated_at, sequence, deleted_at)
       VALUES (1, 'Kept', 1, 1, 1, NULL), (2, 'Deleted long ago', 1, 1, 2, 1);
     INSERT INTO suggestion (kind, dedupe_key, created_at, expires_at, state, detector, detector_version, confidence,
       reason_code, reason_arguments, evidence)
       VALUES ('late-answer', 'k', 1, 2, 'shown', 'd', 1, 1, 'question-covered', 
       '{"openQuestionId":1,"conversationId":1,"question":"q","askedAt":1,"termsFound":1,"termsAsked":1,"closer":0}',
       '[{"documentId":1,"contentId":1,"passageId":1,"documentName":"a.md","page":null,"start":0,"end":1,"snippet":"s"}]');`,
  );
  user.pragma(`user_version = ${userMigrations.length + 1}`);
  user.close();

  const { engine, clock } = await open(directory);
  const { client } = engine;
  expect(await client.status({})).toMatchObject({ readOnly: true, conversations: 1 });
  expect((await client.chat.conversations({ search: "" })).map(({ title }) => title)).toEqual(["Kept"]);
  expect((await client.suggestions.list({})).suggestions).toHaveLength(1);
  await client.suggestions.report({ activity: "home" });
  clock.advance(2 * 86_400_000);
  const newer = expect.objectContaining({ data: expect.objectContaining({ code: "data-newer" }) });
  await expect(client.chat.rename({ id: 1, title: "Other" })).rejects.toEqual(newer);
  await expect(client.chat.remove({ id: 1 })).rejects.toEqual(newer);
  await expect(client.settings.set({ textSize: 120 })).rejects.toEqual(newer);
  await expect(client.suggestions.act({ id: 1, outcome: "dismiss" })).rejects.toEqual(newer);
  await expect(client.signals.removeAll({})).rejects.toEqual(newer);
  await expect(client.library.addSample({})).rejects.toEqual(newer);
  await engine.close();
  const after = new Database(path.join(directory, "user.db"), { readonly: true });
  expect(after.prepare("SELECT count(*) FROM conversation").pluck().get()).toBe(2);
  expect(after.prepare("SELECT state FROM suggestion").pluck().get()).toBe("shown");
  after.close();
});
