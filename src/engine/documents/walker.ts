import type { BigIntStats } from "node:fs";
import { lstat, opendir } from "node:fs/promises";
import path from "node:path";

import type { Outcome } from "../../shared/schemas.ts";
import { fileRule, folderRule, isOnlineOnly, unreadKind } from "./ignore-rules.ts";

/** One path of a folder as it lies on the disk. */
export interface WalkEntry {
  path: string;
  /** Below the folder, with forward slashes. */
  relativePath: string;
  name: string;
  size: number;
  modifiedAt: number;
  /** Size and modification time to the nanosecond. */
  stamp: string;
  fileKey: string;
  /** Set when the path needs no reading to know what becomes of it. */
  fixed: { outcome: Outcome; reason: string } | null;
  /** A folder that could not be listed: what is known below it stays. */
  unlisted: boolean;
}

export interface WalkOptions {
  root: string;
  /** Path to walk: the root or a folder or file below it. */
  from?: string;
  dataDirectory: string;
  /** Relative paths that the user wants although a rule leaves them out. */
  included: ReadonlySet<string>;
  signal: AbortSignal;
}

const deepest = 64;
const batchSize = 256;

type FileKind = "file" | "directory" | "link" | "special";

function kindOf(stats: BigIntStats): FileKind {
  if (stats.isSymbolicLink()) return "link";
  if (stats.isDirectory()) return "directory";
  return stats.isFile() ? "file" : "special";
}

/** What a failed call on a path means to a person. */
export function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (code === "EACCES" || code === "EPERM") return "Docent is not allowed to read it.";
  if (code === "ENAMETOOLONG") return "Its name is too long for this system.";
  if (code === "EIO" || code === "ENXIO") return "The disk reported an error while it was read.";
  if (code === "EBUSY" || code === "ETXTBSY") return "Another program keeps it locked.";
  if (code === "ESTALE" || code === "ETIMEDOUT" || code === "EHOSTDOWN") return "The network drive did not answer.";
  return `It could not be read (${code === "" ? String(error) : code}).`;
}

export function stampOf(stats: BigIntStats): string {
  return `${stats.size}:${stats.mtimeNs}`;
}

/** The entry of one path; `fixed` is null when it is to be read. */
export function entryOf(
  root: string,
  file: string,
  stats: BigIntStats,
  included: ReadonlySet<string>,
  platform: string = process.platform,
): WalkEntry {
  const relativePath = path.relative(root, file).split(path.sep).join("/");
  const name = path.basename(file);
  const size = Number(stats.size);
  const entry: WalkEntry = {
    path: file,
    relativePath: relativePath === "" ? name : relativePath,
    name,
    size,
    modifiedAt: Math.round(Number(stats.mtimeMs)),
    stamp: stampOf(stats),
    fileKey: String(stats.ino),
    fixed: null,
    unlisted: false,
  };
  const fix = (outcome: Outcome, reason: string): WalkEntry => ({ ...entry, fixed: { outcome, reason } });
  const kind = kindOf(stats);
  if (kind === "link") return fix("link", "A link to another place; links are not followed.");
  if (kind === "special") return fix("unsupported", "Not a file: a pipe, a socket or a device.");
  const wanted = included.has(relativePath);
  if (kind === "directory") {
    const reason = wanted ? null : folderRule(name, relativePath);
    return reason === null ? entry : fix("excluded", reason);
  }
  const rule = wanted ? null : fileRule(name);
  if (rule !== null) return fix("excluded", rule);
  if (isOnlineOnly(platform, name, size, Number(stats.blocks))) {
    return fix("online-only", "Only in the cloud; download it to have it read.");
  }
  const unread = unreadKind(name);
  return unread === null ? entry : fix("unsupported", unread);
}

/** Names of a folder as bytes where the system allows any bytes, so that none is lost to a wrong encoding. */
async function namesOf(directory: string): Promise<{ name: string; wellFormed: boolean }[]> {
  const names: { name: string; wellFormed: boolean }[] = [];
  if (process.platform === "win32") {
    for await (const item of await opendir(directory)) names.push({ name: item.name, wellFormed: true });
    return names;
  }
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  // The type of a Dirent does not know that it holds bytes when asked for them.
  for await (const item of await opendir(directory, { encoding: "buffer" as BufferEncoding, bufferSize: 256 })) {
    const bytes = item.name as unknown as Buffer;
    try {
      names.push({ name: decoder.decode(bytes), wellFormed: true });
    } catch {
      const escaped = [...bytes].map((byte) =>
        byte < 0x80 && byte !== 0x25 ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase()}`,
      );
      names.push({ name: escaped.join(""), wellFormed: false });
    }
  }
  return names;
}

/** An entry for a path that can't be looked at. */
function unreadable(root: string, file: string, reason: string, unlisted: boolean): WalkEntry {
  return {
    path: file,
    relativePath: path.relative(root, file).split(path.sep).join("/") || path.basename(file),
    name: path.basename(file),
    size: 0,
    modifiedAt: 0,
    stamp: "",
    fileKey: "",
    fixed: { outcome: "unreadable", reason },
    unlisted,
  };
}

/**
 * Every path below a folder, in batches, each with its state or a fixed outcome. Links are named, never followed; a
 * folder reached twice (a mount inside itself) is entered once, so the walk always ends. A path that vanishes while it
 * walks is left out; one that can't be looked at is named with the reason. Only an abort rejects.
 */
export async function* walk(options: WalkOptions): AsyncGenerator<WalkEntry[], void, void> {
  const { root, included, signal, dataDirectory } = options;
  const seen = new Set<string>();
  let batch: WalkEntry[] = [];
  const pending: { file: string; depth: number }[] = [];

  const look = async (file: string, depth: number): Promise<void> => {
    let stats: BigIntStats;
    try {
      stats = await lstat(file, { bigint: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") batch.push(unreadable(root, file, reasonOf(error), true));
      return;
    }
    if (!stats.isDirectory()) {
      batch.push(entryOf(root, file, stats, included));
      return;
    }
    if (file === dataDirectory) return;
    const entry = file === root ? null : entryOf(root, file, stats, included);
    if (entry !== null && entry.fixed !== null) batch.push(entry);
    else if (depth > deepest) batch.push(unreadable(root, file, "Too many folders inside each other.", true));
    else {
      const key = `${stats.dev}:${stats.ino}`;
      // Windows gives 0 for some network drives; there the depth alone ends a loop.
      if (stats.ino !== 0n && seen.has(key)) return;
      seen.add(key);
      pending.push({ file, depth });
    }
  };

  await look(options.from ?? root, 0);
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    signal.throwIfAborted();
    const directory = next;
    let names: { name: string; wellFormed: boolean }[] = [];
    try {
      names = await namesOf(directory.file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT") {
        batch.push(unreadable(root, directory.file, reasonOf(error), true));
      }
    }
    for (let at = 0; at < names.length; at += 64) {
      signal.throwIfAborted();
      await Promise.all(
        names.slice(at, at + 64).map(async ({ name, wellFormed }) => {
          const file = path.join(directory.file, name);
          if (wellFormed) await look(file, directory.depth + 1);
          else
            batch.push(unreadable(root, file, "Its name is not valid text (UTF-8); rename it to have it read.", true));
        }),
      );
      if (batch.length >= batchSize) {
        yield batch;
        batch = [];
      }
    }
  }
  if (batch.length > 0) yield batch;
}
