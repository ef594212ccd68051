import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { expect } from "@playwright/test";
import { WebSocket } from "ws";

import type { EngineContract } from "../../../src/shared/engine-contract.ts";

export interface EngineWire {
  engine: ContractRouterClient<EngineContract>;
  close(): void;
}

/** Talks to the engine behind `docent serve` as a page does; for what a test needs before or beside the page. */
export async function openEngineWire(url: string): Promise<EngineWire> {
  const address = new URL("engine", url);
  address.protocol = "ws:";
  const socket = new WebSocket(address, { origin: new URL(url).origin });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  const link = new RPCLink({ websocket: socket });
  return { engine: createORPCClient<ContractRouterClient<EngineContract>>(link), close: () => socket.terminate() };
}

/** Waits until there are files, every one of them has its outcome and every passage its vector. */
export async function waitForLibrary(wire: EngineWire): Promise<void> {
  const state = async (): Promise<string> => {
    const { summary, progress } = await wire.engine.library.summary({});
    // An engine that has not been given its folder yet is idle too, with nothing to wait for.
    const read = summary.files > 0 && summary.waiting === 0 && progress.state === "idle";
    return read && summary.passages === summary.passagesWithVectors ? "read" : JSON.stringify({ summary, progress });
  };
  await expect.poll(state, { timeout: 240_000, intervals: [250] }).toBe("read");
}
