import path from "node:path";

import type { Session, WebPreferences } from "electron";

/**
 * What every window of Docent may do: nothing but show the page. All of it is read back from the running windows by
 * the Electron test.
 */
export function webPreferences(session: Session, debuggable: boolean): WebPreferences {
  return {
    session,
    preload: path.join(import.meta.dirname, "..", "preload", "index.cjs"),
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    webviewTag: false,
    plugins: false,
    navigateOnDragDrop: false,
    experimentalFeatures: false,
    // Its dictionaries are fetched from a server.
    spellcheck: false,
    devTools: debuggable,
  };
}
