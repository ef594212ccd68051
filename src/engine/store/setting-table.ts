import type { Database } from "better-sqlite3";

import { type Settings, settingsSchema } from "../../shared/settings-schemas.ts";

/** What a fresh Docent does before anybody has chosen anything. */
export const defaultSettings: Settings = {
  theme: "system",
  textSize: 100,
  density: "normal",
  enterAsks: true,
  defaultModelId: "none",
  suggestionLevel: "balanced",
  quietFrom: 20,
  quietUntil: 8,
  learning: true,
  askBeforeEverySend: false,
  onboardingDone: false,
  quickShortcut: "CommandOrControl+Shift+Space",
};

function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    // The schema refuses undefined, so a value that can't be read becomes the default.
    return undefined;
  }
}

/** All settings; one that is missing or no longer valid has its default. */
export function readSettings(user: Database): Settings {
  const settings: Record<string, unknown> = { ...defaultSettings };
  const rows = user.prepare("SELECT name, value FROM setting").all() as { name: string; value: string }[];
  for (const { name, value } of rows) {
    const field = settingsSchema.shape[name as keyof Settings];
    if (field === undefined) continue;
    const parsed = field.safeParse(parseJson(value));
    if (parsed.success) settings[name] = parsed.data;
  }
  return settingsSchema.parse(settings);
}

/** Stores the given settings and leaves the others; returns all. */
export function writeSettings(user: Database, patch: Partial<Settings>): Settings {
  const put = user.prepare(
    "INSERT INTO setting (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
  );
  user.transaction(() => {
    for (const [name, value] of Object.entries(patch)) {
      if (value !== undefined) put.run(name, JSON.stringify(value));
    }
  })();
  return readSettings(user);
}

/** Wall-clock time of the first start with this data folder; stored by the first call. */
export function firstStart(user: Database, now: number, readOnly: boolean): number {
  const known = user.prepare<[], string>("SELECT value FROM setting WHERE name = 'first-start'").pluck().get();
  if (known !== undefined) return Number(known);
  if (!readOnly) user.prepare("INSERT INTO setting (name, value) VALUES ('first-start', ?)").run(String(now));
  return now;
}
