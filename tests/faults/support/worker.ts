import { type ChildProcess, fork } from "node:child_process";
import path from "node:path";

export interface Worker {
  child: ChildProcess;
  /** What it wrote to stderr so far. */
  errors(): string;
  /** Waits for a message; rejects when it exits first or the time is over, with what was seen. */
  message(expected: string, milliseconds: number): Promise<void>;
  exit(milliseconds: number): Promise<{ code: number | null; signal: string | null }>;
  end(): void;
}

/** Starts a worker file of this folder. Every wait on it is bounded. */
export function startWorker(name: string, values: readonly string[]): Worker {
  const child = fork(path.join(import.meta.dirname, name), [...values], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  let errors = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    errors = (errors + chunk.toString()).slice(-8_000);
  });
  const received: unknown[] = [];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const check of waiting) check();
  };
  child.on("message", (message) => {
    received.push(message);
    look();
  });
  child.on("exit", look);
  child.on("error", look);

  function wait<Result>(what: string, milliseconds: number, found: () => Result | undefined): Promise<Result> {
    return new Promise((resolve, reject) => {
      const fail = (why: string): void =>
        end(() =>
          reject(new Error(`${why} while waiting for ${what}; received ${JSON.stringify(received)}; ${errors}`)),
        );
      const end = (settle: () => void): void => {
        clearTimeout(timer);
        waiting.delete(check);
        settle();
      };
      const check = (): void => {
        const result = found();
        if (result !== undefined) end(() => resolve(result));
        else if (what !== "exit" && (child.exitCode !== null || child.signalCode !== null)) {
          fail(`exited (${child.exitCode ?? child.signalCode})`);
        }
      };
      const timer = setTimeout(() => fail(`${milliseconds} ms passed`), milliseconds);
      waiting.add(check);
      check();
    });
  }

  return {
    child,
    errors: () => errors,
    async message(expected, milliseconds) {
      await wait(expected, milliseconds, () => (received.includes(expected) ? true : undefined));
    },
    exit: (milliseconds) =>
      wait("exit", milliseconds, () =>
        child.exitCode !== null || child.signalCode !== null
          ? { code: child.exitCode, signal: child.signalCode }
          : undefined,
      ),
    end() {
      child.kill("SIGKILL");
    },
  };
}
