import { useEffect } from "react";
import type { ComponentType } from "react";

import { formatRoute, settingsSections } from "../../app/route.ts";
import type { SettingsSection } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { AboutSection, AppearanceSection, GeneralSection, PrivacySection } from "./sections.tsx";

const sections: Record<SettingsSection, ComponentType> = {
  general: GeneralSection,
  privacy: PrivacySection,
  appearance: AppearanceSection,
  about: AboutSection,
};

/** Every change applies at once and says "Saved" beside its control. */
export function SettingsView({ section }: { section: SettingsSection }) {
  const Section = sections[section];
  const name = t(`settings.section.${section}`);
  useEffect(() => {
    document.title = `${name} – Docent`;
  }, [name]);
  return (
    <main className="main" aria-label={t("settings.title")} id="conversation" data-pane="main" tabIndex={-1}>
      <header className="head">
        <h1>{t("settings.title")}</h1>
      </header>
      <div className="settings">
        <nav className="sections" aria-label={t("settings.sections")}>
          {settingsSections.map((one) => (
            <a
              key={one}
              href={formatRoute({ view: "settings", section: one })}
              aria-current={one === section ? "page" : undefined}
            >
              {t(`settings.section.${one}`)}
            </a>
          ))}
        </nav>
        <section aria-label={name}>
          <h2 className="h2 mb-1 leading-8">{name}</h2>
          <div className="rows">
            <Section />
          </div>
        </section>
      </div>
    </main>
  );
}
