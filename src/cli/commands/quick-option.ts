import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

import { DocentError } from "../../engine/index.ts";

const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** The program that shows the window: an installed one named by the environment, else the clone's Electron. */
function desktopProgram(): { file: string; args: string[] } | undefined {
  const named = process.env["DOCENT_DESKTOP"];
  if (named !== undefined && existsSync(named)) return { file: named, args: [] };
  const name = process.platform === "win32" ? "electron.exe" : "electron";
  const electron = path.join(root, "node_modules", "electron", "dist", name);
  return existsSync(electron) ? { file: electron, args: [root] } : undefined;
}

/**
 * Starts the desktop program with `--quick`. Only one Docent runs: a second start hands its wish to the first, which
 * shows the quick prompt, and ends. Docent listens on nothing for this.
 */
export async function showQuickPrompt(): Promise<void> {
  const program = desktopProgram();
  if (program === undefined) {
    throw new DocentError("not-available", "The quick prompt needs the desktop window, which is not installed here.", {
      nextStep: "Use `docent serve` and its quick page, or name the program in DOCENT_DESKTOP.",
    });
  }
  const child = spawn(program.file, [...program.args, "--quick"], { detached: true, stdio: "ignore" });
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("spawn", resolve);
  });
  child.unref();
}
