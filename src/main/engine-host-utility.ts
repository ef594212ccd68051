import { MessageChannelMain, utilityProcess, type MessagePortMain } from "electron";

import { childEnvironment } from "../shared/child-environment.ts";
import type { FromEngine, ToEngine } from "../shared/engine-process-protocol.ts";
import { serveChildren } from "./child-host.ts";
import type { RunningEngine, StartEngine, WirePort } from "./engine-runner.ts";
import { killProcess } from "./kill-process.ts";

/**
 * Starts the engine as a utility process. Pages' ports are handed straight to it; the helpers it asks for are started
 * here, because it may start no process itself.
 */
export function utilityEngine(options: {
  entry: string;
  childEntries: Record<"parser" | "llama", string>;
}): StartEngine {
  return async () => {
    const child = utilityProcess.fork(options.entry, [], {
      serviceName: "Docent engine",
      env: childEnvironment(process.env),
      stdio: "inherit",
    });
    const listeners: ((message: FromEngine) => void)[] = [];
    const exitListeners: ((code: number | null) => void)[] = [];
    let exit: { code: number | null } | null = null;
    let nextPort = 1;
    const send = (message: ToEngine, ports: MessagePortMain[] = []): void => {
      if (exit === null) child.postMessage(message, ports);
    };
    child.on("message", (message: FromEngine) => listeners.forEach((listener) => listener(message)));
    child.once("exit", (code) => {
      exit = { code };
      exitListeners.forEach((listener) => listener(code));
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      exitListeners.push(() => reject(new Error("The engine's process ended before it started.")));
    });

    const control = new MessageChannelMain();
    control.port1.start();
    send({ type: "attach", side: "control", port: nextPort++ }, [control.port2]);

    const host = new MessageChannelMain();
    send({ type: "attach", side: "host", port: nextPort++ }, [host.port2]);
    const children = serveChildren(host.port1, options.childEntries, {
      portOf: (childId, port) => send({ type: "child-port", childId }, [port]),
      exitOf: (childId, code) => send({ type: "child-exit", childId, code }),
    });
    host.port1.start();
    exitListeners.push(() => children.killAll());

    return {
      pid: child.pid ?? 0,
      send: (message) => send(message),
      control: control.port1 as WirePort,
      attachPage: (page) => send({ type: "attach", side: "page", port: nextPort++ }, [page]),
      onMessage: (listener) => void listeners.push(listener),
      onExit(listener) {
        if (exit === null) exitListeners.push(listener);
        else listener(exit.code);
      },
      kill() {
        // utilityProcess.kill() asks politely, which a hung process does not hear.
        if (exit === null) killProcess(child.pid);
      },
    } satisfies RunningEngine;
  };
}
