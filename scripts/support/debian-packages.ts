import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Something of the system that a test needs, with the Debian packages that bring it, the first known one wins. */
export interface SystemNeed {
  name: string;
  packages: readonly string[];
  present(): boolean;
}

/** True when a program of this name is on the PATH. */
export function hasProgram(name: string): boolean {
  return (process.env["PATH"] ?? "").split(":").some((folder) => existsSync(`${folder}/${name}`));
}

/** True when the dynamic linker knows a library of this name. */
function hasLibrary(name: string): boolean {
  const listed = spawnSync("ldconfig", ["-p"], {
    encoding: "utf8",
    env: { ...process.env, PATH: `${process.env["PATH"]}:/sbin` },
  });
  return (listed.stdout ?? "").includes(name);
}

function program(name: string, ...packages: string[]): SystemNeed {
  return { name, packages: packages.length === 0 ? [name] : packages, present: () => hasProgram(name) };
}

function library(name: string, ...packages: string[]): SystemNeed {
  return { name, packages, present: () => hasLibrary(name) };
}

/** What a browser test needs: some Chromium and a font with which text has a size. */
export const browserNeeds: readonly SystemNeed[] = [
  program("chromium"),
  { name: "fonts", packages: ["fonts-dejavu-core"], present: () => existsSync("/usr/share/fonts") },
];

/** What an Electron test needs: a screen in memory, a window manager, keys, and Electron's libraries. */
export const electronNeeds: readonly SystemNeed[] = [
  program("Xvfb", "xvfb"),
  program("xvfb-run", "xvfb"),
  program("xauth"),
  program("xdotool"),
  program("openbox"),
  program("xclock", "x11-apps"),
  library("libgtk-3.so.0", "libgtk-3-0", "libgtk-3-0t64"),
  library("libnss3.so", "libnss3"),
  library("libasound.so.2", "libasound2", "libasound2t64"),
  library("libgbm.so.1", "libgbm1"),
  library("libdrm.so.2", "libdrm2"),
];

/** What the test needs that watches the system calls of all of Docent's processes. */
export const offlineNeeds: readonly SystemNeed[] = [program("strace")];

function run(command: string, args: readonly string[]): boolean {
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  return (
    spawnSync(command, args, { stdio: ["ignore", "ignore", "inherit"], env: environment, timeout: 900_000 }).status ===
    0
  );
}

function isKnown(name: string): boolean {
  const shown = spawnSync("apt-cache", ["policy", name], { encoding: "utf8" });
  return /Candidate: (?!\(none\))/.test(shown.stdout ?? "");
}

/**
 * Makes sure that the system has what is listed. As root on Debian or Ubuntu it says what it installs and installs
 * it; elsewhere it throws one line that names what is missing.
 */
export function ensureSystem(needs: readonly SystemNeed[]): string[] {
  const missing = needs.filter((need) => !need.present());
  if (missing.length === 0) return [];
  const named = [...new Set(missing.map((need) => need.packages[0] ?? need.name))];
  const advice = `Missing: ${missing.map((need) => need.name).join(", ")}. Install: apt-get install ${named.join(" ")}`;
  if (process.platform !== "linux" || process.getuid?.() !== 0 || !hasProgram("apt-get")) throw new Error(advice);
  run("apt-get", ["update", "-qq"]);
  const packages = [...new Set(missing.map((need) => need.packages.find(isKnown) ?? need.packages[0] ?? need.name))];
  console.log(`Installing for the tests: ${packages.join(" ")}`);
  if (!run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...packages])) throw new Error(advice);
  const still = needs.filter((need) => !need.present());
  if (still.length > 0)
    throw new Error(`Still missing after the installation: ${still.map((need) => need.name).join(", ")}`);
  return packages;
}
