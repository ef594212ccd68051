import { Minus, Plus } from "lucide-react";

import { shortcutLabel } from "../../commands/shortcut.ts";
import { useApp, usePage } from "../../app/page.ts";
import { go } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { formatBytes } from "../../ui/format.ts";
import { Segmented } from "../../ui/segmented.tsx";
import { Switch } from "../../ui/switch.tsx";
import { LevelChoice } from "../suggestions/level-choice.tsx";
import { SettingRow } from "./setting-row.tsx";
import { ShortcutSetting } from "./shortcut-setting.tsx";
import { SignalsSetting } from "./signals-setting.tsx";

export function GeneralSection() {
  const page = usePage();
  const enterAsks = useApp((state) => state.settings?.enterAsks ?? true);
  return (
    <>
      <SettingRow
        name={t("settings.enter")}
        value={enterAsks}
        note={enterAsks ? t("settings.enter.on") : t("settings.enter.off", { keys: shortcutLabel("Mod+Enter") })}
      >
        <Switch
          label={t("settings.enter")}
          on={enterAsks}
          onChange={(on) => void page.changeSettings({ enterAsks: on })}
        />
      </SettingRow>
      <ShortcutSetting />
      <div className="set items-start">
        <h3>{t("settings.level")}</h3>
        <div className="push text-end">
          <LevelChoice />
        </div>
      </div>
    </>
  );
}

export function PrivacySection() {
  const page = usePage();
  const learning = useApp((state) => state.settings?.learning ?? true);
  const always = useApp((state) => state.settings?.askBeforeEverySend ?? false);
  const sends = useApp((state) => state.ledger?.length ?? 0);
  return (
    <>
      <SettingRow name={t("settings.learning")} note={t("settings.learning.note")} value={learning}>
        <Switch
          label={t("settings.learning")}
          on={learning}
          onChange={(on) => void page.changeSettings({ learning: on })}
        />
      </SettingRow>
      <SettingRow name={t("settings.everySend")} note={t("settings.everySend.note")} value={always}>
        <Switch
          label={t("settings.everySend")}
          on={always}
          onChange={(on) => void page.changeSettings({ askBeforeEverySend: on })}
        />
      </SettingRow>
      <SignalsSetting />
      <SettingRow
        name={t("settings.ledger")}
        note={sends === 0 ? t("settings.ledger.nothing") : t("settings.ledger.some", { count: sends })}
      >
        <Button onClick={() => go({ view: "ledger" })}>{t("common.open")}</Button>
      </SettingRow>
    </>
  );
}

export function AppearanceSection() {
  const page = usePage();
  const theme = useApp((state) => state.settings?.theme ?? "system");
  const density = useApp((state) => state.settings?.density ?? "normal");
  const textSize = useApp((state) => state.settings?.textSize ?? 100);
  const resize = (by: number): void => {
    const next = Math.min(200, Math.max(80, textSize + by));
    if (next !== textSize) void page.changeSettings({ textSize: next });
  };
  return (
    <>
      <SettingRow name={t("settings.theme")} value={theme}>
        <Segmented
          label={t("settings.theme")}
          value={theme}
          choices={(["system", "light", "dark"] as const).map((value) => ({
            value,
            label: t(`settings.theme.${value}`),
          }))}
          onChange={(next) => void page.changeSettings({ theme: next })}
        />
      </SettingRow>
      <SettingRow name={t("settings.textSize")} value={textSize}>
        <IconButton label={t("settings.textSize.smaller")} icon={Minus} onClick={() => resize(-10)} />
        <span className="num w-12 text-center">{t("settings.textSize.value", { percent: textSize })}</span>
        <IconButton label={t("settings.textSize.larger")} icon={Plus} onClick={() => resize(10)} />
      </SettingRow>
      <SettingRow name={t("settings.density")} value={density}>
        <Segmented
          label={t("settings.density")}
          value={density}
          choices={(["normal", "compact"] as const).map((value) => ({ value, label: t(`settings.density.${value}`) }))}
          onChange={(next) => void page.changeSettings({ density: next })}
        />
      </SettingRow>
    </>
  );
}

export function AboutSection() {
  const status = useApp((state) => state.status);
  if (!status) return null;
  return (
    <>
      <SettingRow name={t("settings.version")}>
        <span className="num">{status.version}</span>
      </SettingRow>
      <SettingRow name={t("settings.data")} note={<span dir="ltr">{cleanName(status.dataFolder)}</span>} />
      <SettingRow
        name={t("settings.stored")}
        note={t("settings.stored.note", {
          user: formatBytes(status.userDatabaseBytes),
          index: formatBytes(status.indexDatabaseBytes),
        })}
      />
      <SettingRow name={t("settings.embedding")}>
        <span className="muted">{cleanName(status.embeddingModel)}</span>
      </SettingRow>
      <SettingRow name={t("settings.setup")}>
        <code className="muted">{status.setupId}</code>
      </SettingRow>
      <SettingRow name={t("settings.sqlite")}>
        <span className="muted num">{`SQLite ${status.sqliteVersion}`}</span>
      </SettingRow>
      {status.notices.length > 0 ? (
        <SettingRow name={t("settings.notices")} note={status.notices.map((notice) => cleanName(notice)).join(" ")} />
      ) : null}
      <SettingRow name={t("settings.licence")} note={t("settings.licence.note")} />
    </>
  );
}
