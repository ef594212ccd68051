import type { RPCHandler } from "@orpc/server/message-port";
import { MessageChannelMain, type WebContents } from "electron";

import type { EngineHost } from "./engine-host.ts";
import { isOwnPage } from "./page-origin.ts";

/**
 * Gives every page two ports once it has loaded, and new ones after the engine was started again: one to the engine,
 * which this process only hands over, and one to the desktop routes. A port is the right to call, so it goes to the
 * top frame of our own page only.
 */
export function createPagePorts(options: {
  engineHost: EngineHost;
  desktopHandlerFor(page: WebContents): RPCHandler<object>;
}): {
  serve(page: WebContents): void;
  refreshAll(): void;
} {
  const pages = new Map<WebContents, boolean>();

  const give = (page: WebContents): void => {
    if (page.isDestroyed() || !isOwnPage(page.mainFrame.url)) return;
    const engine = new MessageChannelMain();
    if (!options.engineHost.attachPage(engine.port2)) return;
    const desktop = new MessageChannelMain();
    options.desktopHandlerFor(page).upgrade(desktop.port2 as never);
    desktop.port2.start();
    page.mainFrame.postMessage("docent:ports", null, [engine.port1, desktop.port1]);
  };

  return {
    serve(page) {
      pages.set(page, false);
      page.on("did-start-navigation", (...details) => {
        const [, , isInPlace, isMainFrame] = details as unknown as [unknown, string, boolean, boolean];
        if (isMainFrame && !isInPlace) pages.set(page, false);
      });
      page.on("dom-ready", () => {
        pages.set(page, true);
        give(page);
      });
      page.once("destroyed", () => pages.delete(page));
    },
    refreshAll() {
      for (const [page, loaded] of pages) if (loaded) give(page);
    },
  };
}
