import { globalShortcut } from "electron";

export type ShortcutState = "works" | "taken" | "not-available";

/** The one global shortcut. A new one replaces the old one only when the system accepts it. */
export function createShortcut(pressed: () => void): {
  set(accelerator: string): ShortcutState;
  state(): ShortcutState;
} {
  let current: string | null = null;
  let state: ShortcutState = "not-available";

  const register = (accelerator: string): ShortcutState => {
    // Wayland gives programs no global keys of their own; `docent --quick` is for such desktops.
    if (process.platform === "linux" && process.env["XDG_SESSION_TYPE"] === "wayland" && !process.env["DISPLAY"]) {
      return "not-available";
    }
    try {
      return globalShortcut.register(accelerator, pressed) ? "works" : "taken";
    } catch {
      // Electron throws for text that is no accelerator.
      return "not-available";
    }
  };

  return {
    state: () => state,
    set(accelerator) {
      if (accelerator === current && state === "works") return state;
      const result = register(accelerator);
      if (result === "works") {
        if (current !== null && current !== accelerator) globalShortcut.unregister(current);
        current = accelerator;
        state = "works";
      } else if (current === null) state = result;
      return result;
    },
  };
}
