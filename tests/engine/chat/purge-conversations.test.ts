import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";

import { expect, it, onTestFinished } from "vitest";

import { keepPurging } from "../../../src/engine/chat/purge-conversations.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore, type Store } from "../../../src/engine/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const day = 86_400_000;

/** Files below a folder that hold `needle`, by their bytes. */
function filesHolding(folder: string, needle: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return filesHolding(file, needle);
    return readFileSync(file).includes(needle) ? [file] : [];
  });
}

const kinds = ["title", "question", "answer", "body", "run", "manifest", "signal", "open", "card"] as const;
const canary = (name: string, kind: (typeof kinds)[number]) => `canary-${kind}-of-${name}`;

/** A conversation with everything that holds words of it. */
function addConversation({ user }: Store, name: string): number {
  const word = (kind: (typeof kinds)[number]) => canary(name, kind);
  const add = (sql: string, ...values: unknown[]) => Number(user.prepare(sql).run(...values).lastInsertRowid);
  user.prepare("INSERT OR IGNORE INTO setup (id, record) VALUES ('s', '{}')").run();
  const id = add(
    "INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES (?, 1, 1, 1)",
    word("title"),
  );
  const run = add(
    "INSERT INTO run (setup_id, question, manifest, created_at) VALUES ('s', ?, ?, 1)",
    word("run"),
    JSON.stringify({ query: word("manifest") }),
  );
  const question = add(
    "INSERT INTO message (conversation_id, role, text, state, created_at) VALUES (?, 'question', ?, 'complete', 1)",
    id,
    word("question"),
  );
  const answer = add(
    `INSERT INTO message (conversation_id, role, question_id, text, body, state, run_id, created_at)
     VALUES (?, 'answer', ?, ?, ?, 'complete', ?, 1)`,
    id,
    question,
    word("answer"),
    JSON.stringify({ quotes: [{ text: word("body") }] }),
    run,
  );
  add("INSERT INTO signal (at, run_id, type, value, surface) VALUES (1, ?, 'bad', ?, 'chat')", run, word("signal"));
  add(
    "INSERT INTO open_question (answer_id, run_id, conversation_id, question, asked_at) VALUES (?, ?, ?, ?, 1)",
    answer,
    run,
    id,
    word("open"),
  );
  add(
    `INSERT INTO suggestion (kind, dedupe_key, created_at, expires_at, state, detector, detector_version, confidence,
       reason_code, reason_arguments, evidence) VALUES ('late-answer', ?, 1, 2, 'ready', 'd', 1, 1, 'r', ?, '[]')`,
    name,
    JSON.stringify({ conversationId: id, question: word("card") }),
  );
  return id;
}

it("removes conversations 30 days after they were deleted, to the last byte and from every backup", async () => {
  const directory = temporaryFolder();
  const clock = createFakeClock();
  const store = openStore({ directory, clock, log: silentLog });
  const ids = ["kept", "older", "newer"].map((name) => addConversation(store, name));
  // The backup does not know that anything was deleted.
  await store.backup();
  const setDeleted = store.user.prepare("UPDATE conversation SET deleted_at = ? WHERE id = ?");
  setDeleted.run(clock.now() - 30 * day - 1, ids[1]);
  setDeleted.run(clock.now() - 29 * day - 1, ids[2]);
  const purging = keepPurging({ store, clock, log: silentLog });
  onTestFinished(async () => {
    await purging.close();
    store.close();
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  await settle();
  const found = (name: string) => kinds.filter((kind) => filesHolding(directory, canary(name, kind)).length > 0);
  expect(found("older")).toEqual([]);
  expect(found("newer")).toEqual(kinds);
  expect(found("kept")).toEqual(kinds);
  clock.advance(day);
  await settle();
  expect(found("newer")).toEqual([]);
  expect(found("kept")).toEqual(kinds);
  for (const kind of kinds) expect(filesHolding(path.join(directory, "backups"), canary("kept", kind))).not.toEqual([]);
});
