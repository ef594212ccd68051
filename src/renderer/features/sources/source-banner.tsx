import { Info, TriangleAlert } from "lucide-react";
import { useState } from "react";

import { t } from "../../strings/strings.ts";
import { formatLongDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import type { OpenedSource } from "./use-document.ts";
import { wordDifference } from "./word-difference.ts";

function stateText(opened: OpenedSource): string | null {
  const { state, span, entry } = opened;
  if (state === "unchanged") return null;
  if (state === "moved") {
    return span?.page && entry.page && span.page !== entry.page
      ? t("source.moved", { from: entry.page, to: span.page })
      : t("source.movedText");
  }
  if (state === "missing") return t("source.missing", { date: formatLongDate(entry.readAt) });
  return t(`source.${state}`);
}

/** Both texts, when the file says something else now: what went is struck, what came is underlined. */
function Both({ then, now }: { then: string; now: string }) {
  return (
    <div className="stored-text">
      <p className="xs muted">{t("source.then")}</p>
      <blockquote dir="auto">
        {wordDifference(then, now).map((part, index) =>
          part.kind === "added" ? null : part.kind === "removed" ? <del key={index}>{part.text}</del> : part.text,
        )}
      </blockquote>
      <p className="xs muted">{t("source.now")}</p>
      <blockquote dir="auto">
        {wordDifference(then, now).map((part, index) =>
          part.kind === "removed" ? null : part.kind === "added" ? <ins key={index}>{part.text}</ins> : part.text,
        )}
      </blockquote>
    </div>
  );
}

/** What the reader must know about this file before trusting the highlight. */
export function SourceBanner({ opened }: { opened: OpenedSource }) {
  const [both, setBoth] = useState(false);
  const text = stateText(opened);
  const quiet = opened.state === "moved" || opened.state === "excluded";
  return (
    <>
      {text ? (
        <div
          className="source-banner"
          data-tone={quiet ? "quiet" : undefined}
          data-testid="source-state"
          data-state={opened.state}
        >
          <Icon of={quiet ? Info : TriangleAlert} />
          <span>
            {text}{" "}
            {opened.state === "changed" && opened.currentText !== null ? (
              <button type="button" className="link" aria-expanded={both} onClick={() => setBoth(!both)}>
                {t(both ? "source.changed.hide" : "source.changed.show")}
              </button>
            ) : null}
          </span>
        </div>
      ) : null}
      {opened.view?.document.hiddenText ? (
        <div className="source-banner">
          <Icon of={TriangleAlert} />
          <span>{t("source.hidden")}</span>
        </div>
      ) : null}
      {both && opened.currentText !== null ? <Both then={opened.entry.text} now={opened.currentText} /> : null}
    </>
  );
}

/** The passage as it was read, for a file that is gone or no longer holds it. A citation is never dead. */
export function StoredText({ opened }: { opened: OpenedSource }) {
  return (
    <div className="stored-text flex-1 content-start overflow-auto" data-testid="stored-text">
      <blockquote dir="auto">{opened.entry.text}</blockquote>
    </div>
  );
}
