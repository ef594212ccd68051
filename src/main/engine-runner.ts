import type { MessagePortMain } from "electron";

import type { FromEngine, ToEngine } from "../shared/engine-process-protocol.ts";

/** What both ends of a wire need of a port; Electron's own and the relayed kind both have it. */
export interface WirePort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  on(event: "close", listener: () => void): void;
}

/** One engine process while it lives. */
export interface RunningEngine {
  readonly pid: number;
  send(message: ToEngine): void;
  /** Gives a page's port to the engine; the shell does not read what goes over it. */
  attachPage(port: MessagePortMain): void;
  /** The shell's own wire to the engine. */
  readonly control: WirePort;
  onMessage(listener: (message: FromEngine) => void): void;
  /** Called once, also for a listener that comes after the exit. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** A way to start the engine: as a utility process, or on the project's own Node. */
export type StartEngine = () => Promise<RunningEngine>;
