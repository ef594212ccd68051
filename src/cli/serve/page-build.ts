import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** Where the built page lies in a clone. */
export const builtPage = path.join(root, "out", "renderer");

/** Newest change below a folder; milliseconds since 1970. */
function newestChange(folder: string): number {
  let newest = 0;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const place = path.join(folder, entry.name);
    if (entry.isDirectory()) newest = Math.max(newest, newestChange(place));
    else if (entry.isFile()) newest = Math.max(newest, statSync(place).mtimeMs);
  }
  return newest;
}

/** True when the built page is missing or older than what it is made of. */
export function pageIsStale(): boolean {
  const index = path.join(builtPage, "index.html");
  if (!existsSync(index)) return true;
  const sources = ["src/renderer", "src/shared"].map((folder) => newestChange(path.join(root, folder)));
  const settings = ["electron.vite.config.ts", "package-lock.json"]
    .map((file) => path.join(root, file))
    .filter((file) => existsSync(file))
    .map((file) => statSync(file).mtimeMs);
  return Math.max(...sources, ...settings) > statSync(index).mtimeMs;
}

/** Builds the page when its sources are newer than it; about two seconds. `tell` gets one line before it starts. */
export async function buildPageIfStale(tell: (line: string) => void): Promise<void> {
  if (!existsSync(path.join(root, "src", "renderer")) || !pageIsStale()) return;
  tell("Building the page…");
  await promisify(execFile)(process.execPath, [path.join(root, "scripts", "build.ts"), "page"], { cwd: root });
}
