import type { Settings } from "../../shared/settings-schemas.ts";

export type Look = Pick<Settings, "theme" | "textSize" | "density">;

const storageKey = "docent.look";

function isLook(value: unknown): value is Look {
  const look = value as Partial<Look> | null;
  return typeof look?.theme === "string" && typeof look.textSize === "number" && typeof look.density === "string";
}

/** The look of last time, so that the first paint does not flash before the settings arrive. */
export function rememberedLook(): Look {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "null");
    if (isLook(stored)) return stored;
  } catch {
    // A browser may forbid storage; then the system's theme stands until the settings arrive.
  }
  return { theme: "system", textSize: 100, density: "normal" };
}

/** Writes the look onto the page, and again when the system changes between light and dark. */
export function createLook(): (look: Look) => void {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  let now = rememberedLook();
  const apply = (): void => {
    const root = document.documentElement;
    root.dataset["theme"] = now.theme === "system" ? (dark.matches ? "dark" : "light") : now.theme;
    root.dataset["density"] = now.density;
    root.style.fontSize = `${now.textSize}%`;
  };
  dark.addEventListener("change", apply);
  apply();
  return (look) => {
    now = { theme: look.theme, textSize: look.textSize, density: look.density };
    apply();
    try {
      localStorage.setItem(storageKey, JSON.stringify(now));
    } catch {
      // See above.
    }
  };
}
