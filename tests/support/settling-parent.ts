import { DocentError } from "../../src/engine/platform/docent-error.ts";
import { systemClock } from "../../src/engine/platform/clock.ts";
import { silentLog } from "../../src/engine/platform/log.ts";
import { createLibrary } from "../../src/engine/documents/library.ts";
import { createPassageIndex } from "../../src/engine/retrieval/passage-index.ts";
import { openStore } from "../../src/engine/store/store.ts";
import { createHashingEmbedding } from "./hashing-embedding.ts";
import { createPlainParser } from "./plain-parser.ts";

/*
 * Waits for a library, as a command does, while nothing but a timer of the engine is left: the first file has to be
 * tried again later. Arguments: data folder, folder to read. Says on stdout how it ended.
 */

const [data, folder] = process.argv.slice(2) as [string, string];
const store = openStore({ directory: data, clock: systemClock, log: silentLog });
const plain = createPlainParser();
let tries = 0;
const library = createLibrary({
  store,
  parser: {
    ...plain,
    async extract(file, options) {
      tries += 1;
      if (tries === 1) throw new DocentError("not-available", "No process now.");
      return plain.extract(file, options);
    },
  },
  embedding: async () => createHashingEmbedding(),
  passageIndex: createPassageIndex({ store }),
  clock: systemClock,
  log: silentLog,
  resourcesDirectory: data,
  watch: false,
});
await library.grantFolder(folder);
await library.wordsSettled();
process.stdout.write(`ready ${library.summary().ready} after ${tries} tries\n`);
await library.close();
store.close();
