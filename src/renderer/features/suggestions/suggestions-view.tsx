import { useCallback, useEffect, useState } from "react";

import type { Suggestion } from "../../../shared/feedback-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";
import { t } from "../../strings/strings.ts";
import { LevelChoice } from "./level-choice.tsx";
import { SuggestionCard } from "./suggestion-card.tsx";

type Tab = "new" | "later" | "done";
type Inbox = Awaited<ReturnType<EngineApi["suggestions"]["list"]>>;

const tabs: readonly Tab[] = ["new", "later", "done"];

function tabOf(card: Suggestion): Tab {
  if (card.state === "ready" || card.state === "shown") return "new";
  return card.state === "later" ? "later" : "done";
}

/** All cards: new ones, those put off, and those done with. */
export function SuggestionsView() {
  const page = usePage();
  const waiting = useApp((state) => state.waitingCards);
  const [inbox, setInbox] = useState<Inbox | null>(null);
  const [tab, setTab] = useState<Tab>("new");
  const load = useCallback(() => {
    page.engine.suggestions.list({}).then(setInbox).catch(page.fail);
  }, [page]);
  useEffect(load, [load, waiting]);
  useEffect(() => {
    document.title = `${t("suggestions.title")} – Docent`;
  }, []);
  const cards = inbox?.suggestions ?? [];
  const shown = cards.filter((card) => tabOf(card) === tab);
  return (
    <main className="main" aria-label={t("suggestions.title")} id="conversation" data-pane="main" tabIndex={-1}>
      <header className="head">
        <h1>{t("suggestions.title")}</h1>
        <div className="tabs" role="tablist" aria-label={t("suggestions.title")}>
          {tabs.map((one) => {
            const count = cards.filter((card) => tabOf(card) === one).length;
            return (
              <button
                key={one}
                type="button"
                role="tab"
                id={`tab-${one}`}
                aria-controls="suggestion-list"
                aria-selected={tab === one}
                tabIndex={tab === one ? 0 : -1}
                onClick={() => setTab(one)}
                onKeyDown={(event) => {
                  const by = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
                  const next = tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length];
                  if (by === 0 || !next) return;
                  setTab(next);
                  document.getElementById(`tab-${next}`)?.focus();
                }}
              >
                {t(`suggestions.tab.${one}`)}
                {count > 0 && one !== "done" ? <span className="n">{count}</span> : null}
              </button>
            );
          })}
        </div>
      </header>
      <div className="body two-columns" data-pane-focus tabIndex={-1}>
        <div className="grid content-start gap-4" role="tabpanel" id="suggestion-list" aria-labelledby={`tab-${tab}`}>
          {shown.map((card) => (
            <SuggestionCard key={card.id} card={card} onDone={load} />
          ))}
          {inbox && shown.length === 0 ? (
            <p className="muted">{t(tab === "new" ? "suggestions.empty" : `suggestions.empty.${tab}`)}</p>
          ) : null}
        </div>
        <aside aria-label={t("suggestions.howOften")} className="pt-4">
          <h2 className="h2 mb-3">{t("suggestions.howOften")}</h2>
          <LevelChoice />
          {inbox ? (
            <p className="muted mt-3">{t("suggestions.shown", { shown: inbox.shownToday, limit: inbox.dailyLimit })}</p>
          ) : null}
        </aside>
      </div>
    </main>
  );
}
