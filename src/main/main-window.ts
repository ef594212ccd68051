import { BrowserWindow, nativeTheme, screen, type Session } from "electron";

import { keepOnPage } from "./keep-on-page.ts";
import { pageOrigin } from "./page-origin.ts";
import { webPreferences } from "./web-preferences.ts";
import { createWindowStateFile } from "./window-state.ts";

/** The main window, where it was last time; shown when its page has drawn something. */
export function createMainWindow(options: {
  session: Session;
  stateDirectory: string;
  debuggable: boolean;
}): BrowserWindow {
  const stateFile = createWindowStateFile(options.stateDirectory);
  const state = stateFile.read(screen.getAllDisplays().map((display) => display.workArea));
  const window = new BrowserWindow({
    width: 1240,
    height: 800,
    ...state.bounds,
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: "Docent",
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#161614" : "#fbfaf7",
    webPreferences: webPreferences(options.session, options.debuggable),
  });
  if (state.maximized) window.maximize();
  stateFile.keep(window);
  window.once("ready-to-show", () => window.show());
  keepOnPage(window, `${pageOrigin}/index.html`);
  return window;
}
