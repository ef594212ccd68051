import path from "node:path";

import { implement, ORPCError } from "@orpc/server";
import { dialog, shell, type BrowserWindow } from "electron";

import { desktopContract } from "../shared/desktop-contract.ts";
import type { PageOpening } from "../shared/engine-process-protocol.ts";
import type { ErrorCode, WireError } from "../shared/error-codes.ts";
import type { ControlClient } from "./engine-host.ts";
import type { KeyStore } from "./key-store.ts";
import { openLink } from "./open-link.ts";
import type { ShortcutState } from "./shortcut.ts";

export interface DesktopParts {
  control(): ControlClient;
  keyStore: KeyStore;
  shortcut: { set(accelerator: string): ShortcutState; state(): ShortcutState };
  quick: { hide(): void; resize(height: number): void };
  openInMain(opening: PageOpening): void;
  log(event: string, fields?: Record<string, string | number | null>): void;
}

function refusal(code: ErrorCode, message: string): ORPCError<"DOCENT", WireError> {
  return new ORPCError("DOCENT", { defined: true, message, data: { code, message } });
}

/** What the shell offers the page of one window. Dialogs hang on that window; no path ever comes from the page. */
export function createDesktopRoutes(parts: DesktopParts, window: BrowserWindow) {
  const routes = implement(desktopContract).use(async ({ next, path: route }) => {
    try {
      return await next();
    } catch (error) {
      // A typed error of the engine passes through as it is.
      if (error instanceof ORPCError) throw error;
      parts.log("desktop-route-failed", { route: route.join("."), error: String(error) });
      throw refusal("internal", "Something went wrong in Docent.");
    }
  });
  return routes.router({
    capabilities: routes.capabilities.handler(() => ({
      host: "electron" as const,
      folderDialog: "native" as const,
      globalShortcut: parts.shortcut.state(),
      keyStore: parts.keyStore.kind,
      platform: process.platform === "darwin" || process.platform === "win32" ? process.platform : ("linux" as const),
    })),
    pickFolder: routes.pickFolder.handler(async () => {
      const chosen = await dialog.showOpenDialog(window, {
        title: "Choose a folder to read",
        properties: ["openDirectory", "dontAddToRecent"],
      });
      const folder = chosen.filePaths[0];
      return chosen.canceled || folder === undefined ? null : parts.control().grantFolder({ path: folder });
    }),
    browseFolders: routes.browseFolders.handler(() => {
      throw refusal("not-available", "The system's own dialog is used here.");
    }),
    chooseBrowsedFolder: routes.chooseBrowsedFolder.handler(() => {
      throw refusal("not-available", "The system's own dialog is used here.");
    }),
    openDocument: routes.openDocument.handler(async ({ input }) => {
      const found = await parts.control().documentPath({ documentId: input.documentId });
      if (!found.safeToOpen) {
        shell.showItemInFolder(found.path);
        return { opened: false, message: "Files of this type are only shown in their folder, never opened." };
      }
      const problem = await shell.openPath(found.path);
      if (problem === "") return { opened: true, message: null };
      parts.log("document-not-opened", { problem });
      return { opened: false, message: `No program is set for ${path.extname(found.path) || "these"} files.` };
    }),
    showInFolder: routes.showInFolder.handler(async ({ input }) => {
      const found = await parts.control().documentPath({ documentId: input.documentId });
      shell.showItemInFolder(found.path);
      return {};
    }),
    openLink: routes.openLink.handler(async ({ input }) => {
      if (!(await openLink(window, input.url))) throw refusal("link-refused", "The address was not opened.");
      return {};
    }),
    setKey: routes.setKey.handler(async ({ input }) => {
      await parts.control().setKey(input);
      await parts.keyStore.set(input.modelId, input.key);
      return { kept: parts.keyStore.kind };
    }),
    removeKey: routes.removeKey.handler(async ({ input }) => {
      await parts.keyStore.remove(input.modelId);
      await parts.control().removeKey(input);
      return {};
    }),
    setShortcut: routes.setShortcut.handler(({ input }) => ({ state: parts.shortcut.set(input.accelerator) })),
    quickPromptHide: routes.quickPromptHide.handler(() => {
      parts.quick.hide();
      return {};
    }),
    quickPromptToMain: routes.quickPromptToMain.handler(({ input }) => {
      parts.quick.hide();
      parts.openInMain(input);
      return {};
    }),
    quickPromptResize: routes.quickPromptResize.handler(({ input }) => {
      parts.quick.resize(input.height);
      return {};
    }),
  });
}
