import { opendir, stat } from "node:fs/promises";
import path from "node:path";

import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import { isDamage, isFull } from "../store/database-error.ts";
import type { Store } from "../store/store.ts";
import { type FolderRow, type FolderState, type FolderTable } from "./folder-table.ts";
import { type FolderWatcher, watchFolder } from "./folder-watcher.ts";
import type { Reconciler } from "./reconcile.ts";

export interface FolderKeeperOptions {
  store: Pick<Store, "directory" | "markIndexDamaged">;
  folders: FolderTable;
  reconciler: Reconciler;
  /** False: look once, for a command that ends. */
  watch: boolean;
  /** Other means of watching than the system's; for tests of its failures. */
  watchFolder?: typeof watchFolder;
  clock: Clock;
  log: Log;
  onChange: () => void;
  /** Rows may wait now. */
  onWaiting: () => void;
}

export interface FolderKeeper {
  start(id: number): void;
  /** Ends the watch and the walk of a folder. */
  stop(id: number): Promise<void>;
  rescan(id: number): void;
  /** Looks at one path of a folder again. */
  lookAt(id: number, file: string): void;
  /** A file of the folder was not where it should be. */
  lookForGone(id: number, file: string): void;
  /** No folder is walked or waits to be. */
  idle(): boolean;
  blocked(): "disk-full" | null;
  close(): Promise<void>;
}

interface Kept {
  aborter: AbortController;
  /** Walks of one folder run one after another. */
  chain: Promise<void>;
  waiting: number;
  watcher: FolderWatcher | null;
  /** The watch has lost events: a new one takes its place. */
  lost: boolean;
  timer: Timer | null;
  fullScanWaits: boolean;
  lastScan: number;
}

const checkEveryMs = 15_000;
const pollEveryMs = 60_000;
/** With more changes than this a whole walk is the quicker answer. */
const mostSinglePaths = 400;

/** Keeps the rows of each folder in line with the disk: walks it, watches it, notices when it goes and comes back. */
export function createFolderKeeper(options: FolderKeeperOptions): FolderKeeper {
  const { store, folders, reconciler, watch, clock, log, onChange, onWaiting } = options;
  const kept = new Map<number, Kept>();
  let blocked: "disk-full" | null = null;

  function setState(folder: FolderRow, state: FolderState): void {
    if (folder.state === state) return;
    folders.setState(folder.id, state);
    log.write("info", "folder-state", { folderId: folder.id, state });
    onChange();
  }

  function enqueue(id: number, task: (folder: FolderRow, keeping: Kept) => Promise<void>): void {
    const keeping = kept.get(id);
    if (keeping === undefined) return;
    keeping.waiting += 1;
    const before = keeping.chain;
    keeping.chain = (async () => {
      await before;
      try {
        const folder = folders.get(id);
        if (folder !== null && !keeping.aborter.signal.aborted) await task(folder, keeping);
      } catch (error) {
        settleError(id, keeping, error);
      } finally {
        keeping.waiting -= 1;
        onWaiting();
        onChange();
      }
    })();
  }

  function settleError(id: number, keeping: Kept, error: unknown): void {
    if (keeping.aborter.signal.aborted) return;
    log.write(isFull(error) ? "warn" : "error", "walk-failed", {
      error: error instanceof Error ? (error.stack ?? error.message) : "",
    });
    if (isDamage(error)) store.markIndexDamaged();
    if (!isFull(error)) return;
    blocked = "disk-full";
    clock.after(checkEveryMs, () => {
      blocked = null;
      scan(id);
    });
  }

  /** The device of a folder that is there and may be looked into; sets its state. */
  async function deviceOf(folder: FolderRow, keeping: Kept): Promise<string | null> {
    try {
      const stats = await stat(folder.path, { bigint: true });
      if (!stats.isDirectory()) throw Object.assign(new Error("not a folder"), { code: "ENOTDIR" });
      const directory = await opendir(folder.path);
      const empty = (await directory.read()) === null;
      await directory.close();
      const device = String(stats.dev);
      // Where a drive was unplugged its mount point stays, empty and on the device of the system.
      if (empty && folder.device !== null && folder.device !== device) {
        setState(folder, "missing");
        return null;
      }
      setState(folder, !watch || keeping.watcher?.live !== false ? "live" : "polling");
      return device;
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      setState(folder, code === "ENOENT" || code === "ENOTDIR" ? "missing" : "unreadable");
      return null;
    }
  }

  async function startWatching(folder: FolderRow, keeping: Kept): Promise<void> {
    if (!watch || (keeping.watcher?.live === true && !keeping.lost)) return;
    keeping.lost = false;
    await keeping.watcher?.close();
    const id = folder.id;
    keeping.watcher = await (options.watchFolder ?? watchFolder)({
      path: folder.path,
      dataDirectory: store.directory,
      clock,
      log,
      onPresent(paths) {
        if (paths.length > mostSinglePaths) scan(id);
        else lookAtPaths(id, paths);
      },
      onGone: (paths) => removeGone(id, paths),
      onLost() {
        // Not closed here, inside its own call: the scan does it before it watches anew.
        keeping.lost = true;
        scan(id);
      },
    });
  }

  function scan(id: number): void {
    const keeping = kept.get(id);
    if (keeping === undefined || keeping.fullScanWaits) return;
    keeping.fullScanWaits = true;
    enqueue(id, async (folder) => {
      keeping.fullScanWaits = false;
      if ((await deviceOf(folder, keeping)) === null) return;
      // Watched first, walked then: what changes meanwhile is told by the watch.
      await startWatching(folder, keeping);
      const device = await deviceOf(folders.get(id) ?? folder, keeping);
      if (device === null) return;
      // The device too: at the place of a drive that went the folder of its mount point may hold files of its own.
      const stillThere = async () => (await deviceOf(folders.get(id) ?? folder, keeping)) === device;
      await reconciler.reconcile(folder, null, keeping.aborter.signal, stillThere);
      if (!(await stillThere())) return;
      keeping.lastScan = clock.monotonic();
      folders.setWalked(id, clock.now(), device);
    });
  }

  function lookAtPaths(id: number, paths: readonly string[]): void {
    enqueue(id, async (folder, keeping) => {
      for (const file of outermost(paths)) {
        await reconciler.reconcile(folder, file, keeping.aborter.signal, async () => {
          const device = await deviceOf(folders.get(id) ?? folder, keeping);
          return device !== null && (folder.device === null || device === folder.device);
        });
      }
    });
  }

  function removeGone(id: number, paths: readonly string[]): void {
    enqueue(id, async (folder, keeping) => {
      // With the whole folder away nothing in it counts as deleted.
      if ((await deviceOf(folder, keeping)) !== null) await reconciler.removeGone(paths);
    });
  }

  function check(id: number): void {
    const keeping = kept.get(id);
    if (keeping === undefined) return;
    keeping.timer = clock.after(checkEveryMs, () => check(id));
    const folder = folders.get(id);
    if (folder === null || keeping.waiting > 0) return;
    const polled = folder.state === "polling" && clock.monotonic() - keeping.lastScan >= pollEveryMs;
    if (polled || folder.state === "missing" || folder.state === "unreadable") {
      scan(id);
      return;
    }
    enqueue(id, async (current) => {
      if ((await deviceOf(current, keeping)) !== null) return;
      // It went: its watch sees nothing any more, also when it comes back.
      await keeping.watcher?.close();
      keeping.watcher = null;
    });
  }

  async function end(keeping: Kept): Promise<void> {
    keeping.aborter.abort();
    keeping.timer?.cancel();
    await keeping.chain;
    await keeping.watcher?.close();
  }

  return {
    start(id) {
      kept.set(id, {
        aborter: new AbortController(),
        chain: Promise.resolve(),
        waiting: 0,
        watcher: null,
        lost: false,
        timer: null,
        fullScanWaits: false,
        lastScan: 0,
      });
      scan(id);
      const keeping = kept.get(id);
      if (watch && keeping !== undefined) keeping.timer = clock.after(checkEveryMs, () => check(id));
    },
    async stop(id) {
      const keeping = kept.get(id);
      kept.delete(id);
      if (keeping !== undefined) await end(keeping);
    },
    rescan: scan,
    lookAt: (id, file) => lookAtPaths(id, [file]),
    lookForGone: (id, file) => removeGone(id, [file]),
    idle: () => [...kept.values()].every((keeping) => keeping.waiting === 0 && keeping.watcher?.quiet() !== false),
    blocked: () => blocked,
    async close() {
      const all = [...kept.values()];
      kept.clear();
      await Promise.all(all.map(end));
    },
  };
}

/** Without the paths that lie below another one of them: those are walked with it. */
export function outermost(paths: readonly string[]): string[] {
  const given = new Set(paths);
  return [...given].filter((file) => {
    for (let parent = path.dirname(file); parent !== path.dirname(parent); parent = path.dirname(parent)) {
      if (given.has(parent)) return false;
    }
    return true;
  });
}
