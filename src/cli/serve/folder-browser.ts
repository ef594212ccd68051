import { randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import path from "node:path";

import { DocentError } from "../../engine/index.ts";

export interface FolderListing {
  id: string | null;
  name: string;
  parentId: string | null;
  folders: { id: string; name: string }[];
  files: number;
}

const mostFolders = 1_000;

/**
 * Lets a page walk the folders below one starting place without ever naming a path: it only gets ids that were made
 * here, for this run. Hidden folders and links are not listed.
 */
export function createFolderBrowser(start: string): {
  list(id: string | undefined): Promise<FolderListing>;
  pathOf(id: string): string;
} {
  const pathById = new Map<string, string>();
  const idByPath = new Map<string, string>();
  const idOf = (folder: string): string => {
    const known = idByPath.get(folder);
    if (known !== undefined) return known;
    const id = randomBytes(12).toString("base64url");
    idByPath.set(folder, id);
    pathById.set(id, folder);
    return id;
  };
  const pathOf = (id: string): string => {
    const folder = pathById.get(id);
    if (folder === undefined) throw new DocentError("not-found", "This folder is not known any more. Start again.");
    return folder;
  };
  return {
    pathOf,
    async list(id) {
      const folder = id === undefined ? start : pathOf(id);
      let entries;
      try {
        entries = await readdir(folder, { withFileTypes: true });
      } catch (error) {
        throw new DocentError("folder-unreadable", `The folder “${path.basename(folder)}” cannot be read.`, {
          nextStep: "Choose another folder.",
          cause: error,
        });
      }
      const folders = entries
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
        .sort((first, second) => first.name.localeCompare(second.name))
        .slice(0, mostFolders)
        .map((entry) => ({ id: idOf(path.join(folder, entry.name)), name: entry.name }));
      return {
        id: idOf(folder),
        name: path.basename(folder) || folder,
        parentId: folder === start ? null : idOf(path.dirname(folder)),
        folders,
        files: entries.filter((entry) => entry.isFile()).length,
      };
    },
  };
}
