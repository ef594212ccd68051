import { fork } from "node:child_process";

import type { MessagePortMain } from "electron";

import { childEnvironment } from "../shared/child-environment.ts";
import type { FromEngine, ToEngine } from "../shared/engine-process-protocol.ts";
import type { RunningEngine, StartEngine, WirePort } from "./engine-runner.ts";

/**
 * Starts the engine as a child on a Node of its own, for an Electron whose Node is too old for the engine's add-ons.
 * A fork's channel carries no ports, so every port has a number and its messages are relayed.
 */
export function nodeEngine(options: { node: string; entry: string }): StartEngine {
  return async () => {
    const child = fork(options.entry, [], {
      execPath: options.node,
      execArgv: ["--disable-warning=ExperimentalWarning"],
      env: childEnvironment(process.env),
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    await new Promise<void>((resolve, reject) => {
      child.once("spawn", resolve);
      child.once("error", reject);
    });
    const relayed = new Map<number, { take(data: unknown): void; close(): void }>();
    const listeners: ((message: FromEngine) => void)[] = [];
    let nextPort = 1;
    let exit: { code: number | null } | null = null;
    const exitListeners: ((code: number | null) => void)[] = [];
    const send = (message: ToEngine): void => {
      // What is sent to a dying process is lost; its exit is reported below.
      if (child.connected) child.send(message, () => undefined);
    };

    child.on("message", (raw) => {
      const message = raw as FromEngine;
      if (message.type === "port-message") relayed.get(message.port)?.take(message.data);
      else for (const listener of listeners) listener(message);
    });
    child.once("exit", (code) => {
      exit = { code };
      for (const port of relayed.values()) port.close();
      relayed.clear();
      for (const listener of exitListeners) listener(code);
    });

    const controlPort = (): WirePort => {
      const port = nextPort++;
      const messageListeners: ((event: { data: unknown }) => void)[] = [];
      const closeListeners: (() => void)[] = [];
      relayed.set(port, {
        take: (data) => messageListeners.forEach((listener) => listener({ data })),
        close: () => closeListeners.forEach((listener) => listener()),
      });
      send({ type: "attach", side: "control", port });
      return {
        postMessage: (data) => send({ type: "port-message", port, data }),
        on(event: "message" | "close", listener: (() => void) | ((event: { data: unknown }) => void)) {
          if (event === "message") messageListeners.push(listener);
          else closeListeners.push(listener as () => void);
        },
      };
    };

    return {
      pid: child.pid as number,
      send,
      control: controlPort(),
      attachPage(page: MessagePortMain) {
        const port = nextPort++;
        send({ type: "attach", side: "page", port });
        relayed.set(port, { take: (data) => page.postMessage(data), close: () => page.close() });
        page.on("message", (event) => send({ type: "port-message", port, data: event.data }));
        page.on("close", () => {
          relayed.delete(port);
          send({ type: "port-closed", port });
        });
        page.start();
      },
      onMessage: (listener) => void listeners.push(listener),
      onExit(listener) {
        if (exit === null) exitListeners.push(listener);
        else listener(exit.code);
      },
      kill: () => void child.kill("SIGKILL"),
    } satisfies RunningEngine;
  };
}
