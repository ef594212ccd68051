import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Segmented } from "../../ui/segmented.tsx";

const levels = ["off", "quiet", "balanced", "eager"] as const;

/** How many cards a day may come. */
export function LevelChoice() {
  const page = usePage();
  const level = useApp((state) => state.settings?.suggestionLevel ?? "balanced");
  return (
    <>
      <Segmented
        small
        label={t("settings.level")}
        value={level}
        choices={levels.map((value) => ({ value, label: t(`settings.level.${value}`) }))}
        onChange={(suggestionLevel) => void page.changeSettings({ suggestionLevel })}
      />
      <p className="muted mt-2">{t(`settings.level.note.${level}`)}</p>
    </>
  );
}
