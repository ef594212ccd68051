import type { BrowserWindow } from "electron";

import { isOwnPage } from "./page-origin.ts";

/**
 * Loads the window's own page and brings it back should the window ever show anything else: a page can still turn
 * itself into about:blank, which asks no guard.
 */
export function keepOnPage(window: BrowserWindow, address: string): void {
  window.webContents.on("did-navigate", (_event, shown) => {
    if (!isOwnPage(shown)) void window.loadURL(address);
  });
  void window.loadURL(address);
}
