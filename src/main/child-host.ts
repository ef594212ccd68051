import { implement, ORPCError } from "@orpc/server";
import { RPCHandler } from "@orpc/server/message-port";
import { MessageChannelMain, utilityProcess, type MessagePortMain, type UtilityProcess } from "electron";

import { childEnvironment } from "../shared/child-environment.ts";
import { hostContract, type ChildKind } from "../shared/host-contract.ts";
import { killProcess } from "./kill-process.ts";

/** More helpers than this are a runaway engine, not a need. */
const mostChildren = 16;

/**
 * Starts and ends the engine's helper processes on its request. The engine names a kind, never a file; each helper's
 * port goes to the engine beside its number.
 */
export function serveChildren(
  port: MessagePortMain,
  entries: Record<ChildKind, string>,
  tell: { portOf(childId: number, port: MessagePortMain): void; exitOf(childId: number, code: number | null): void },
): { killAll(): void } {
  const children = new Map<number, UtilityProcess>();
  let nextId = 1;
  const kill = (child: UtilityProcess): void => killProcess(child.pid);
  const routes = implement(hostContract);
  const refused = (message: string): ORPCError<"DOCENT", object> =>
    new ORPCError("DOCENT", { defined: true, message, data: { code: "not-available", message } });

  const router = routes.router({
    startChild: routes.startChild.handler(async ({ input }) => {
      if (children.size >= mostChildren) throw refused("Too many helper processes are running.");
      const childId = nextId++;
      const child = utilityProcess.fork(entries[input.kind], [], {
        serviceName: `Docent ${input.kind}`,
        execArgv: [`--max-old-space-size=${input.memoryLimitMb}`],
        env: childEnvironment(process.env),
        stdio: "inherit",
      });
      children.set(childId, child);
      child.once("exit", (code) => {
        children.delete(childId);
        tell.exitOf(childId, code);
      });
      await new Promise<void>((resolve, reject) => {
        child.once("spawn", () => resolve());
        child.once("exit", () => reject(refused("A helper process ended before it started.")));
      });
      const { port1, port2 } = new MessageChannelMain();
      child.postMessage({ type: "port" }, [port1]);
      tell.portOf(childId, port2);
      return { childId, pid: child.pid ?? 0 };
    }),
    killChild: routes.killChild.handler(({ input }) => {
      const child = children.get(input.childId);
      if (child !== undefined) kill(child);
      return {};
    }),
  });
  new RPCHandler(router).upgrade(port);
  return { killAll: () => children.forEach(kill) };
}
