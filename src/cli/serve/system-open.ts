import { spawn } from "node:child_process";

const openers: Partial<Record<NodeJS.Platform, string>> = {
  linux: "xdg-open",
  darwin: "open",
  win32: "explorer.exe",
};

/**
 * Opens a file, a folder or an address with the program that the system has for it. False when the system has no
 * such program. The argument is absolute or begins with a scheme, so it can't be taken for an option.
 */
export function systemOpen(target: string): Promise<boolean> {
  const opener = openers[process.platform];
  if (opener === undefined) return Promise.resolve(false);
  return new Promise((resolve) => {
    const child = spawn(opener, [target], { stdio: "ignore", detached: true });
    child.once("error", () => resolve(false));
    child.once("spawn", () => {
      child.unref();
      resolve(true);
    });
  });
}
