import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";

/*
 * Every package of the lock file must have a licence from the list: with `development` only those that are never
 * shipped. The lock file must name no place to fetch from, so that it works with any registry and gives none away.
 */
const shipped = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "Zlib",
  "CC0-1.0",
  "Unlicense",
]);
const development = new Set([...shipped, "MPL-2.0", "Python-2.0", "CC-BY-4.0", "WTFPL"]);

/** Packages whose licence field is missing or no SPDX name; each was read in the package itself. */
const readByHand: Record<string, string> = {
  duck: "BSD-2-Clause",
  "sqlite-vec": "MIT",
  "sqlite-vec-darwin-arm64": "MIT",
  "sqlite-vec-darwin-x64": "MIT",
  "sqlite-vec-linux-arm64": "MIT",
  "sqlite-vec-linux-x64": "MIT",
  "sqlite-vec-windows-x64": "MIT",
  // Entries of complete-lock.ts: same repository and licence as node-llama-cpp.
  "@node-llama-cpp/linux-riscv64": "MIT",
  "@node-llama-cpp/mac-arm64-metal": "MIT",
  "@node-llama-cpp/mac-x64": "MIT",
  "@node-llama-cpp/win-arm64": "MIT",
  "@node-llama-cpp/win-x64": "MIT",
  "@node-llama-cpp/win-x64-vulkan": "MIT",
};

interface LockEntry {
  license?: string;
  dev?: boolean;
  integrity?: string;
  inBundle?: boolean;
}

/** True when one choice of an SPDX expression ("A OR B", "A AND B") is allowed whole. */
function isAllowed(expression: string, allowed: ReadonlySet<string>): boolean {
  return expression
    .replace(/[()]/g, "")
    .split(/ OR /i)
    .some((choice) => choice.split(/ AND /i).every((name) => allowed.has(name.trim())));
}

const root = path.resolve(import.meta.dirname, "..");
const problems: string[] = [];
const text = readFileSync(path.join(root, "package-lock.json"), "utf8");
const lock = JSON.parse(text) as { packages: Record<string, LockEntry> };
const entries = Object.entries(lock.packages).filter(([place]) => place !== "");

for (const [place, entry] of entries) {
  const name = place.slice(place.lastIndexOf("node_modules/") + "node_modules/".length);
  const licence = readByHand[name] ?? entry.license ?? "none";
  if (!isAllowed(licence, entry.dev === true ? development : shipped)) {
    problems.push(`${name}: licence ${licence} is not on the list`);
  }
  const unhashed = entry.integrity === undefined && entry.inBundle !== true;
  if (unhashed && !name.startsWith("@node-llama-cpp/")) problems.push(`${name}: no hash in the lock file`);
}
if (entries.length < 400) problems.push(`only ${entries.length} packages read: the lock file was not understood`);
if (text.includes('"resolved"')) problems.push("package-lock.json names places to fetch from (resolved)");
if (/https?:\/\//.test(text)) problems.push("package-lock.json holds an address: run scripts/complete-lock.ts");

const configured = spawnSync("npm", ["config", "get", "registry"], {
  encoding: "utf8",
  cwd: root,
  shell: process.platform === "win32",
});
if (configured.status !== 0) problems.push("npm does not say which registry it uses");
const host = URL.canParse(configured.stdout.trim()) ? new URL(configured.stdout.trim()).host : "";
const patterns = ["registry *= *http", "npm_config_registry=", ...(host === "" ? [] : [host.replaceAll(".", "\\.")])];
for (const pattern of patterns) {
  const found = spawnSync("git", ["grep", "-nIiE", "-e", pattern, "--", ".", ":!scripts/check-licences.ts"], {
    encoding: "utf8",
    cwd: root,
  });
  if (found.status === 0) problems.push(`a registry is named in the repository:\n${found.stdout.trimEnd()}`);
  else if (found.status !== 1) problems.push(`git grep failed: ${found.stderr.trim()}`);
}

for (const problem of problems) console.error(problem);
console.log(`${entries.length} packages read, ${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
