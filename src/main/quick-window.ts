import { app, BrowserWindow, screen, type Session } from "electron";

import { keepOnPage } from "./keep-on-page.ts";
import { pageOrigin } from "./page-origin.ts";
import { webPreferences } from "./web-preferences.ts";

const width = 640;
const firstHeight = 120;
/** Where the window's top stands on the screen, from the screen's top. */
const fromTop = 0.22;

export interface QuickWindow {
  window: BrowserWindow;
  /** Shows it on the screen where the pointer is, with the field ready for typing. */
  show(): void;
  /** Hides it; the program that had the focus before gets it back. */
  hide(): void;
  toggle(): void;
  resize(height: number): void;
}

/** Place of the window on a screen's work area; whole pixels. */
export function quickBounds(area: Electron.Rectangle, height: number): Electron.Rectangle {
  const fits = Math.min(width, area.width);
  return {
    x: Math.round(area.x + (area.width - fits) / 2),
    y: Math.round(area.y + area.height * fromTop),
    width: fits,
    height,
  };
}

/**
 * Makes the quick prompt's window and loads its page, hidden, so that the shortcut only has to show it: that is what
 * makes 100 ms possible.
 */
export function createQuickWindow(options: { session: Session; debuggable: boolean }): QuickWindow {
  const window = new BrowserWindow({
    width,
    height: firstHeight,
    show: false,
    frame: false,
    resizable: false,
    movable: true,
    minimizable: false,
    maximizable: false,
    fullscreenable: false,
    skipTaskbar: true,
    alwaysOnTop: true,
    title: "Docent quick prompt",
    paintWhenInitiallyHidden: true,
    webPreferences: { ...webPreferences(options.session, options.debuggable), backgroundThrottling: false },
  });
  window.setAlwaysOnTop(true, "pop-up-menu");
  window.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true });
  let height = firstHeight;

  const hide = (): void => {
    if (!window.isVisible()) return;
    // Without the blur some window managers leave the focus nowhere.
    window.blur();
    window.hide();
    // On macOS the focus goes back only when the whole program steps aside.
    if (process.platform === "darwin" && !BrowserWindow.getAllWindows().some((one) => one.isVisible())) app.hide();
  };
  const show = (): void => {
    const { workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint());
    window.setBounds(quickBounds(workArea, height));
    window.show();
    window.focus();
  };
  // Closed only together with the program: it must be there when the shortcut comes.
  let ending = false;
  app.once("before-quit", () => {
    ending = true;
  });
  window.on("close", (event) => {
    if (ending) return;
    event.preventDefault();
    hide();
  });
  keepOnPage(window, `${pageOrigin}/index.html#/quick`);
  return {
    window,
    show,
    hide,
    toggle: () => (window.isVisible() ? hide() : show()),
    resize(wanted) {
      height = wanted;
      if (window.isVisible()) window.setBounds({ ...window.getBounds(), height });
    },
  };
}
