import path from "node:path";

import { implement, ORPCError } from "@orpc/server";

import { DocentError, toWireError, type Engine, type Log } from "../../engine/index.ts";
import { desktopContract } from "../../shared/desktop-contract.ts";
import { isSafeLink } from "../../shared/safe-link.ts";
import { createFolderBrowser } from "./folder-browser.ts";
import { systemOpen } from "./system-open.ts";

/** What the browser host offers a page instead of a desktop shell: folders by id, keys in memory, no shortcut. */
export function createBrowserDesktop(options: { engine: Engine; home: string; log: Log }) {
  const { engine, log } = options;
  const folders = createFolderBrowser(options.home);
  const routes = implement(desktopContract).use(async ({ next, path: route }) => {
    try {
      return await next();
    } catch (error) {
      if (error instanceof ORPCError) throw error;
      const wire = toWireError(error);
      if (wire.code === "internal") log.write("error", "bug", { route: route.join("."), error: String(error) });
      throw new ORPCError("DOCENT", { defined: true, message: wire.message, data: wire });
    }
  });
  const notHere = (what: string): never => {
    throw new DocentError("not-available", `${what} needs the desktop window.`);
  };

  return routes.router({
    capabilities: routes.capabilities.handler(() => ({
      host: "browser" as const,
      folderDialog: "page" as const,
      globalShortcut: "not-available" as const,
      keyStore: "session" as const,
      platform: process.platform === "darwin" || process.platform === "win32" ? process.platform : ("linux" as const),
    })),
    pickFolder: routes.pickFolder.handler(() => notHere("The system's folder dialog")),
    browseFolders: routes.browseFolders.handler(({ input }) => folders.list(input.id)),
    chooseBrowsedFolder: routes.chooseBrowsedFolder.handler(({ input }) =>
      engine.control.grantFolder({ path: folders.pathOf(input.id) }),
    ),
    openDocument: routes.openDocument.handler(async ({ input }) => {
      const found = await engine.control.documentPath({ documentId: input.documentId });
      if (!found.safeToOpen) {
        return { opened: false, message: "Files of this type are only shown in their folder, never opened." };
      }
      const opened = await systemOpen(found.path);
      const type = path.extname(found.path);
      return { opened, message: opened ? null : `No program is set for ${type === "" ? "these" : type} files.` };
    }),
    showInFolder: routes.showInFolder.handler(async ({ input }) => {
      const found = await engine.control.documentPath({ documentId: input.documentId });
      if (!(await systemOpen(path.dirname(found.path)))) notHere("Showing a folder on this computer");
      return {};
    }),
    openLink: routes.openLink.handler(async ({ input }) => {
      const address = URL.canParse(input.url) ? new URL(input.url) : null;
      if (address === null || !isSafeLink(address)) {
        throw new DocentError("link-refused", "Only https and mailto addresses are opened.");
      }
      if (!(await systemOpen(address.href))) notHere("Opening an address on this computer");
      return {};
    }),
    setKey: routes.setKey.handler(async ({ input }) => {
      await engine.control.setKey(input);
      return { kept: "session" as const };
    }),
    removeKey: routes.removeKey.handler(async ({ input }) => {
      await engine.control.removeKey(input);
      return {};
    }),
    setShortcut: routes.setShortcut.handler(() => ({ state: "not-available" as const })),
    // In a browser the quick prompt is a page of its own: there is no window to hide, move to or resize.
    quickPromptHide: routes.quickPromptHide.handler(() => ({})),
    quickPromptToMain: routes.quickPromptToMain.handler(() => notHere("Moving to the main window")),
    quickPromptResize: routes.quickPromptResize.handler(() => ({})),
  });
}
