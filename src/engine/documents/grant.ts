import { opendir, realpath, stat } from "node:fs/promises";
import path from "node:path";

import { DocentError } from "../platform/docent-error.ts";

function isInside(inner: string, outer: string): boolean {
  const relative = path.relative(outer, inner);
  return relative === "" || (!relative.startsWith("..") && !path.isAbsolute(relative));
}

/**
 * The real path of a folder that may be added.
 * @throws DocentError folder-missing, folder-unreadable, folder-inside-data.
 */
export async function checkedFolder(given: string, dataDirectory: string): Promise<string> {
  let real: string;
  try {
    real = await realpath(path.resolve(given));
    if (!(await stat(real)).isDirectory()) {
      throw new DocentError("invalid-input", `${given} is a file. Add the folder that it lies in.`, {
        data: { path: given },
      });
    }
  } catch (error) {
    if (error instanceof DocentError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    if (code === "ENOENT" || code === "ENOTDIR") {
      throw new DocentError("folder-missing", `There is no folder ${given}.`, { data: { path: given }, cause: error });
    }
    throw unreadable(given, error);
  }
  if (isInside(real, await realpath(dataDirectory))) {
    throw new DocentError("folder-inside-data", "This folder holds Docent's own data and can't be added.", {
      data: { path: real },
    });
  }
  try {
    await (await opendir(real)).close();
  } catch (error) {
    throw unreadable(given, error);
  }
  return real;
}

function unreadable(given: string, cause: unknown): DocentError {
  return new DocentError("folder-unreadable", `Docent is not allowed to look into ${given}.`, {
    nextStep: "Allow reading it, then add it again.",
    data: { path: given },
    cause,
  });
}

/**
 * Two folders must not share files, or every file in both would have two homes.
 * @throws DocentError invalid-input that names the other folder.
 */
export function refuseOverlap(real: string, others: readonly { path: string; name: string }[]): void {
  for (const other of others) {
    if (other.path === real) continue;
    if (isInside(real, other.path)) {
      throw new DocentError("invalid-input", `This folder is already in the library as a part of “${other.name}”.`, {
        data: { path: real, other: other.path },
      });
    }
    if (isInside(other.path, real)) {
      throw new DocentError(
        "invalid-input",
        `“${other.name}”, a folder inside this one, is already in the library. Remove it first, then add this one.`,
        { data: { path: real, other: other.path } },
      );
    }
  }
}
