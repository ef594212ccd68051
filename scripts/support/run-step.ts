import { spawn, spawnSync } from "node:child_process";
import path from "node:path";

/** The project's folder. */
export const root = path.resolve(import.meta.dirname, "..", "..");

export interface Step {
  name: string;
  command: string;
  args: readonly string[];
  /** The step's whole process tree is killed after this. */
  timeoutMinutes: number;
  environment?: Record<string, string>;
  /** Keep the output back and show it only on failure. */
  quiet?: boolean;
}

export interface StepResult {
  name: string;
  passed: boolean;
  seconds: number;
  /** Everything the step wrote, in order. */
  output: string;
  /** Why it failed, in a few words; "" when it passed. */
  reason: string;
}

/** Ids of a process and all its descendants, deepest last; children that made a process group of their own too. */
function processTree(pid: number): number[] {
  const listed = spawnSync("ps", ["-eo", "pid=,ppid="], { encoding: "utf8" });
  const childrenOf = new Map<number, number[]>();
  for (const line of (listed.stdout ?? "").split("\n")) {
    const [child, parent] = line.trim().split(/\s+/).map(Number);
    if (child === undefined || parent === undefined) continue;
    childrenOf.set(parent, [...(childrenOf.get(parent) ?? []), child]);
  }
  const tree = [pid];
  for (const member of tree) tree.push(...(childrenOf.get(member) ?? []));
  return tree;
}

/** Ends a process and everything below it at once. */
export function killTree(pid: number): void {
  if (process.platform === "win32") {
    spawnSync("taskkill", ["/pid", String(pid), "/t", "/f"]);
    return;
  }
  for (const member of processTree(pid)) {
    try {
      process.kill(member, "SIGKILL");
    } catch (error) {
      // It ended by itself between the listing and the kill.
      if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
    }
  }
}

/** PATH with the project's own Node and tools first, so that every step runs on the pinned ones. */
export function toolEnvironment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${path.join(root, "node_modules", ".bin")}${path.delimiter}${process.env["PATH"]}` };
}

/** Runs one step to its end or its time limit; never throws for a step that fails. */
export function runStep(step: Step): Promise<StepResult> {
  return new Promise((resolve) => {
    const started = performance.now();
    let output = "";
    let timedOut = false;
    const child = spawn(step.command, step.args, {
      cwd: root,
      env: { ...toolEnvironment(), ...step.environment },
      stdio: ["ignore", "pipe", "pipe"],
      shell: process.platform === "win32",
    });
    const timer = setTimeout(() => {
      timedOut = true;
      if (child.pid !== undefined) killTree(child.pid);
    }, step.timeoutMinutes * 60_000);
    const take = (chunk: Buffer): void => {
      output += chunk.toString("utf8");
      if (step.quiet !== true) process.stdout.write(chunk);
    };
    child.stdout.on("data", take);
    child.stderr.on("data", take);
    const finish = (passed: boolean, reason: string): void => {
      clearTimeout(timer);
      resolve({ name: step.name, passed, seconds: (performance.now() - started) / 1_000, output, reason });
    };
    child.on("error", (error) => finish(false, error.message));
    child.on("close", (code, signal) => {
      if (timedOut) finish(false, `stopped after ${step.timeoutMinutes} minutes`);
      else if (code === 0) finish(true, "");
      else finish(false, signal === null ? `exit code ${code}` : `ended by ${signal}`);
    });
  });
}

/** One line of a summary: mark, name, time, reason. */
export function describe(result: StepResult): string {
  const mark = result.passed ? "ok  " : "FAIL";
  const reason = result.reason === "" ? "" : `  (${result.reason})`;
  return `${mark} ${result.name.padEnd(14)} ${result.seconds.toFixed(1).padStart(7)} s${reason}`;
}
