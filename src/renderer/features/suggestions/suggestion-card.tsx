import { ChevronDown, Ellipsis, X } from "lucide-react";
import { useState } from "react";

import type { Suggestion } from "../../../shared/feedback-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatDay, formatTime } from "../../ui/format.ts";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { useNow } from "../../ui/use-now.ts";
import { acceptCard, chooseForCard } from "./card-actions.ts";

function Evidence({ card }: { card: Suggestion }) {
  const page = usePage();
  return card.evidence.map((one, index) => (
    <div className="ev" key={`${one.documentId}-${one.start}`}>
      <button
        type="button"
        onClick={(event) => {
          page.engine.suggestions.act({ id: card.id, outcome: "open-evidence" }).catch(page.fail);
          page.source.show({
            entries: [
              {
                number: index + 1,
                documentId: one.documentId,
                documentName: one.documentName,
                page: one.page,
                heading: "",
                start: one.start,
                end: one.end,
                text: one.snippet,
                readAt: card.createdAt,
                answerId: null,
                runId: null,
                stored: false,
              },
            ],
            index: 0,
            owner: null,
            opener: event.currentTarget,
            takeFocus: event.detail === 0,
          });
        }}
      >
        <p className="m" dir="auto">
          {[shortName(one.documentName), one.page === null ? "" : t("chat.page", { page: one.page })]
            .filter((part) => part !== "")
            .join(" · ")}
        </p>
        <p dir="auto">“{one.snippet}”</p>
      </button>
    </div>
  ));
}

interface SuggestionCardProps {
  card: Suggestion;
  /** Told when the card was answered, so that it can leave the screen. */
  onDone?: () => void;
  level?: 2 | 3;
}

/** One suggestion: its claim, its evidence, what can be done and, on request, why it is here. */
export function SuggestionCard({ card, onDone, level = 2 }: SuggestionCardProps) {
  const page = usePage();
  const now = useNow();
  const [why, setWhy] = useState(false);
  const Heading = level === 2 ? "h2" : "h3";
  const choose = (choice: Parameters<typeof chooseForCard>[2]): void => {
    chooseForCard(page, card, choice)
      .then(() => onDone?.())
      .catch(page.fail);
  };
  const open = card.state === "ready" || card.state === "shown" || card.state === "later";
  const claim = cleanName(card.claim);
  return (
    // Esc on the card or on anything in it dismisses it; every action also has its button.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <section
      className="card sugg"
      aria-label={claim}
      data-testid="suggestion-card"
      data-state={card.state}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        choose({ outcome: "dismiss" });
      }}
    >
      <div className="top">
        <Heading dir="auto">{claim}</Heading>
        <span className="push" />
        <span className="xs faint whitespace-nowrap leading-5">
          {formatDay(card.createdAt, now)}, {formatTime(card.createdAt)}
        </span>
      </div>
      <p className="q" dir="auto">
        “{card.question}”
      </p>
      <Evidence card={card} />
      <div className="row-btns">
        {open ? (
          <>
            <Button level="soft" onClick={() => void acceptCard(page, card).catch(page.fail)}>
              {t("suggestions.answer")}
            </Button>
            <Menu
              align="start"
              trigger={
                <button type="button" className="btn">
                  {t("suggestions.later")}
                  <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
                </button>
              }
            >
              {(["today", "tomorrow", "week"] as const).map((later) => (
                <MenuItem key={later} onSelect={() => choose({ outcome: "later", later })}>
                  {t(`suggestions.later.${later}`)}
                </MenuItem>
              ))}
            </Menu>
          </>
        ) : (
          <span className="muted">
            {t(
              card.state === "expired" || card.state === "suppressed"
                ? `suggestions.state.${card.state}`
                : "suggestions.state.done",
            )}
          </span>
        )}
        <Button level="ghost" aria-expanded={why} onClick={() => setWhy(!why)}>
          {t("suggestions.why")}
        </Button>
        <span className="push" />
        {open ? (
          <>
            <Menu trigger={<IconButton label={t("common.more")} icon={Ellipsis} />}>
              <MenuItem onSelect={() => choose({ outcome: "less" })}>{t("suggestions.less")}</MenuItem>
              <MenuItem onSelect={() => choose({ outcome: "never" })}>{t("suggestions.never")}</MenuItem>
              <MenuItem onSelect={() => choose({ outcome: "wrong" })}>{t("suggestions.wrong")}</MenuItem>
            </Menu>
            <IconButton label={t("suggestions.dismiss")} icon={X} onClick={() => choose({ outcome: "dismiss" })} />
          </>
        ) : null}
      </div>
      {why ? (
        <div className="why">
          <h3 className="sr">{t("suggestions.why")}</h3>
          <ul className="facts muted">
            {card.why.map((fact) => (
              <li key={fact} dir="auto">
                {cleanName(fact)}
              </li>
            ))}
          </ul>
        </div>
      ) : null}
    </section>
  );
}
