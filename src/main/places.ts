import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";

import { app } from "electron";

import { defaultDataFolder } from "../shared/data-folder.ts";
import { nodeEngine } from "./engine-host-node.ts";
import { utilityEngine } from "./engine-host-utility.ts";
import type { StartEngine } from "./engine-runner.ts";

/** First Electron whose own Node runs the engine's add-ons in a utility process. */
const firstCapableElectron = 42;

/** Where everything lies, in a clone and in a package. */
export interface Places {
  dataDirectory: string;
  /** The shell's own small files: window place, sealed keys, Chromium's profile. */
  shellDirectory: string;
  resourcesDirectory: string;
  pageDirectory: string;
  /** In a package nobody may look inside the windows. */
  packaged: boolean;
}

/** Value of an option like `--data=/folder` among the program's arguments. */
export function optionValue(argv: readonly string[], name: string): string | undefined {
  const start = `--${name}=`;
  return argv.find((argument) => argument.startsWith(start))?.slice(start.length);
}

/** Finds all places from this file's own and the program's arguments. */
export function findPlaces(argv: readonly string[]): Places {
  const out = path.resolve(import.meta.dirname, "..");
  const packaged = out.includes("app.asar");
  const dataDirectory = path.resolve(
    optionValue(argv, "data") ??
      defaultDataFolder({ platform: process.platform, home: os.homedir(), environment: process.env }),
  );
  return {
    dataDirectory,
    shellDirectory: path.join(dataDirectory, "window"),
    resourcesDirectory: packaged ? path.join(process.resourcesPath, "resources") : path.join(out, "..", "resources"),
    pageDirectory: path.join(out, "renderer"),
    packaged,
  };
}

/**
 * How the engine runs here. A package and a current Electron use a utility process; an older Electron, as the tests
 * have, runs it on the project's own Node. The tests name a probe engine that needs no add-ons.
 */
export function chooseEngine(places: Places, argv: readonly string[]): StartEngine {
  const engineDirectory = path.resolve(import.meta.dirname, "..", "engine");
  const childEntries = {
    parser: path.join(engineDirectory, "parser-child.mjs"),
    llama: path.join(engineDirectory, "llama-child.mjs"),
  };
  const probe = places.packaged ? undefined : optionValue(argv, "probe-engine");
  if (probe !== undefined) return utilityEngine({ entry: probe, childEntries });
  const version = Number(process.versions.electron.split(".")[0]);
  const root = path.resolve(app.getAppPath());
  const node = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
  if (!places.packaged && version < firstCapableElectron && existsSync(node)) {
    return nodeEngine({ node, entry: path.join(root, "src", "engine", "engine-process.ts") });
  }
  return utilityEngine({ entry: path.join(engineDirectory, "engine-process.mjs"), childEntries });
}
