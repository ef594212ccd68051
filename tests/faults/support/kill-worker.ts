/*
 * Indexes a folder and "chats" until it is killed. What it has finished it writes to a file outside the databases,
 * after the fact: a line there is a promise that the data must keep. Arguments: data folder, documents, promises.
 */
import { appendFileSync } from "node:fs";

import { createLibrary } from "../../../src/engine/documents/library.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { createPassageIndex } from "../../../src/engine/retrieval/passage-index.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import { createHashingEmbedding } from "../../support/hashing-embedding.ts";
import { createPlainParser } from "../../support/plain-parser.ts";

const [data, documents, promises] = process.argv.slice(2) as [string, string, string];

function promise(line: Record<string, unknown>): void {
  appendFileSync(promises, `${JSON.stringify(line)}\n`);
}

function chat(user: ReturnType<typeof openStore>["user"]): void {
  const open = user.prepare(
    "INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES ('kill', 0, 0, 1) RETURNING id",
  );
  const put = user.prepare(
    `INSERT INTO message (conversation_id, role, text, state, created_at) VALUES (?, ?, ?, 'complete', 0) RETURNING id`,
  );
  const conversation = (open.get() as { id: number }).id;
  let count = 0;
  const say = (): void => {
    count += 1;
    const text = `message ${count} of ${process.pid} ${"word ".repeat(count % 200)}`;
    const ids = user.transaction(() => [
      (put.get(conversation, "question", text) as { id: number }).id,
      (put.get(conversation, "answer", `answer to ${text}`) as { id: number }).id,
    ])();
    promise({ kind: "messages", ids, text });
    setTimeout(say, 2);
  };
  say();
}

process.once("message", () => {
  const fail = (error: unknown): void => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(3);
  };
  process.on("unhandledRejection", fail);
  const store = openStore({
    directory: data,
    clock: systemClock,
    log: {
      write(level, event, fields) {
        if (level === "error") process.stderr.write(`${event} ${JSON.stringify(fields)}\n`);
      },
    },
  });
  if (store.notices.length > 0) fail(new Error(`notices: ${store.notices.join(" ")}`));
  const embedding = createHashingEmbedding();
  const library = createLibrary({
    store,
    parser: createPlainParser(),
    embedding: async () => embedding,
    passageIndex: createPassageIndex({ store }),
    clock: systemClock,
    log: {
      write: (level, event, fields) =>
        level === "error" && process.stderr.write(`${event} ${JSON.stringify(fields)}\n`),
    },
    resourcesDirectory: data,
    watch: false,
  });
  const stateOf = store.index.prepare("SELECT name, stamp FROM document WHERE id = ?");
  library.onIndexed(({ documentId }) => {
    const row = stateOf.get(documentId) as { name: string; stamp: string };
    promise({ kind: "document", id: documentId, ...row });
  });
  chat(store.user);
  library.grantFolder(documents).catch(fail);
  process.send?.("working");
});
process.send?.("ready");
