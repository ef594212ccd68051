import { dialog, shell, type BrowserWindow } from "electron";

import { isSafeLink } from "../shared/safe-link.ts";
import { parseAddress } from "./page-origin.ts";

/**
 * The only place where an address leaves for the system's browser, and only after a person has read it whole and
 * agreed. Returns false when the address is refused or the person declines.
 */
export async function openLink(window: BrowserWindow | null, address: string): Promise<boolean> {
  const parsed = parseAddress(address);
  if (parsed === null || !isSafeLink(parsed)) return false;
  const question = {
    type: "question" as const,
    buttons: ["Cancel", "Open"],
    defaultId: 0,
    cancelId: 0,
    message: "Open this address in your browser?",
    detail: parsed.href,
  };
  const { response } = await (window === null
    ? dialog.showMessageBox(question)
    : dialog.showMessageBox(window, question));
  if (response !== 1) return false;
  await shell.openExternal(parsed.href);
  return true;
}
