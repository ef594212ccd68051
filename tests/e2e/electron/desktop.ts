import { spawn, spawnSync, type ChildProcess } from "node:child_process";

/** Runs xdotool and gives what it printed; throws when it fails. */
export function xdotool(...args: string[]): string {
  const result = spawnSync("xdotool", args, { encoding: "utf8", timeout: 30_000 });
  if (result.status !== 0) throw new Error(`xdotool ${args.join(" ")}: ${result.stderr}`);
  return result.stdout.trim();
}

/** Id of the X window that has the keys now, "" while none has. */
export function focusedWindow(): string {
  const result = spawnSync("xdotool", ["getwindowfocus"], { encoding: "utf8", timeout: 30_000 });
  return result.status === 0 ? result.stdout.trim() : "";
}

/** Waits until a condition of the desktop holds. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, seconds = 60): Promise<void> {
  const deadline = performance.now() + seconds * 1_000;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`waited ${seconds} s in vain until ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

export interface OtherProgram {
  window: string;
  close(): void;
}

/** A window manager and one other program with a window that has the focus: what the quick prompt pops up over. */
export async function startDesktop(): Promise<OtherProgram> {
  const started: ChildProcess[] = [];
  const run = (command: string, ...args: string[]): void => {
    started.push(spawn(command, args, { stdio: "ignore" }));
  };
  run("openbox");
  await until("the window manager runs", () => spawnSync("xdotool", ["get_desktop"], { timeout: 10_000 }).status === 0);
  run("xcalc");
  const find = (): string =>
    spawnSync("xdotool", ["search", "--onlyvisible", "--class", "xcalc"], { encoding: "utf8" }).stdout.trim();
  await until("the other program's window is there", () => find() !== "");
  const [window = ""] = find().split("\n");
  xdotool("windowactivate", "--sync", window);
  return { window, close: () => started.forEach((child) => child.kill("SIGKILL")) };
}

/** The p-quantile of measured times, nearest rank. */
export function quantile(times: readonly number[], p: number): number {
  const sorted = [...times].sort((first, second) => first - second);
  return sorted[Math.min(sorted.length - 1, Math.ceil(p * sorted.length) - 1)] ?? Number.NaN;
}
