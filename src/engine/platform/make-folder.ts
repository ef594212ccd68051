import { mkdirSync, statSync } from "node:fs";
import path from "node:path";

import { DocentError } from "./docent-error.ts";

/** The data folder has no space left, or can't be made or written; the same words wherever it is noticed. */
export function dataFolderError(
  code: "disk-full" | "folder-unreadable",
  directory: string,
  cause: unknown,
  doing: "make" | "write in" = "write in",
): DocentError {
  const data = { folder: directory };
  if (code === "disk-full") {
    return new DocentError(code, "There is no space left for Docent's data.", {
      nextStep: "Free some space and start Docent again. Nothing was lost.",
      data,
      cause,
    });
  }
  return new DocentError(code, `Docent can't ${doing} its data folder: ${directory}`, {
    nextStep: "Allow writing there, or choose another folder with --data.",
    data,
    cause,
  });
}

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
    for (const place of missing) {
      try {
        mkdirSync(place);
      } catch (error) {
        // Another Docent may have made it meanwhile.
        if (!isFolder(place)) throw error;
      }
    }
  } catch (error) {
    const full = (error as NodeJS.ErrnoException).code === "ENOSPC";
    throw dataFolderError(full ? "disk-full" : "folder-unreadable", directory, error, "make");
  }
}
