import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

const root = path.resolve(import.meta.dirname, "..", "..", "..");

/** The project's own Node: the runner's, which every npm script gets. */
export const node = path.join(root, "node_modules", ".bin", process.platform === "win32" ? "node.exe" : "node");
export const commandLine = ["--disable-warning=ExperimentalWarning", path.join(root, "src", "cli", "index.ts")];
export const sampleLibrary = path.join(root, "resources", "sample-library");

/** An empty folder of its own for one test. */
export function newFolder(name: string): string {
  return mkdtempSync(path.join(tmpdir(), `docent-${name}-`));
}

export interface DocentServer {
  url: string;
  process: ChildProcess;
  /** Ends it and waits until it is gone; SIGKILL is the crash. */
  stop(signal?: NodeJS.Signals): Promise<void>;
}

/** Starts `docent serve` on a data folder and waits for its address. */
export async function startServer(options: { data: string; home?: string; model?: string }): Promise<DocentServer> {
  const model = options.model === undefined ? [] : ["--model", options.model];
  const child = spawn(node, [...commandLine, "serve", "--json", "--data", options.data, ...model], {
    cwd: root,
    env: { ...process.env, ...(options.home === undefined ? {} : { HOME: options.home }) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`docent serve ended with ${code}:\n${errors}`)));
    createInterface({ input: child.stdout }).once("line", (line) => resolve((JSON.parse(line) as { url: string }).url));
  });
  return {
    url,
    process: child,
    async stop(signal = "SIGTERM") {
      child.kill(signal);
      await exited;
    },
  };
}
