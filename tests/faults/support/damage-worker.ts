/*
 * Opens damaged data folders one after another and reads everything in them. Each folder's result goes to the parent
 * before the next is opened, so that a crash of the process names the folder that did it.
 */
import { createLibrary } from "../../../src/engine/documents/library.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { DocentError, toWireError } from "../../../src/engine/platform/docent-error.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { createPassageIndex } from "../../../src/engine/retrieval/passage-index.ts";
import { isDamage, sqliteCode } from "../../../src/engine/store/database-error.ts";
import { openStore, type Store } from "../../../src/engine/store/store.ts";
import { createHashingEmbedding } from "../../support/hashing-embedding.ts";
import { createPlainParser } from "../../support/plain-parser.ts";

export interface DamageResult {
  number: number;
  /** "opened", or the code of the error that opening gave; "bug" for an error that says nothing to a user. */
  open: string;
  notices: string[];
  /** Codes of reads that failed, each a typed error. */
  readErrors: string[];
  bugs: string[];
  messages: string[];
  documents: number;
}

function readAll(store: Store, result: DamageResult): void {
  const attempt = (read: () => void): void => {
    try {
      read();
    } catch (error) {
      if (isDamage(error) && toWireError(error).code === "index-damaged") {
        result.readErrors.push(sqliteCode(error) ?? "");
      } else {
        result.bugs.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
      }
    }
  };
  attempt(() => {
    result.messages = store.user.prepare("SELECT text FROM message ORDER BY id").pluck().all() as string[];
  });
  for (const table of ["document", "content", "content_text", "passage", "passage_vector", "folder"]) {
    attempt(() => {
      let rows = 0;
      for (const row of store.index.prepare(`SELECT * FROM ${table}`).iterate()) if (row !== null) rows += 1;
      if (table === "document") result.documents = rows;
    });
  }
  for (const word of ["word3", "number", "matter", "none"]) {
    attempt(() => {
      store.index
        .prepare("SELECT rowid, rank FROM passage_terms WHERE passage_terms MATCH ? ORDER BY rank LIMIT 10")
        .all(word);
    });
  }
}

async function examine(number: number, directory: string): Promise<DamageResult> {
  const result: DamageResult = {
    number,
    open: "opened",
    notices: [],
    readErrors: [],
    bugs: [],
    messages: [],
    documents: 0,
  };
  let store: Store;
  try {
    store = openStore({ directory, clock: systemClock, log: silentLog });
  } catch (error) {
    result.open = error instanceof DocentError ? error.code : "bug";
    if (result.open === "bug") result.bugs.push(error instanceof Error ? (error.stack ?? error.message) : "");
    return result;
  }
  result.notices = [...store.notices];
  readAll(store, result);
  const embedding = createHashingEmbedding();
  try {
    const library = createLibrary({
      store,
      parser: createPlainParser(),
      embedding: async () => embedding,
      passageIndex: createPassageIndex({ store }),
      clock: systemClock,
      log: silentLog,
      resourcesDirectory: directory,
      watch: false,
    });
    await library.settled().catch((error: unknown) => {
      if (!(error instanceof DocentError)) throw error;
      result.readErrors.push(error.code);
    });
    await library.close();
  } catch (error) {
    if (isDamage(error)) result.readErrors.push(sqliteCode(error) ?? "");
    else result.bugs.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  store.close();
  return result;
}

process.on("message", (task: { number: number; directory: string }) => {
  void examine(task.number, task.directory).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      process.stderr.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
      process.exit(3);
    },
  );
});
process.send?.("ready");
