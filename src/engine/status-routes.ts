import { statSync } from "node:fs";
import path from "node:path";

import type { Status } from "../shared/settings-schemas.ts";
import { DocentError } from "./platform/docent-error.ts";
import { engineRoutes } from "./platform/routes.ts";
import { sqliteVersion } from "./store/database.ts";
import { readSettings, writeSettings } from "./store/setting-table.ts";
import type { Store } from "./store/store.ts";

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Bytes of a database on the disk, with what still stands in its log. */
const databaseBytes = (file: string): number => sizeOf(file) + sizeOf(`${file}-wal`);

/** Route `status`: versions, places and sizes. */
export function statusRoute({
  store,
  version,
  setupId,
  embeddingModel,
  conversations,
}: {
  store: Store;
  version: string;
  setupId: () => string;
  embeddingModel: string;
  conversations: () => number;
}) {
  return engineRoutes.status.handler((): Status => ({
    version,
    setupId: setupId(),
    dataFolder: store.directory,
    readOnly: store.readOnly,
    notices: store.notices,
    userDatabaseBytes: databaseBytes(path.join(store.directory, "user.db")),
    indexDatabaseBytes: databaseBytes(path.join(store.directory, "index.db")),
    sqliteVersion: sqliteVersion(store.user),
    embeddingModel,
    conversations: conversations(),
  }));
}

/** Routes `settings.*`. */
export function settingsRoutes(store: Store, afterChange: () => void) {
  return engineRoutes.settings.router({
    get: engineRoutes.settings.get.handler(() => readSettings(store.user)),
    set: engineRoutes.settings.set.handler(({ input }) => {
      if (store.readOnly)
        throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing can be changed.");
      const settings = writeSettings(store.user, input);
      afterChange();
      return settings;
    }),
  });
}
