import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

import { pageFileTypes } from "../../shared/content-policy.ts";

export interface PageFile {
  type: string;
  bytes: Buffer;
}

/**
 * All files of the built page, read once, by name. A request only ever looks up this map, so no path of a request
 * reaches the disk.
 */
export function readPageFiles(directory: string): ReadonlyMap<string, PageFile> {
  const files = new Map<string, PageFile>();
  const visit = (folder: string, prefix: string): void => {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const name = `${prefix}${entry.name}`;
      if (entry.isDirectory()) visit(path.join(folder, entry.name), `${name}/`);
      const type = pageFileTypes[path.extname(entry.name)];
      if (entry.isFile() && type !== undefined) {
        files.set(name, { type, bytes: readFileSync(path.join(folder, entry.name)) });
      }
    }
  };
  visit(directory, "");
  return files;
}
