import { Worker } from "node:worker_threads";

/** A child's end of its wire to the engine. */
export interface ChildPort {
  postMessage(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
}

interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown; ports?: ElectronPort[] }) => void): void;
  on(event: "close", listener: () => void): void;
  start?(): void;
}

/**
 * A child that hangs in one endless computation never hears that its parent has died. This thread looks instead:
 * when the parent's id changes, the whole process ends.
 */
const orphanWatch = `
const parent = process.ppid;
setInterval(() => {
  let gone = process.ppid !== parent;
  try { process.kill(parent, 0); } catch (error) { gone ||= error.code === "ESRCH"; }
  if (gone) process.kill(process.pid, "SIGKILL");
}, 1000);
`;

/**
 * Connects a child to the engine that started it, by fork's channel or, in an Electron utility process, by the port
 * that comes with the first message. Ends the process when the other side is gone and on any unhandled rejection.
 */
export function connectParent(): ChildPort {
  // Since Electron 37 a utility process only warns, and a half-broken child would go on.
  process.on("unhandledRejection", (error) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  });
  const parentPort = (process as unknown as { parentPort?: ElectronPort | null }).parentPort ?? null;
  return parentPort === null ? connectFork() : connectElectron(parentPort);
}

function connectFork(): ChildPort {
  process.on("disconnect", () => process.exit(0));
  const watch = new Worker(orphanWatch, { eval: true, execArgv: [], resourceLimits: { maxOldGenerationSizeMb: 16 } });
  watch.unref();
  return {
    postMessage: (message) => void process.send?.(message),
    onMessage: (listener) => void process.on("message", listener),
  };
}

function connectElectron(parentPort: ElectronPort): ChildPort {
  const listeners: ((message: unknown) => void)[] = [];
  const unsent: unknown[] = [];
  let port: ElectronPort | null = null;
  parentPort.on("message", (first) => {
    const handed = first.ports?.[0];
    if (handed === undefined || port !== null) return;
    port = handed;
    port.on("message", (event) => {
      for (const listener of listeners) listener(event.data);
    });
    port.on("close", () => process.exit(0));
    port.start?.();
    for (const message of unsent.splice(0)) port.postMessage(message);
  });
  return {
    postMessage(message) {
      if (port === null) unsent.push(message);
      else port.postMessage(message);
    },
    onMessage: (listener) => void listeners.push(listener),
  };
}
