import { RPCLink } from "@orpc/client/websocket";

import { createLinkSlot, createWireState } from "./wire.ts";
import type { Side, Wire } from "./wire.ts";

const retryAfter = [200, 400, 800, 1_600, 3_000];

/** Addresses of both servers below the token, which is the first part of the page's own path. */
export function socketAddress(location: { protocol: string; host: string; pathname: string }, side: Side): string {
  const token = location.pathname.split("/")[1] ?? "";
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  return `${scheme}://${location.host}/${token}/${side}`;
}

/** The wire of a page that `docent serve` gave out: one socket a server, opened again after a loss. */
export function openWebSocketWire(location: Location): Wire {
  const state = createWireState();
  const slots = { engine: createLinkSlot(), desktop: createLinkSlot() };

  const connect = (side: Side, attempt: number): void => {
    const socket = new WebSocket(socketAddress(location, side));
    socket.binaryType = "arraybuffer";
    let opened = false;
    socket.addEventListener("open", () => {
      opened = true;
      slots[side].put(new RPCLink({ websocket: socket }));
      if (side === "engine") state.set("open");
    });
    socket.addEventListener("close", () => {
      slots[side].lose();
      if (side === "engine") state.set("gone");
      const next = opened ? 0 : attempt + 1;
      setTimeout(() => connect(side, next), retryAfter[Math.min(next, retryAfter.length - 1)]);
    });
  };
  connect("engine", 0);
  connect("desktop", 0);
  return { link: (side) => slots[side].get(), state: state.get, onState: state.subscribe };
}
