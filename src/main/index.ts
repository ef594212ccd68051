import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { RPCHandler } from "@orpc/server/message-port";
import { app, BrowserWindow, Menu, session, type Session, type WebContents } from "electron";

import type { PageOpening } from "../shared/engine-process-protocol.ts";
import { registerScheme, serveScheme } from "./app-scheme.ts";
import { createDesktopRoutes, type DesktopParts } from "./desktop-routes.ts";
import { createEngineHost, type EngineHost } from "./engine-host.ts";
import { hardenCommandLine, hardenContents, hardenSession, type Refusals } from "./harden.ts";
import { openKeyStore, type KeyStore } from "./key-store.ts";
import { createMainWindow } from "./main-window.ts";
import { applicationMenu } from "./application-menu.ts";
import { createPagePorts } from "./page-ports.ts";
import { chooseEngine, findPlaces, type Places } from "./places.ts";
import { createQuickWindow, type QuickWindow } from "./quick-window.ts";
import { createShellLog, type ShellLog } from "./shell-log.ts";
import { createShortcut } from "./shortcut.ts";

const defaultShortcut = "CommandOrControl+Shift+Space";

/** Every step of the start, in order. */
function boot(): void {
  hardenCommandLine();
  registerScheme();
  const places = findPlaces(process.argv);
  useOwnProfile(places);
  if (!app.requestSingleInstanceLock()) return app.exit(0);
  const log = createShellLog(path.join(places.dataDirectory, "logs"));
  const refusals = countRefusals(log);
  app.on("web-contents-created", (_event, contents) => hardenContents(contents, refusals));
  void app.whenReady().then(() => openShell(places, log, refusals));
}

/** Chromium's profile lies with our own data and holds nothing: the windows use a session in memory. */
function useOwnProfile(places: Places): void {
  mkdirSync(places.shellDirectory, { recursive: true });
  app.setPath("userData", places.shellDirectory);
}

/** Counts what the guards refuse; the Electron test reads the log. */
function countRefusals(log: ShellLog): Refusals {
  return { count: (kind) => log("refused", { kind }) };
}

async function openShell(places: Places, log: ShellLog, refusals: Refusals): Promise<void> {
  Menu.setApplicationMenu(applicationMenu());
  const pageSession = session.fromPartition("docent");
  hardenSession(session.defaultSession, refusals);
  hardenSession(pageSession, refusals);
  const keyStore = await openKeyStore(places.shellDirectory, log);
  const shell = createShell(places, pageSession, keyStore, log);
  shell.engineHost.start();
  shell.openMain();
  if (process.argv.includes("--quick")) shell.quick.show();
  app.on("second-instance", (_event, argv) => {
    // The other start's arguments are only compared, never used.
    if (argv.includes("--quick")) shell.quick.toggle();
    else shell.openMain();
  });
  app.on("activate", () => shell.openMain());
  app.on("window-all-closed", () => app.quit());
  endTogether(shell.engineHost);
}

/** The engine closes its databases before the program ends. */
function endTogether(engineHost: EngineHost): void {
  app.on("will-quit", (event) => {
    event.preventDefault();
    // Everything that may object was asked already; a second quit from inside this event would be lost.
    void engineHost.stop().finally(() => app.exit(0));
  });
}

interface Shell {
  engineHost: EngineHost;
  quick: QuickWindow;
  openMain(opening?: PageOpening): void;
}

/** Builds engine host, windows, ports and shortcut, which all know each other. */
function createShell(places: Places, pageSession: Session, keyStore: KeyStore, log: ShellLog): Shell {
  const engineHost = createEngineHost({
    start: chooseEngine(places, process.argv),
    dataDirectory: places.dataDirectory,
    resourcesDirectory: places.resourcesDirectory,
    log,
    onRunning: () => {
      void handKeysOver(engineHost, keyStore, log);
      ports.refreshAll();
    },
    onDead: () => {
      for (const window of BrowserWindow.getAllWindows()) window.webContents.send("docent:engine-dead");
    },
  });
  serveScheme(pageSession, {
    pageDirectory: places.pageDirectory,
    drawPage: async (documentId, page, width) =>
      Buffer.from((await engineHost.control().pagePicture({ documentId, page, width })).png, "base64"),
    log,
  });
  const parts = (): DesktopParts => ({
    control: () => engineHost.control(),
    keyStore,
    shortcut,
    quick,
    openInMain: (opening) => openMain(opening),
    log,
  });
  const ports = createPagePorts({
    engineHost,
    desktopHandlerFor: (page: WebContents) => {
      const window = BrowserWindow.fromWebContents(page);
      if (window === null) throw new Error("A page has no window.");
      return new RPCHandler(createDesktopRoutes(parts(), window));
    },
  });
  const debuggable = !places.packaged;
  const quick = createQuickWindow({ session: pageSession, debuggable });
  ports.serve(quick.window.webContents);
  const shortcut = createKeptShortcut(places, () => quick.toggle());

  let main: BrowserWindow | null = null;
  const openMain = (opening?: PageOpening): void => {
    if (main === null || main.isDestroyed()) {
      main = createMainWindow({ session: pageSession, stateDirectory: places.shellDirectory, debuggable });
      ports.serve(main.webContents);
      // The quick prompt has no life of its own: without the main window the program ends.
      main.once("closed", () => app.quit());
    }
    if (opening !== undefined) main.webContents.send("docent:open", opening);
    if (main.isMinimized()) main.restore();
    if (opening !== undefined || main.isVisible()) {
      main.show();
      main.focus();
    }
  };
  return { engineHost, quick, openMain };
}

async function handKeysOver(engineHost: EngineHost, keyStore: KeyStore, log: ShellLog): Promise<void> {
  const keys = await keyStore.all().catch((error: NodeJS.ErrnoException) => {
    log("keys-not-read", { error: error.code ?? error.name });
    return [];
  });
  for (const key of keys) {
    try {
      await engineHost.control().setKey(key);
    } catch (error) {
      log("key-not-handed-over", { modelId: key.modelId, error: String(error) });
    }
  }
}

/** The shortcut as it was set last, kept in a small file of the shell. */
function createKeptShortcut(places: Places, pressed: () => void): ReturnType<typeof createShortcut> {
  const file = path.join(places.shellDirectory, "shortcut.txt");
  const shortcut = createShortcut(pressed);
  let kept = defaultShortcut;
  try {
    kept = readFileSync(file, "utf8").trim() || defaultShortcut;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
  shortcut.set(kept);
  return {
    state: () => shortcut.state(),
    set(accelerator) {
      const state = shortcut.set(accelerator);
      if (state === "works") writeFileSync(file, accelerator);
      return state;
    },
  };
}

boot();
