import { useState } from "react";

import type { Source } from "../../../shared/answer-schemas.ts";
import { t } from "../../strings/strings.ts";
import { shortName } from "../../ui/file-name.ts";
import { formatDate } from "../../ui/format.ts";
import { MarkedText } from "../../ui/marked-text.tsx";
import { snippet } from "../../ui/snippet.ts";
import { useAnswer } from "./answer-context.ts";
import { shortPlace } from "./place.ts";

const shownAtFirst = 3;

export function SourceCard({ source }: { source: Source }) {
  const { open, shown } = useAnswer();
  const short = snippet(source.text, source.matches, 120);
  const facts = [shortPlace(source), formatDate(source.documentModifiedAt)].filter((fact) => fact !== "");
  const on = shown?.number === source.number;
  return (
    <button
      type="button"
      className={on ? "scard on" : "scard"}
      data-testid={`source-card-${source.number}`}
      aria-expanded={on}
      onClick={(event) => open({ number: source.number }, event.currentTarget, event.detail === 0)}
    >
      <span className="t">
        <span className={on ? "chip on" : "chip"}>{source.number}</span>
        <span className="cut" dir="auto" title={source.documentName}>
          {shortName(source.documentName, 28)}
        </span>
      </span>
      <span className="m" dir="auto">
        {facts.join(" · ")}
      </span>
      <span className="p" dir="auto">
        <MarkedText text={short.text} spans={short.spans} />
      </span>
    </button>
  );
}

/** Cards of the passages found, in their final order, all at once; the row never changes its height by itself. */
export function SourceRow({ sources }: { sources: readonly Source[] | null }) {
  const [all, setAll] = useState(false);
  if (sources === null) {
    return (
      <>
        <p className="label">{t("chat.sources")}</p>
        <div className="sources late" aria-hidden="true">
          {Array.from({ length: shownAtFirst }, (_, index) => (
            <span key={index} className="scard skeleton" />
          ))}
        </div>
      </>
    );
  }
  const rest = sources.length - shownAtFirst;
  return (
    <>
      <h4 className="label">{t("chat.sources.count", { count: sources.length })}</h4>
      <div className={all ? "sources open" : "sources"} data-testid="sources">
        {(all ? sources : sources.slice(0, shownAtFirst)).map((source) => (
          <SourceCard key={source.number} source={source} />
        ))}
        {rest > 0 ? (
          <button
            type="button"
            className="scard more"
            aria-expanded={all}
            aria-label={all ? t("chat.sources.fewer") : t("chat.sources.more", { count: rest })}
            onClick={() => setAll(!all)}
          >
            {all ? "−" : `+${rest}`}
          </button>
        ) : null}
      </div>
    </>
  );
}
