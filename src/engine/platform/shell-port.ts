import type { FromEngine, ToEngine } from "../../shared/engine-process-protocol.ts";

/** A port as Electron's utility process knows it; the relayed kind has the same shape. */
export interface ShellPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: unknown }) => void): void;
  on(event: "close", listener: () => void): void;
  start?(): void;
}

export interface ShellConnection {
  send(message: FromEngine): void;
  /** `port` is the one that came with the message, started, or null. */
  onMessage(listener: (message: ToEngine, port: ShellPort | null) => void): void;
}

interface ParentPort {
  postMessage(message: unknown): void;
  on(event: "message", listener: (event: { data: ToEngine; ports: ShellPort[] }) => void): void;
}

/** Connects to the shell that started this process: by parentPort in a utility process, else by fork's channel. */
export function connectShell(): ShellConnection {
  const parentPort = (process as unknown as { parentPort?: ParentPort | null }).parentPort;
  return parentPort ? overParentPort(parentPort) : overFork();
}

function overParentPort(parentPort: ParentPort): ShellConnection {
  return {
    send: (message) => parentPort.postMessage(message),
    onMessage(listener) {
      parentPort.on("message", ({ data, ports }) => {
        const port = ports[0] ?? null;
        port?.start?.();
        listener(data, port);
      });
    },
  };
}

interface Relayed {
  message: ((event: { data: unknown }) => void)[];
  close: (() => void)[];
}

/** A fork's channel carries no ports: each is a number, and what goes over it is relayed by the shell. */
function overFork(): ShellConnection {
  const relayed = new Map<number, Relayed>();
  const send = (message: FromEngine): void => void process.send?.(message);
  // Without its shell an engine is of no use to anybody, and it holds the lock of the data folder.
  process.on("disconnect", () => process.exit(0));

  const makePort = (port: number): ShellPort => {
    const listeners: Relayed = { message: [], close: [] };
    relayed.set(port, listeners);
    return {
      postMessage: (data) => send({ type: "port-message", port, data }),
      on(event: "message" | "close", listener: (() => void) | ((event: { data: unknown }) => void)) {
        if (event === "message") listeners.message.push(listener);
        else listeners.close.push(listener as () => void);
      },
    };
  };

  return {
    send,
    onMessage(listener) {
      process.on("message", (raw) => {
        const message = raw as ToEngine;
        if (message.type === "port-message") {
          for (const take of relayed.get(message.port)?.message ?? []) take({ data: message.data });
        } else if (message.type === "port-closed") {
          for (const close of relayed.get(message.port)?.close ?? []) close();
          relayed.delete(message.port);
        } else {
          listener(message, message.type === "attach" ? makePort(message.port) : null);
        }
      });
    },
  };
}
