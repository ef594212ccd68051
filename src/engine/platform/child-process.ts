/** Programs that the engine starts because they may die: they never share its memory. */
export type ChildKind = "parser" | "llama";

export interface ChildExit {
  code: number | null;
  signal: string | null;
}

/**
 * One running child. `postMessage` takes anything structured clone takes; a transferred buffer may be copied.
 * After the exit nothing more arrives and `postMessage` does nothing.
 */
export interface Child {
  readonly pid: number;
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): () => void;
  onExit(listener: (exit: ChildExit) => void): () => void;
  /** Ends it at once (SIGKILL); safe to call again. */
  kill(): void;
}

export interface ChildOptions {
  kind: ChildKind;
  /** Heap limit of the child's JavaScript in MB. */
  memoryLimitMb: number;
  /** File that the child appends its stderr to; dropped when absent. */
  name: string;
}

/** How children are started here: by fork in Node, by the shell in Electron. */
export interface ProcessLauncher {
  start(options: ChildOptions): Promise<Child>;
}
