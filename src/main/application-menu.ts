import { Menu } from "electron";

/**
 * macOS needs a menu for copy and paste to work at all; elsewhere the page has every command, and a menu bar would
 * only take its keys.
 */
export function applicationMenu(): Menu | null {
  if (process.platform !== "darwin") return null;
  return Menu.buildFromTemplate([{ role: "appMenu" }, { role: "editMenu" }, { role: "windowMenu" }]);
}
