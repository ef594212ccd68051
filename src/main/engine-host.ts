import { createORPCClient, ORPCError } from "@orpc/client";
import { RPCLink } from "@orpc/client/message-port";
import type { ContractRouterClient } from "@orpc/contract";
import type { MessagePortMain } from "electron";

import type { ControlContract } from "../shared/control-contract.ts";
import { silenceMilliseconds } from "../shared/engine-process-protocol.ts";
import type { WireError } from "../shared/error-codes.ts";
import type { RunningEngine, StartEngine } from "./engine-runner.ts";
import { createRestartPlan } from "./restart-plan.ts";

export type ControlClient = ContractRouterClient<ControlContract>;

export interface EngineHostOptions {
  start: StartEngine;
  dataDirectory: string;
  resourcesDirectory: string;
  /** A new engine answers: pages need new ports and keys must be handed over again. */
  onRunning(): void;
  /** It failed too often; nothing more is tried. `reason` is for people. */
  onDead(reason: string): void;
  log(event: string, fields?: Record<string, string | number | null>): void;
}

export interface EngineHost {
  start(): void;
  /** Hands a page's port to the engine of now; false while there is none, then `onRunning` comes later. */
  attachPage(port: MessagePortMain): boolean;
  /** @throws engine-gone, typed, when the engine is not running now; its calls do when it ends meanwhile. */
  control(): ControlClient;
  pid(): number | null;
  stop(): Promise<void>;
}

const longestStop = 10_000;

/** The engine is being started again; an expected error, so that a page says what to do. */
function engineGone(): ORPCError<"DOCENT", WireError> {
  const message = "Docent's engine is starting again.";
  const data: WireError = { code: "engine-gone", message, nextStep: "Try again in a moment." };
  return new ORPCError("DOCENT", { defined: true, message, data });
}

/** What a wire says of a call whose other end has gone. */
function isClosed(error: unknown): boolean {
  return error instanceof Error && /closed|not open|disconnected/i.test(error.message);
}

/** Keeps one engine running: starts it, listens to its beat, ends it when it hangs, starts it again after a death. */
export function createEngineHost(options: EngineHostOptions): EngineHost {
  const plan = createRestartPlan(() => performance.now());
  let running: { engine: RunningEngine; control: ControlClient } | null = null;
  let starting: RunningEngine | null = null;
  let stopping = false;
  let failure = "";

  const restartLater = (): void => {
    const next = plan.afterDeath();
    if (next.action === "give-up") {
      options.log("engine-dead", { reason: failure });
      options.onDead(failure);
      return;
    }
    setTimeout(() => void launch(), next.waitMilliseconds);
  };

  const watchBeat = (engine: RunningEngine): void => {
    let last = performance.now();
    engine.onMessage((message) => {
      last = performance.now();
      if (message.type === "failed") failure = message.message;
    });
    let checked = last;
    const timer = setInterval(() => {
      const now = performance.now();
      // After a sleep of the computer this process was silent too: the engine gets its time again.
      if (now - checked > silenceMilliseconds / 2) last = now;
      checked = now;
      if (now - last > silenceMilliseconds) {
        options.log("engine-hangs", { pid: engine.pid });
        engine.kill();
      }
    }, 1_000);
    engine.onExit(() => clearInterval(timer));
  };

  const launch = async (): Promise<void> => {
    if (stopping) return;
    let engine: RunningEngine;
    try {
      engine = await options.start();
    } catch (error) {
      failure = error instanceof Error ? error.message : String(error);
      options.log("engine-not-started", { reason: failure });
      return restartLater();
    }
    starting = engine;
    watchBeat(engine);
    engine.onMessage((message) => {
      if (message.type !== "ready") return;
      starting = null;
      running = {
        engine,
        control: createORPCClient<ControlClient>(
          new RPCLink({
            port: engine.control as never,
            interceptors: [
              async ({ next }) => {
                try {
                  return await next();
                } catch (error) {
                  if (error instanceof ORPCError || !(running?.engine !== engine || isClosed(error))) throw error;
                  throw engineGone();
                }
              },
            ],
          }),
        ),
      };
      options.log("engine-running", { pid: engine.pid });
      options.onRunning();
    });
    engine.onExit((code) => {
      running = null;
      starting = null;
      if (stopping) return;
      options.log("engine-gone", { pid: engine.pid, code });
      restartLater();
    });
    engine.send({
      type: "start",
      dataDirectory: options.dataDirectory,
      resourcesDirectory: options.resourcesDirectory,
    });
  };

  return {
    start: () => void launch(),
    attachPage(port) {
      if (running === null) return false;
      running.engine.attachPage(port);
      return true;
    },
    control() {
      if (running === null) throw engineGone();
      return running.control;
    },
    pid: () => running?.engine.pid ?? null,
    async stop() {
      stopping = true;
      const engine = running?.engine ?? starting;
      if (engine === null) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(() => engine.kill(), longestStop);
        engine.onExit(() => {
          clearTimeout(timer);
          resolve();
        });
        engine.send({ type: "stop" });
      });
    },
  };
}
