export interface KeyPress {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
  altKey: boolean;
}

export const isMac = /mac/i.test(globalThis.navigator?.userAgent ?? "");

interface Parsed {
  mod: boolean;
  shift: boolean;
  alt: boolean;
  key: string;
}

function parse(shortcut: string): Parsed {
  const parts = shortcut.split("+");
  return {
    mod: parts.includes("Mod"),
    shift: parts.includes("Shift"),
    alt: parts.includes("Alt"),
    key: parts.at(-1) ?? "",
  };
}

const namedKeys: Record<string, string[]> = { Plus: ["+", "="], Minus: ["-", "_"], Period: ["."], Comma: [","] };

/** Letters and digits go by the place on the keyboard too, so that a layout without them still has the command. */
export function matchesShortcut(event: KeyPress, shortcut: string, mac = isMac): boolean {
  const wanted = parse(shortcut);
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== wanted.mod || other || event.altKey !== wanted.alt) return false;
  const named = namedKeys[wanted.key];
  if (named) return named.includes(event.key);
  if (event.shiftKey !== wanted.shift) return false;
  if (event.key.toLowerCase() === wanted.key.toLowerCase()) return true;
  if (/^[A-Z]$/.test(wanted.key)) return !/^[a-z]$/i.test(event.key) && event.code === `Key${wanted.key}`;
  return /^\d$/.test(wanted.key) && event.code === `Digit${wanted.key}`;
}

const symbols: Record<string, string> = { Plus: "+", Minus: "−", Period: ".", Comma: ",", Enter: "↵" };

/** As it stands in menus: "Ctrl N", "⌘N". */
export function shortcutLabel(shortcut: string, mac = isMac): string {
  const { mod, shift, alt, key } = parse(shortcut);
  const name = symbols[key] ?? key;
  if (mac) return `${alt ? "⌥" : ""}${shift ? "⇧" : ""}${mod ? "⌘" : ""}${name}`;
  return [mod ? "Ctrl" : "", alt ? "Alt" : "", shift ? "Shift" : "", name].filter((part) => part !== "").join(" ");
}

/** What Electron calls the same keys, or null while only modifiers are down. */
export function acceleratorOf(event: KeyPress): string | null {
  if (["Control", "Shift", "Alt", "Meta", "AltGraph"].includes(event.key)) return null;
  const key = event.code === "Space" ? "Space" : event.key.length === 1 ? event.key.toUpperCase() : event.key;
  const modifiers = [
    event.ctrlKey || event.metaKey ? "CommandOrControl" : "",
    event.altKey ? "Alt" : "",
    event.shiftKey ? "Shift" : "",
  ].filter((part) => part !== "");
  if (modifiers.length === 0 && !/^F\d{1,2}$/.test(key)) return null;
  return [...modifiers, key].join("+");
}

/** "CommandOrControl+Shift+Space" for people. */
export function acceleratorLabel(accelerator: string, mac = isMac): string {
  return accelerator
    .split("+")
    .map((part) => (part === "CommandOrControl" ? (mac ? "⌘" : "Ctrl") : part))
    .join(mac ? "" : " ");
}
