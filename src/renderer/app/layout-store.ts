import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

export interface LayoutState {
  /** Width of the window in pixels at 100 % text size: with larger text less fits beside each other. */
  windowWidth: number;
  /** The user's own choice; null lets the width decide. */
  rail: boolean | null;
  /** Width of the source panel at 100 % text size, in pixels. */
  sourceWidth: number;
}

const storageKey = "docent.layout";
export const sourceWidthLimits = { least: 320, normal: 440 };

/** Panel widths stay between 320 px and 60 % of the window. */
export function fitSourceWidth(width: number, windowWidth: number): number {
  return Math.round(
    Math.min(Math.max(width, sourceWidthLimits.least), Math.max(windowWidth * 0.6, sourceWidthLimits.least)),
  );
}

/** Below 900 px the sidebar is a rail unless the user opened it. */
export function isRail(state: LayoutState): boolean {
  return state.rail ?? state.windowWidth < 900;
}

/** Below 1080 px the source panel lies over the chat. */
export function isSourceOver(state: LayoutState): boolean {
  return state.windowWidth < 1_080;
}

function remembered(): Partial<LayoutState> {
  try {
    return (JSON.parse(localStorage.getItem(storageKey) ?? "{}") ?? {}) as Partial<LayoutState>;
  } catch {
    // Storage may be forbidden or its content foreign: the usual layout stands.
    return {};
  }
}

/** How many pixels one pixel of the layout takes at the text size of now. */
export function textScale(page: Window): number {
  return Number.parseFloat(page.getComputedStyle(page.document.documentElement).fontSize) / 16 || 1;
}

/** Widths and open panels, remembered from one start to the next. */
export function createLayoutStore(page: Window): StoreApi<LayoutState> {
  const stored = remembered();
  const store = createStore<LayoutState>(() => ({
    windowWidth: page.innerWidth / textScale(page),
    rail: typeof stored.rail === "boolean" ? stored.rail : null,
    sourceWidth: typeof stored.sourceWidth === "number" ? stored.sourceWidth : sourceWidthLimits.normal,
  }));
  page.addEventListener("resize", () => store.setState({ windowWidth: page.innerWidth / textScale(page) }));
  store.subscribe(({ rail, sourceWidth }) => {
    try {
      localStorage.setItem(storageKey, JSON.stringify({ rail, sourceWidth }));
    } catch {
      // See above.
    }
  });
  return store;
}
