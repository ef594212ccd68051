import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import type { BrowserWindow, Rectangle } from "electron";

export interface WindowState {
  bounds: Rectangle | null;
  maximized: boolean;
}

const unknown: WindowState = { bounds: null, maximized: false };

/** True when enough of the window lies on a screen to be taken hold of. */
export function isReachable(bounds: Rectangle, screens: readonly Rectangle[]): boolean {
  return screens.some((screen) => {
    const width = Math.min(bounds.x + bounds.width, screen.x + screen.width) - Math.max(bounds.x, screen.x);
    const height = Math.min(bounds.y + bounds.height, screen.y + screen.height) - Math.max(bounds.y, screen.y);
    return width >= 120 && height >= 60 && bounds.y >= screen.y - 8;
  });
}

/** Reads a stored state; anything that is no state is none, and a window that lies on no screen loses its place. */
export function parseWindowState(text: string, screens: readonly Rectangle[]): WindowState {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return unknown;
  }
  const { bounds, maximized } = (value ?? {}) as { bounds?: Partial<Rectangle>; maximized?: unknown };
  const numbers = [bounds?.x, bounds?.y, bounds?.width, bounds?.height];
  if (!numbers.every((number) => Number.isInteger(number))) return unknown;
  const read = bounds as Rectangle;
  if (read.width < 400 || read.height < 300 || !isReachable(read, screens)) return unknown;
  return { bounds: read, maximized: maximized === true };
}

/** Place and size of the main window, kept in one small file. */
export function createWindowStateFile(directory: string): {
  read(screens: readonly Rectangle[]): WindowState;
  keep(window: BrowserWindow): void;
} {
  const file = path.join(directory, "window.json");
  return {
    read(screens) {
      try {
        return parseWindowState(readFileSync(file, "utf8"), screens);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return unknown;
        throw error;
      }
    },
    keep(window) {
      window.on("close", () => {
        const state: WindowState = { bounds: window.getNormalBounds(), maximized: window.isMaximized() };
        writeFileSync(file, JSON.stringify(state));
      });
    },
  };
}
