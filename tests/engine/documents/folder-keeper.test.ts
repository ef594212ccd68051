import { renameSync } from "node:fs";
import path from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import { createFolderKeeper, type FolderKeeperOptions } from "../../../src/engine/documents/folder-keeper.ts";
import { createFolderTable } from "../../../src/engine/documents/folder-table.ts";
import type { FolderWatcherOptions } from "../../../src/engine/documents/folder-watcher.ts";
import { createIngest } from "../../../src/engine/documents/ingest.ts";
import { createReconciler } from "../../../src/engine/documents/reconcile.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { createPassageIndex } from "../../../src/engine/retrieval/passage-index.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import { eventually, writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A keeper over a real store and the real reconciler; `onChange` comes in the middle of each walk. */
function setUp(options: Partial<FolderKeeperOptions> & { onWalk?: () => void } = {}) {
  const root = path.join(temporaryFolder(), "drive");
  writeFiles(root, { "a.txt": "The walrus sleeps.", "b.txt": "The badger wakes." });
  const store = openStore({ directory: temporaryFolder(), clock: systemClock, log: silentLog });
  const folders = createFolderTable(store.index);
  const ingest = createIngest({ store, passageIndex: createPassageIndex({ store }), clock: systemClock });
  const reconciler = createReconciler({ store, ingest, onChange: () => options.onWalk?.() });
  const keeper = createFolderKeeper({
    store,
    folders,
    reconciler,
    watch: false,
    clock: systemClock,
    log: silentLog,
    onChange: () => undefined,
    onWaiting: () => undefined,
    ...options,
  });
  onTestFinished(async () => {
    await keeper.close();
    store.close();
  });
  const id = folders.insert(root, "drive").id;
  return {
    root,
    keeper,
    id,
    folder: () => folders.get(id),
    rows: () => store.index.prepare("SELECT count(*) FROM document").pluck().get() as number,
    idle: () => eventually(keeper.idle, () => "never idle"),
  };
}

describe("a drive that is unplugged during a walk", () => {
  it("takes no file out of the library", async () => {
    let unplug = false;
    const one = setUp({
      onWalk() {
        if (unplug) renameSync(one.root, `${one.root}-away`);
        unplug = false;
      },
    });
    one.keeper.start(one.id);
    await one.idle();
    expect(one.rows()).toBe(2);
    const walkedAt = one.folder()?.readAt;
    // The walk still finds one file, and everything else is gone before it counts what it has not seen.
    renameSync(path.join(one.root, "b.txt"), `${one.root}-b.txt`);
    unplug = true;
    one.keeper.rescan(one.id);
    await one.idle();
    expect(one.rows()).toBe(2);
    expect(one.folder()).toMatchObject({ state: "missing", readAt: walkedAt });
    renameSync(`${one.root}-away`, one.root);
    one.keeper.rescan(one.id);
    await one.idle();
    expect(one.rows()).toBe(1);
    expect(one.folder()?.state).toBe("live");
  });
});

describe("a watch that has lost events", () => {
  it("is ended before a new one begins", async () => {
    const deeds: string[] = [];
    const watches: FolderWatcherOptions[] = [];
    const one = setUp({
      watch: true,
      watchFolder: async (watch) => {
        const number = watches.push(watch);
        deeds.push(`begin ${number}`);
        return { live: true, quiet: () => true, close: async () => void deeds.push(`end ${number}`) };
      },
    });
    one.keeper.start(one.id);
    await one.idle();
    one.keeper.rescan(one.id);
    await one.idle();
    expect(deeds).toEqual(["begin 1"]);
    watches[0]?.onLost();
    await one.idle();
    expect(deeds).toEqual(["begin 1", "end 1", "begin 2"]);
    await one.keeper.close();
    expect(deeds).toEqual(["begin 1", "end 1", "begin 2", "end 2"]);
  });
});
