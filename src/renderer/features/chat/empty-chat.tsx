import { ChevronRight, FolderPlus, LibraryBig } from "lucide-react";
import { useEffect, useState } from "react";

import { useApp, usePage } from "../../app/page.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { addFolder, addSample } from "../library/library-actions.ts";
import { HomeCard } from "../suggestions/home-card.tsx";

type Starters = Awaited<ReturnType<EngineApi["library"]["starters"]>>;

/** No folder yet: the two ways to begin. */
function FirstStep() {
  const page = usePage();
  return (
    <div className="first-step empty" data-testid="first-step">
      <h2>{t("chat.first.title")}</h2>
      <p className="text-base muted">{t("chat.first.text")}</p>
      <div className="row-btns mt-2">
        <Button level="filled" icon={FolderPlus} onClick={() => void addFolder(page)}>
          {t("chat.first.add")}
        </Button>
        <Button icon={LibraryBig} onClick={() => void addSample(page)}>
          {t("chat.first.sample")}
        </Button>
      </div>
      <p className="xs faint">{t("chat.first.sampleNote")}</p>
    </div>
  );
}

/** The chat before its first question: how much can be asked about, starters from real headings, one card. */
export function EmptyChat({ threadKey }: { threadKey: string }) {
  const page = usePage();
  const folders = useApp((state) => state.folders);
  const ready = useApp((state) => (state.summary ? state.summary.ready + state.summary.partly : 0));
  const onboarding = useApp((state) => state.settings?.onboardingDone === false && (state.folders?.length ?? 0) > 0);
  const [starters, setStarters] = useState<Starters>([]);
  useEffect(() => {
    page.report("home");
  }, [page]);
  useEffect(() => {
    // With a folder the first steps are done; from now on cards may come.
    if (onboarding) void page.changeSettings({ onboardingDone: true });
  }, [page, onboarding]);
  useEffect(() => {
    if (ready === 0) return;
    let current = true;
    page.engine.library
      .starters({})
      .then((found) => (current ? setStarters(found.slice(0, 4)) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, ready]);
  if (folders === null) return null;
  if (folders.length === 0) return <FirstStep />;
  return (
    <div className="empty" data-testid="empty-chat">
      <h2 className="big-title">{t("chat.empty.title")}</h2>
      <p className="muted num mt-1">
        {t("chat.empty.files", { count: folders.length, files: t("chat.empty.fileCount", { count: ready }) })}
      </p>
      {starters.length > 0 ? (
        <>
          <h3 className="label mt-8">{t("chat.empty.starters")}</h3>
          <div className="starters">
            {starters.map((starter) => (
              <button
                key={starter.text}
                type="button"
                data-testid="starter"
                onClick={() => void page.chat.ask({ threadKey, text: starter.text })}
              >
                <Icon of={ChevronRight} />
                <span className="cut" dir="auto">
                  {cleanName(starter.text)}
                </span>
              </button>
            ))}
          </div>
        </>
      ) : (
        <div className="mt-8" />
      )}
      <HomeCard />
    </div>
  );
}
