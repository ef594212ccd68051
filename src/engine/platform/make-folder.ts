import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

import { DocentError } from "./docent-error.ts";

function isFolder(place: string): boolean {
  const facts = statSync(place, { throwIfNoEntry: false });
  if (facts !== undefined && !facts.isDirectory()) {
    throw Object.assign(new Error(`${place} is no folder`), { code: "ENOTDIR" });
  }
  return facts !== undefined;
}

/**
 * Makes the folder for Docent's data and those above it. Each is tried once: Node's own recursive way never ends where
 * the system says "no such folder" for one that can't be made, as below /proc.
 * @throws DocentError folder-unreadable, disk-full.
 */
export function makeDataFolder(directory: string): void {
  const missing: string[] = [];
  try {
    for (let place = path.resolve(directory); !isFolder(place); place = path.dirname(place)) {
      missing.unshift(place);
      if (place === path.dirname(place)) break;
    }
    // Another Docent may make them at the same time.
    for (const place of missing) if (!isFolder(place)) mkdirSync(place);
  } catch (error) {
    if (isFolderNow(directory)) return;
    const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
    throw new DocentError(
      full ? "disk-full" : "folder-unreadable",
      full ? "There is no space left for Docent's data." : `Docent can't make its data folder: ${directory}`,
      {
        nextStep: full
          ? "Free some space and start Docent again. Nothing was lost."
          : "Allow writing there, or choose another folder with --data.",
        data: { folder: directory },
        cause: error,
      },
    );
  }
}

function isFolderNow(directory: string): boolean {
  try {
    return isFolder(path.resolve(directory));
  } catch {
    return false;
  }
}
