import { setTimeout as wait } from "node:timers/promises";

import { connectParent } from "../../src/engine/platform/child-port.ts";

/* A child for tests of the launcher and of supervisors: it misbehaves as it is told to. */

const port = connectParent();
const hoard: string[] = [];

const deeds: Record<string, (argument: unknown) => void | Promise<void>> = {
  echo: (argument) => port.postMessage(argument),
  environment: () => port.postMessage(Object.keys(process.env)),
  exit(argument) {
    for (let index = 0; index < 50; index += 1) port.postMessage(index);
    process.exit(argument as number);
  },
  abort: () => process.abort(),
  hang: () => {
    port.postMessage("hanging");
    // Lets the message out before the loop that never ends.
    setTimeout(() => {
      for (;;) Math.random();
    }, 50);
  },
  rejection: () => void Promise.reject(new Error("nobody catches this")),
  memory: () => {
    for (;;) hoard.push("x".repeat(1_000_000) + hoard.length);
  },
  async noise() {
    for (let line = 0; line < 20_000; line += 1) process.stderr.write(`${"warning ".repeat(12)}${line}\n`);
    await wait(1);
    port.postMessage("done");
  },
};

port.onMessage((message) => {
  const incoming = message as { deed?: string; argument?: unknown; id?: number; call?: { type: string } };
  // As a llama child it dies of every model.
  if (incoming.call?.type === "load") process.abort();
  void deeds[incoming.deed ?? ""]?.(incoming.argument);
});
