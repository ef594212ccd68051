import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

import { childEnvironment } from "../../shared/child-environment.ts";
import type { Child, ChildExit, ChildKind, ProcessLauncher } from "./child-process.ts";
import { DocentError } from "./docent-error.ts";

/** Files the children start from, beside this one; a bundle passes its own. */
const sourceEntries: Record<ChildKind, string> = {
  parser: fileURLToPath(new URL("../documents/extract/parser-child.ts", import.meta.url)),
  llama: fileURLToPath(new URL("../models/llama/llama-child.ts", import.meta.url)),
};

/** How long after an exit its last messages may still come in; milliseconds. */
const drainMilliseconds = 500;

/**
 * Starts children by fork, where the engine runs in plain Node. `start` resolves when the process runs and rejects
 * with `not-available` when the system gives none. The exit of each child is reported once to each listener, also to
 * one that comes late. A child ends by itself when this process dies (see child-port.ts).
 */
export function createNodeLauncher(
  options: { entries?: Partial<Record<ChildKind, string>>; onStderr?: (name: string, text: string) => void } = {},
): ProcessLauncher {
  return {
    start: ({ kind, memoryLimitMb, name }) =>
      new Promise<Child>((resolve, reject) => {
        const child = fork(options.entries?.[kind] ?? sourceEntries[kind], [], {
          execArgv: ["--disable-warning=ExperimentalWarning", `--max-old-space-size=${memoryLimitMb}`],
          env: childEnvironment(process.env),
          serialization: "advanced",
          stdio: ["ignore", "ignore", "pipe", "ipc"],
        });
        const messageListeners = new Set<(message: unknown) => void>();
        const exitListeners = new Set<(exit: ChildExit) => void>();
        let spawned = false;
        let exit: ChildExit | null = null;

        // A full pipe would stop the child in the middle of a warning, so its stderr is always read.
        child.stderr?.setEncoding("utf8");
        child.stderr?.on("data", (text: string) => options.onStderr?.(name, text));

        child.once("spawn", () => {
          spawned = true;
          resolve({
            pid: child.pid as number,
            postMessage(message) {
              // A message to a process that is just dying is lost like one to a dead one; its exit tells of it.
              if (exit === null && child.connected) child.send(message as object, () => undefined);
            },
            onMessage(listener) {
              messageListeners.add(listener);
              return () => messageListeners.delete(listener);
            },
            onExit(listener) {
              const known = exit;
              if (known === null) exitListeners.add(listener);
              else queueMicrotask(() => listener(known));
              return () => exitListeners.delete(listener);
            },
            kill: () => void child.kill("SIGKILL"),
          });
        });
        child.on("error", (error) => {
          if (spawned) return;
          reject(
            new DocentError("not-available", "A helper process could not be started.", {
              nextStep: "Close other programs and try again.",
              cause: error,
            }),
          );
        });
        child.on("message", (message) => {
          if (exit === null) for (const listener of messageListeners) listener(message);
        });
        child.once("exit", (code, signal) => {
          const report = (): void => {
            if (exit !== null) return;
            exit = { code, signal };
            for (const listener of exitListeners) listener(exit);
            exitListeners.clear();
            messageListeners.clear();
          };
          // What the child sent before it ended is still in the channel; the channel closes after it.
          if (!child.connected) return report();
          child.once("disconnect", report);
          setTimeout(report, drainMilliseconds).unref();
        });
      }),
  };
}
