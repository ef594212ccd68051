import { useState } from "react";

import { acceleratorLabel, acceleratorOf } from "../../commands/shortcut.ts";
import { useApp, usePage } from "../../app/page.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { SettingRow } from "./setting-row.tsx";

/** The key that opens the quick prompt from any program, with whether it works. Recording listens until Esc. */
export function ShortcutSetting() {
  const page = usePage();
  const state = useApp((app) => app.capabilities?.globalShortcut ?? "not-available");
  const accelerator = useApp((app) => app.settings?.quickShortcut ?? "");
  const [recording, setRecording] = useState(false);
  const record = async (event: React.KeyboardEvent): Promise<void> => {
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") {
      setRecording(false);
      return;
    }
    const next = acceleratorOf(event.nativeEvent);
    if (next === null) return;
    setRecording(false);
    const result = await page.desktop.setShortcut({ accelerator: next });
    page.app.setState(({ capabilities }) => ({
      capabilities: capabilities ? { ...capabilities, globalShortcut: result.state } : null,
    }));
    await page.changeSettings({ quickShortcut: next });
    if (result.state === "works") page.toast(t("settings.shortcut.set"));
  };
  const address = `${window.location.href.split("#")[0] ?? ""}${formatRoute({ view: "quick" })}`;
  return (
    <SettingRow
      name={t("settings.shortcut")}
      note={t(`settings.shortcut.${state}`, { keys: acceleratorLabel(accelerator), address: "#/quick" })}
    >
      {state === "not-available" ? (
        <a className="btn no-underline" href={address} target="_self">
          {t("settings.quick.open")}
        </a>
      ) : (
        <Button
          aria-pressed={recording}
          onClick={() => setRecording(true)}
          onBlur={() => setRecording(false)}
          onKeyDown={(event) => (recording ? void record(event).catch(page.fail) : undefined)}
        >
          {t(recording ? "settings.shortcut.recording" : "settings.shortcut.record")}
        </Button>
      )}
    </SettingRow>
  );
}
