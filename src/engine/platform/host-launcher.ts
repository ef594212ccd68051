import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";

import type { HostContract } from "../../shared/host-contract.ts";
import type { Child, ChildExit, ProcessLauncher } from "./child-process.ts";
import type { ShellPort } from "./shell-port.ts";

export interface HostLauncher extends ProcessLauncher {
  takePort(childId: number, port: ShellPort): void;
  takeExit(childId: number, code: number | null): void;
}

interface Known {
  port: PromiseWithResolvers<ShellPort>;
  exit: ChildExit | null;
  exitListeners: Set<(exit: ChildExit) => void>;
}

/**
 * Starts children by asking the shell, where the engine runs in a utility process and may start none itself. The
 * shell answers with a number; the child's port and its end come beside, under that number.
 */
export function createHostLauncher(port: ShellPort): HostLauncher {
  const client = createORPCClient<ContractRouterClient<HostContract>>(new RPCLink({ port: port as never }));
  const known = new Map<number, Known>();
  const of = (childId: number): Known => {
    const found = known.get(childId) ?? {
      port: Promise.withResolvers<ShellPort>(),
      exit: null,
      exitListeners: new Set<(exit: ChildExit) => void>(),
    };
    known.set(childId, found);
    return found;
  };

  return {
    takePort: (childId, childPort) => of(childId).port.resolve(childPort),
    takeExit(childId, code) {
      const child = of(childId);
      child.exit = { code, signal: null };
      for (const listener of child.exitListeners) listener(child.exit);
      child.exitListeners.clear();
    },
    async start({ kind, memoryLimitMb }): Promise<Child> {
      const { childId, pid } = await client.startChild({ kind, memoryLimitMb });
      const child = of(childId);
      const childPort = await child.port.promise;
      const listeners = new Set<(message: unknown) => void>();
      childPort.on("message", ({ data }) => {
        for (const listener of listeners) listener(data);
      });
      childPort.start?.();
      return {
        pid,
        postMessage(message) {
          if (child.exit === null) childPort.postMessage(message);
        },
        onMessage(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
        onExit(listener) {
          const { exit } = child;
          if (exit === null) child.exitListeners.add(listener);
          else queueMicrotask(() => listener(exit));
          return () => child.exitListeners.delete(listener);
        },
        kill() {
          // A child that is gone already needs no killing, and the shell may be going too.
          client.killChild({ childId }).catch(() => undefined);
        },
      };
    },
  };
}
