import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import path from "node:path";

import type Database from "better-sqlite3";

export interface SmallDisk {
  directory: string;
  /** How the end of space is made here. */
  means: "tmpfs" | "page limit";
  /** Leaves about this many bytes free. */
  fill(free: number): void;
  /** Where the system gives no small disk, the databases themselves are kept from growing. */
  limit(databases: readonly Database.Database[], pages: number): void;
  /** Gives the space back. */
  free(databases: readonly Database.Database[]): void;
  remove(): void;
}

function mountSmall(directory: string, megabytes: number): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${megabytes}m`, "tmpfs", directory], { stdio: "ignore" });
    return true;
  } catch {
    // A container without the right to mount.
    return false;
  }
}

/** A disk of a few megabytes: a tmpfs for root on Linux, elsewhere SQLite's own limit of pages. */
export function createSmallDisk(parent: string, megabytes: number): SmallDisk {
  const directory = path.join(parent, "disk");
  mkdirSync(directory);
  const mounted = mountSmall(directory, megabytes);
  const ballast = path.join(directory, "ballast");
  return {
    directory,
    means: mounted ? "tmpfs" : "page limit",
    fill(free) {
      if (!mounted) return;
      const { bavail, bsize } = statfsSync(directory);
      const size = bavail * bsize - free;
      if (size > 0) writeFileSync(ballast, Buffer.alloc(size, 1));
    },
    limit(databases, pages) {
      if (mounted) return;
      for (const database of databases) {
        const used = database.pragma("page_count", { simple: true }) as number;
        database.pragma(`max_page_count = ${used + pages}`);
      }
    },
    free(databases) {
      rmSync(ballast, { force: true });
      if (!mounted) for (const database of databases) database.pragma("max_page_count = 4294967294");
    },
    remove() {
      if (mounted) execFileSync("umount", [directory]);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
