import { lstat } from "node:fs/promises";
import path from "node:path";

import type { Store } from "../store/store.ts";
import type { FolderRow } from "./folder-table.ts";
import { folderRule } from "./ignore-rules.ts";
import type { Ingest } from "./ingest.ts";
import { createPathTable, type KnownPath } from "./path-table.ts";
import { walk, type WalkEntry } from "./walker.ts";

/** What one entry of the disk asks of the row that is known at its path. Pure. */
export type PathChange = "none" | "seen" | "changed" | "fix" | "unfix";

/**
 * Compares a path as it lies there with what is stored of it. Size, time and inode equal: nothing to do. The same size
 * and time under another inode (a restored copy): read it, its hash says whether anything is new.
 */
export function compare(known: KnownPath, entry: WalkEntry): PathChange {
  if (known.excluded === 1) return known.stamp === entry.stamp ? "none" : "seen";
  if (entry.fixed !== null) {
    const same = known.outcome === entry.fixed.outcome && known.stamp === entry.stamp && known.fixed;
    return same ? "none" : "fix";
  }
  // It was fixed by a rule or a state (a link, a lock, a download) that no longer holds.
  if (known.fixed && known.outcome !== null) return "unfix";
  return known.stamp === entry.stamp && known.fileKey === entry.fileKey ? "none" : "changed";
}

export interface ReconcileOptions {
  store: Pick<Store, "index" | "directory">;
  ingest: Ingest;
  onChange: () => void;
}

export interface Reconciler {
  /**
   * Brings rows in line with a folder or a part of it. Returns the number of rows that changed. `stillThere` is asked
   * after the walk, before anything counts as deleted: with a drive that went meanwhile nothing does.
   */
  reconcile(
    folder: FolderRow,
    from: string | null,
    signal: AbortSignal,
    stillThere: () => Promise<boolean>,
  ): Promise<number>;
  /** Removes rows at and below paths that are gone; those that came back meanwhile stay. */
  removeGone(paths: readonly string[]): Promise<number>;
}

/** How many documents one transaction removes, so that none holds the engine long. */
const removedAtOnce = 50;

async function isThere(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // Only a sure answer counts as gone: a drive that does not answer is no deletion.
    return code !== "ENOENT" && code !== "ENOTDIR";
  }
}

function yieldToOthers(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** True below a folder that a walk of the whole would not have entered. */
export function isLeftOut(root: string, file: string, included: ReadonlySet<string>): boolean {
  const parts = path.relative(root, path.dirname(file)).split(path.sep);
  return parts.some((name, place) => {
    const relative = parts.slice(0, place + 1).join("/");
    return name !== "" && !included.has(relative) && folderRule(name, relative) !== null;
  });
}

/** Keeps rows and disk alike. */
export function createReconciler({ store, ingest, onChange }: ReconcileOptions): Reconciler {
  const paths = createPathTable(store.index);

  function applyFixed(id: number, entry: WalkEntry): void {
    paths.setSeen(id, entry);
    if (entry.fixed !== null) ingest.fix(id, entry.fixed.outcome, entry.fixed.reason, false);
  }

  /** The row of a file that had another path before: same inode, size and time, and nothing at the old path. */
  async function movedFrom(folder: FolderRow, entry: WalkEntry): Promise<KnownPath | null> {
    if (entry.fixed !== null || entry.fileKey === "" || entry.fileKey === "0") return null;
    for (const candidate of paths.withKey(folder.id, entry.fileKey, entry.stamp)) {
      if (candidate.path !== entry.path && candidate.excluded === 0 && !(await isThere(candidate.path))) {
        // Another kind of name may be read in another way.
        const sameKind = path.extname(candidate.path).toLowerCase() === path.extname(entry.path).toLowerCase();
        return sameKind ? candidate : null;
      }
    }
    return null;
  }

  async function applyBatch(
    folder: FolderRow,
    batch: readonly WalkEntry[],
    known: Map<string, KnownPath>,
    moved: Set<number>,
  ): Promise<number> {
    const moves = new Map<WalkEntry, KnownPath>();
    for (const entry of batch) {
      if (known.has(entry.path)) continue;
      const from = await movedFrom(folder, entry);
      if (from !== null && !moved.has(from.id)) {
        moves.set(entry, from);
        moved.add(from.id);
      }
    }
    let changed = 0;
    store.index
      .transaction(() => {
        for (const entry of batch) {
          const before = known.get(entry.path);
          if (before !== undefined && compare(before, entry) === "none") continue;
          // The row of now: it may have been read since the walk began.
          const row = paths.at(entry.path);
          const from = moves.get(entry);
          if (row === null && from !== undefined) {
            paths.setMoved(from.id, entry);
          } else if (row === null) {
            const id = paths.insert(folder.id, entry);
            if (entry.fixed !== null) applyFixed(id, entry);
          } else {
            const change = compare(row, entry);
            if (change === "none") continue;
            if (change === "seen") paths.setSeen(row.id, entry);
            else if (change === "fix") applyFixed(row.id, entry);
            else paths.setChanged(row.id, entry);
          }
          changed += 1;
        }
      })
      .immediate();
    return changed;
  }

  async function remove(ids: readonly number[]): Promise<void> {
    for (let at = 0; at < ids.length; at += removedAtOnce) {
      ingest.remove(ids.slice(at, at + removedAtOnce));
      onChange();
      await yieldToOthers();
    }
  }

  return {
    async reconcile(folder, from, signal, stillThere) {
      const included = paths.included(folder.id);
      // A path that is gone again is left to `removeGone`: it may have been renamed, and its text moves with it.
      if (from !== null && (isLeftOut(folder.path, from, included) || !(await isThere(from)))) return 0;
      const rows = from === null ? paths.inFolder(folder.id) : paths.below(from);
      const known = new Map(rows.map((row) => [row.path, row]));
      const unseen = new Set(known.keys());
      const moved = new Set<number>();
      const unlisted: string[] = [];
      let changed = 0;
      for await (const batch of walk({
        root: folder.path,
        from: from ?? folder.path,
        dataDirectory: store.directory,
        included,
        signal,
      })) {
        for (const entry of batch) {
          unseen.delete(entry.path);
          if (entry.unlisted) unlisted.push(entry.path + path.sep);
        }
        changed += await applyBatch(folder, batch, known, moved);
        onChange();
      }
      const gone: number[] = [];
      for (const file of unseen) {
        const row = known.get(file) as KnownPath;
        if (moved.has(row.id) || unlisted.some((folderPath) => file.startsWith(folderPath))) continue;
        // A folder that is read at the user's wish is no longer listed itself, but its row keeps the wish.
        if (row.excluded === -1 && (await isThere(file))) continue;
        gone.push(row.id);
      }
      if (gone.length === 0 || !(await stillThere())) return changed;
      await remove(gone);
      return changed + gone.length;
    },
    async removeGone(gonePaths) {
      const ids = new Set<number>();
      for (const gonePath of gonePaths) {
        if (await isThere(gonePath)) continue;
        for (const row of paths.below(gonePath)) ids.add(row.id);
      }
      await remove([...ids]);
      return ids.size;
    },
  };
}
