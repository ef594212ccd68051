import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

/*
 * npm leaves out of the lock file what the registry it asked did not have: binaries of other platforms that are
 * optional here. `npm ci` then refuses the lock file as incomplete. Run this after every `npm install`; the entries
 * it adds carry the platform, so that no other machine fetches them, and no hash, because none was seen.
 */
interface LockEntry {
  version: string;
  optionalDependencies?: Record<string, string>;
  [field: string]: unknown;
}

const file = path.resolve(import.meta.dirname, "..", "package-lock.json");
const lock = JSON.parse(readFileSync(file, "utf8")) as { packages: Record<string, LockEntry> };
const systems: [word: string, os: string][] = [
  ["linux", "linux"],
  ["mac", "darwin"],
  ["darwin", "darwin"],
  ["win", "win32"],
];
const processors = ["riscv64", "arm64", "armv7l", "x64"];

/** Facts about a platform package from its name, e.g. "win-arm64". */
function platformOf(name: string): { os: string[]; cpu: string[] } {
  const words = (name.split("/").at(-1) ?? "").split("-");
  const os = systems.find(([word]) => words.includes(word))?.[1];
  const cpu = processors.find((word) => words.includes(word));
  if (os === undefined || cpu === undefined) throw new Error(`The platform of ${name} cannot be told from its name.`);
  return { os: [os], cpu: [cpu] };
}

const added: string[] = [];
for (const [owner, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`node_modules/${name}`, `${owner}/node_modules/${name}`];
    if (places.some((place) => lock.packages[place] !== undefined)) continue;
    if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`${name} is missing and ${version} is no exact version.`);
    lock.packages[`node_modules/${name}`] = { version, ...platformOf(name), optional: true };
    added.push(name);
  }
}
// Addresses for donations change with every release and belong to nobody's build.
for (const entry of Object.values(lock.packages)) delete entry["funding"];
const { "": project, ...others } = lock.packages;
const sorted = Object.entries(others).sort(([first], [second]) => first.localeCompare(second, "en"));
lock.packages = { ...(project === undefined ? {} : { "": project }), ...Object.fromEntries(sorted) };
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(added.length === 0 ? "The lock file is complete." : `Added ${added.join(", ")}.`);
