import { spawn } from "node:child_process";
import path from "node:path";

import { downloadElectron, pinnedElectron, type ElectronBinary } from "./support/electron-binary.ts";
import { root, runStep, toolEnvironment } from "./support/run-step.ts";

/*
 * npm start: the desktop window where Electron is there and a screen too, else the same page in the browser. One line
 * says which and why.
 */
function hasScreen(): boolean {
  return process.platform !== "linux" || Boolean(process.env["DISPLAY"]) || Boolean(process.env["WAYLAND_DISPLAY"]);
}

/** Runs to its end; Ctrl+C reaches it through the terminal, a request to stop is passed on. */
function runForeground(command: string, args: readonly string[]): Promise<number> {
  const child = spawn(command, args, { cwd: root, env: toolEnvironment(), stdio: "inherit" });
  const passOn = (signal: NodeJS.Signals): void => void child.kill(signal);
  process.on("SIGTERM", passOn);
  process.on("SIGINT", () => undefined);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 0));
  });
}

async function startWindow(electron: ElectronBinary, options: readonly string[]): Promise<number> {
  const built = await runStep({
    name: "build",
    command: "node",
    args: ["scripts/build.ts"],
    timeoutMinutes: 5,
    quiet: true,
  });
  if (!built.passed) {
    console.error(built.output);
    return 1;
  }
  // Chromium's sandbox refuses to run for root.
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return runForeground(electron.file, [...electron.appArguments, ...asRoot, ...options]);
}

function startBrowser(options: readonly string[]): Promise<number> {
  const open = hasScreen() ? ["--open"] : [];
  return runForeground(process.execPath, [
    "--disable-warning=ExperimentalWarning",
    path.join(root, "src", "cli", "index.ts"),
    "serve",
    ...open,
    ...options,
  ]);
}

const given = process.argv.slice(2);
let electron = hasScreen() ? pinnedElectron() : undefined;
if (hasScreen() && electron === undefined) {
  console.log("Docent: Electron is not here yet, trying to download it…");
  if (downloadElectron(5)) electron = pinnedElectron();
}
if (electron !== undefined) {
  console.log("Docent opens its window: Electron and a screen are here.");
  process.exitCode = await startWindow(electron, given);
} else {
  const why = hasScreen() ? "Electron could not be downloaded" : "there is no screen";
  console.log(`Docent opens in the browser: ${why}.`);
  process.exitCode = await startBrowser(given);
}
