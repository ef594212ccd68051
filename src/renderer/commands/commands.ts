import type { Page } from "../app/page.ts";
import { isRail } from "../app/layout-store.ts";
import { currentRoute, go } from "../app/route.ts";
import type { Route } from "../app/route.ts";
import { threadKeyOf } from "../features/chat/chat.ts";
import { exportConversation, removeConversation } from "../features/conversations/conversation-actions.ts";
import { addFolder } from "../features/library/library-actions.ts";
import type { StringKey } from "../strings/strings.ts";
import { pressInAnswer, stepCitation, stepPane } from "./answer-actions.ts";

/** One action with its name and its key: keyboard and menus read the same object. */
export interface Command {
  id: string;
  label: StringKey;
  shortcut?: string;
  /** May be run while a text field has the focus. Unset: yes. */
  notWhileTyping?: boolean;
  perform(page: Page): void;
}

function goTo(id: string, label: StringKey, shortcut: string, route: Route): Command {
  return { id, label, shortcut, perform: () => go(route) };
}

function openConversation(): number | null {
  const route = currentRoute();
  return route.view === "chat" ? route.conversationId : null;
}

function focusQuestion(): void {
  document.querySelector<HTMLElement>("[data-question-field]")?.focus();
}

function changeTextSize(page: Page, size: (now: number) => number): void {
  const now = page.app.getState().settings?.textSize ?? 100;
  const next = Math.min(200, Math.max(80, size(now)));
  if (next !== now) void page.changeSettings({ textSize: next });
}

function press(selector: string): void {
  document.querySelector<HTMLElement>(selector)?.click();
}

export const commands: readonly Command[] = [
  {
    id: "chat.new",
    label: "command.chat.new",
    shortcut: "Mod+N",
    perform: () => {
      go({ view: "chat", conversationId: null });
      requestAnimationFrame(focusQuestion);
    },
  },
  {
    id: "chat.search",
    label: "command.chat.search",
    shortcut: "Mod+Shift+F",
    perform: (page) => {
      if (isRail(page.layout.getState())) page.layout.setState({ rail: false });
      requestAnimationFrame(() => press("[data-search-conversations]"));
    },
  },
  { id: "chat.focus", label: "command.chat.focus", shortcut: "Mod+L", perform: focusQuestion },
  {
    id: "chat.stop",
    label: "command.chat.stop",
    shortcut: "Mod+Period",
    perform: (page) => page.chat.stop(threadKeyOf(openConversation())),
  },
  {
    id: "chat.again",
    label: "command.chat.again",
    shortcut: "Mod+Shift+G",
    perform: () => pressInAnswer("again-same"),
  },
  { id: "chat.quotes", label: "command.chat.quotes", shortcut: "Mod+E", perform: () => press("[data-mode-toggle]") },
  { id: "chat.scope", label: "command.chat.scope", shortcut: "Mod+Shift+L", perform: () => press("[data-scope]") },
  { id: "chat.model", label: "command.chat.model", shortcut: "Mod+Shift+M", perform: () => press("[data-model]") },
  { id: "chat.rename", label: "command.chat.rename", shortcut: "F2", perform: () => press("[data-rename-title]") },
  {
    id: "chat.export",
    label: "command.chat.export",
    shortcut: "Mod+S",
    perform: (page) => {
      const id = openConversation();
      if (id !== null) void exportConversation(page, id);
    },
  },
  {
    id: "chat.delete",
    label: "command.chat.delete",
    perform: (page) => {
      const id = openConversation();
      if (id !== null) void removeConversation(page, id);
    },
  },
  { id: "answer.copy", label: "command.answer.copy", shortcut: "Mod+Shift+C", perform: () => pressInAnswer("copy") },
  { id: "answer.good", label: "command.answer.good", shortcut: "Mod+Shift+Y", perform: () => pressInAnswer("good") },
  { id: "answer.bad", label: "command.answer.bad", shortcut: "Mod+Shift+X", perform: () => pressInAnswer("bad") },
  { id: "answer.how", label: "command.answer.how", shortcut: "Mod+Shift+H", perform: () => pressInAnswer("how") },
  {
    id: "cite.next",
    label: "command.cite.next",
    shortcut: "Mod+J",
    perform: (page) => stepCitation(1, page.source.store.getState().open),
  },
  {
    id: "cite.previous",
    label: "command.cite.previous",
    shortcut: "Mod+Shift+J",
    perform: (page) => stepCitation(-1, page.source.store.getState().open),
  },
  {
    id: "cite.openViewer",
    label: "command.cite.openViewer",
    shortcut: "Mod+Shift+O",
    perform: () => press("[data-open-viewer]"),
  },
  {
    id: "source.toggle",
    label: "command.source.toggle",
    shortcut: "Mod+Shift+B",
    perform: (page) => page.source.toggle(),
  },
  {
    id: "view.sidebar",
    label: "command.view.sidebar",
    shortcut: "Mod+B",
    perform: (page) => page.layout.setState((state) => ({ rail: !isRail(state) })),
  },
  { id: "view.nextPane", label: "command.view.nextPane", shortcut: "F6", perform: () => stepPane(1) },
  { id: "view.previousPane", label: "command.view.previousPane", shortcut: "Shift+F6", perform: () => stepPane(-1) },
  {
    id: "view.larger",
    label: "command.view.larger",
    shortcut: "Mod+Plus",
    perform: (page) => changeTextSize(page, (now) => now + 10),
  },
  {
    id: "view.smaller",
    label: "command.view.smaller",
    shortcut: "Mod+Minus",
    perform: (page) => changeTextSize(page, (now) => now - 10),
  },
  {
    id: "view.reset",
    label: "command.view.reset",
    shortcut: "Mod+0",
    perform: (page) => changeTextSize(page, () => 100),
  },
  goTo("go.chat", "command.go.chat", "Mod+1", { view: "chat", conversationId: null }),
  goTo("go.library", "command.go.library", "Mod+2", { view: "library" }),
  goTo("go.suggestions", "command.go.suggestions", "Mod+3", { view: "suggestions" }),
  goTo("go.models", "command.go.models", "Mod+6", { view: "models" }),
  goTo("go.settings", "command.go.settings", "Mod+Comma", { view: "settings", section: "general" }),
  {
    id: "library.addFolder",
    label: "command.library.addFolder",
    shortcut: "Mod+Shift+A",
    perform: (page) => void addFolder(page),
  },
  {
    id: "app.undo",
    label: "command.app.undo",
    shortcut: "Mod+Z",
    notWhileTyping: true,
    perform: (page) => void page.undo(),
  },
];

export function commandShortcut(id: string): string | undefined {
  return commands.find((command) => command.id === id)?.shortcut;
}
