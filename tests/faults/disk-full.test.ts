import path from "node:path";

import { expect, it } from "vitest";

import { createLibrary } from "../../src/engine/documents/library.ts";
import { type Clock, systemClock } from "../../src/engine/platform/clock.ts";
import { toWireError } from "../../src/engine/platform/docent-error.ts";
import type { Log } from "../../src/engine/platform/log.ts";
import { createPassageIndex } from "../../src/engine/retrieval/passage-index.ts";
import { openStore, type Store } from "../../src/engine/store/store.ts";
import { createHashingEmbedding } from "../support/hashing-embedding.ts";
import { writeFiles } from "../support/library.ts";
import { createPlainParser } from "../support/plain-parser.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { createRandom } from "./support/random.ts";
import { createSmallDisk, type SmallDisk } from "./support/small-disk.ts";
import { complaintsOf } from "./support/soundness.ts";

const rounds = Number(process.env["DOCENT_FULL_DISKS"] ?? 60);
const megabytes = 8;
const files = 60;

/** Waits of the engine pass a hundred times as fast, so that its own second try comes within the test. */
const hastyClock: Clock = {
  ...systemClock,
  after: (milliseconds, task) => systemClock.after(Math.max(5, milliseconds / 100), task),
};

interface Round {
  code: string | undefined;
  said: string[];
  problems: string[];
}

/** Says things until there is no room; returns what was acknowledged and the error that ended it. */
function talk(store: Store, said: string[], most: number): unknown {
  const say = store.user.prepare(
    "INSERT INTO message (conversation_id, role, text, state, created_at) VALUES (1, 'question', ?, 'complete', 0)",
  );
  for (let count = 0; count < most; count += 1) {
    const text = `message ${said.length} ${"text ".repeat(40)}`;
    try {
      say.run(text);
    } catch (error) {
      return error;
    }
    said.push(text);
  }
  return null;
}

async function runRound(disk: SmallDisk, documents: string, free: number): Promise<Round> {
  const problems: string[] = [];
  const log: Log = {
    write: (level, event, fields) => {
      if (level === "error") problems.push(`${event} ${JSON.stringify(fields)}`);
    },
  };
  const directory = path.join(disk.directory, "data");
  const store = openStore({ directory, clock: hastyClock, log });
  const databases = [store.index, store.user];
  const said: string[] = [];
  store.user.exec("INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES ('x', 0, 0, 1)");
  expect(talk(store, said, 20)).toBeNull();
  const library = createLibrary({
    store,
    parser: createPlainParser(),
    embedding: async () => createHashingEmbedding(384),
    passageIndex: createPassageIndex({ store }),
    clock: hastyClock,
    log,
    resourcesDirectory: directory,
    watch: false,
  });
  try {
    disk.fill(free);
    disk.limit(databases, Math.ceil(free / 4_096 / 2));
    const outcome = await library.grantFolder(documents).then(
      () =>
        library.settled().then(
          () => null,
          (error: unknown) => error,
        ),
      (error: unknown) => error,
    );
    const code = outcome === null ? undefined : toWireError(outcome).code;
    if (outcome !== null && code !== "disk-full") problems.push(`indexing: ${JSON.stringify(toWireError(outcome))}`);
    const ended = talk(store, said, 20_000);
    if (toWireError(ended).code !== "disk-full") problems.push(`talking: ${JSON.stringify(toWireError(ended))}`);
    const backup = await store.backup().then(
      () => null,
      (error: unknown) => error,
    );
    if (backup !== null && toWireError(backup).code !== "disk-full")
      problems.push(`backup: ${JSON.stringify(toWireError(backup))}`);

    // Readable, and nothing lost, while it is still full.
    const kept = store.user.prepare("SELECT text FROM message ORDER BY id").pluck().all() as string[];
    if (kept.join() !== said.join()) problems.push(`kept ${kept.length} of ${said.length} messages`);
    library.summary();
    library.documents({});

    disk.free(databases);
    // Without a restart: the engine's own second try, and a new message.
    const end = performance.now() + 20_000;
    while (performance.now() < end) {
      library.rescan();
      const again = await library
        .grantFolder(documents)
        .then(() => library.settled())
        .then(
          () => null,
          (error: unknown) => error,
        );
      if (again === null && library.summary().ready === files) break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    if (library.summary().ready !== files) problems.push(`went on to ${JSON.stringify(library.summary())}`);
    if (talk(store, said, 1) !== null) problems.push("no message after space came back");
    problems.push(...complaintsOf(store));
    return { code, said, problems };
  } finally {
    await library.close();
    store.close();
  }
}

it(`meets ${rounds} full disks with a typed error, keeps everything and goes on when there is space`, async () => {
  const folder = temporaryFolder();
  const documents = path.join(folder, "documents");
  const random = createRandom(99);
  writeFiles(
    documents,
    Object.fromEntries(
      Array.from({ length: files }, (_, number) => [
        `file-${number}.txt`,
        `Number ${number} of the files says something. `.repeat(30 + Math.floor(random() * 120)),
      ]),
    ),
  );
  let full = 0;
  let messages = 0;
  let means = "";
  for (let round = 0; round < rounds; round += 1) {
    const disk = createSmallDisk(folder, megabytes);
    means = disk.means;
    try {
      const free = Math.floor(random() ** 2 * 2_500_000);
      const result = await runRound(disk, documents, free);
      expect({ round, free, problems: result.problems }).toEqual({ round, free, problems: [] });
      if (result.code === "disk-full") full += 1;
      messages += result.said.length;
    } finally {
      disk.remove();
    }
  }
  process.stdout.write(
    `full disks ${rounds} (${means}): indexing stopped by it ${full}, ${messages} messages acknowledged, 0 lost, all typed\n`,
  );
  expect(full).toBeGreaterThan(rounds / 3);
});
