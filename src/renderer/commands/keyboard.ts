import type { Page } from "../app/page.ts";
import { currentRoute } from "../app/route.ts";
import { threadKeyOf } from "../features/chat/chat.ts";
import { commands } from "./commands.ts";
import { matchesShortcut } from "./shortcut.ts";

function isField(element: Element | null): boolean {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;
}

/** Esc, when nothing that lies on top took it: out of the panel back to the chip, else stop what is written. */
function escape(page: Page): boolean {
  const panel = document.querySelector("[data-source-panel]");
  if (panel?.contains(document.activeElement)) {
    page.source.focusOpener();
    return true;
  }
  const route = currentRoute();
  if (route.view !== "chat") return false;
  const key = threadKeyOf(route.conversationId);
  if (page.chat.store.getState().running[key] === undefined) return false;
  page.chat.stop(key);
  return true;
}

/** Listens to the keys of the commands. Keys pressed while an input method composes are left to it. */
export function listenToKeys(page: Page, target: Window): () => void {
  const onKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape") {
      if (!document.querySelector('[role="dialog"], [role="menu"]') && escape(page)) event.preventDefault();
      return;
    }
    const command = commands.find((one) => one.shortcut !== undefined && matchesShortcut(event, one.shortcut));
    if (!command || (command.notWhileTyping && isField(document.activeElement))) return;
    event.preventDefault();
    command.perform(page);
  };
  target.addEventListener("keydown", onKey);
  return () => target.removeEventListener("keydown", onKey);
}
