import { RPCLink } from "@orpc/client/message-port";

import { createLinkSlot, createWireState } from "./wire.ts";
import type { Side, Wire } from "./wire.ts";

/** What the preload posts to its own page: the ports lie beside it, engine first, desktop second. */
export const portsMessage = "docent:ports";
/** What the page posts when it listens, so that ports that came too early can be posted again. */
export const readyMessage = "docent:page-ready";

/**
 * The wire of a window: two message ports that the preload posts once a page, and again after the engine was
 * restarted. Messages of any other origin or source are ignored.
 */
export function openMessagePortWire(page: Window): Wire {
  const state = createWireState();
  const slots = { engine: createLinkSlot(), desktop: createLinkSlot() };

  const take = (side: Side, port: MessagePort): void => {
    // Without the event (Chromium before 122) the loss is seen when new ports arrive.
    port.addEventListener("close", () => {
      slots[side].lose();
      if (side === "engine") state.set("gone");
    });
    slots[side].put(new RPCLink({ port }));
    port.start();
  };

  page.addEventListener("message", (event: MessageEvent<{ type?: unknown }>) => {
    if (event.source !== page || event.origin !== page.location.origin) return;
    if (event.data?.type !== portsMessage) return;
    const [engine, desktop] = event.ports;
    if (!engine) return;
    if (state.get() === "open") state.set("gone");
    take("engine", engine);
    if (desktop) take("desktop", desktop);
    state.set("open");
  });
  page.postMessage({ type: readyMessage }, page.location.origin);
  return { link: (side) => slots[side].get(), state: state.get, onState: state.subscribe };
}
