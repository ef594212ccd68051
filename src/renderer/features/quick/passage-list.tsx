import type { Source } from "../../../shared/answer-schemas.ts";
import { t } from "../../strings/strings.ts";
import { shortName } from "../../ui/file-name.ts";
import { MarkedText } from "../../ui/marked-text.tsx";
import { snippet } from "../../ui/snippet.ts";
import { shortPlace } from "../chat/place.ts";
import type { Found } from "./use-passages.ts";

interface PassageListProps {
  found: Found;
  active: number;
  onActive: (index: number) => void;
  onOpen: (source: Source) => void;
}

/** The best sentence first, then the passages it comes from; arrows walk through them. */
export function PassageList({ found, active, onActive, onOpen }: PassageListProps) {
  const quote = found.bestQuote;
  const from = quote ? found.sources.find((source) => source.number === quote.source) : undefined;
  return (
    <div className="scroll">
      {quote && from ? (
        <div className="best" data-testid="best-quote">
          <p dir="auto">“{quote.text}”</p>
          <p className="xs muted" dir="auto">
            {[shortName(from.documentName), shortPlace(from)].filter((part) => part !== "").join(" · ")}
          </p>
        </div>
      ) : null}
      <div className="list" role="listbox" id="quick-passages" aria-label={t("quick.key.passages")}>
        {found.sources.map((source, index) => {
          const short = snippet(source.text, source.matches, 110);
          return (
            // The field keeps the focus: arrows and Enter reach these rows through it.
            <div
              key={source.passageId}
              role="option"
              id={`quick-passage-${index}`}
              data-testid="quick-passage"
              aria-selected={index === active}
              // A pointer that rests where the window pops up sends moves of length 0; only a real one chooses.
              onPointerMove={({ movementX, movementY }) => {
                if (index !== active && (movementX !== 0 || movementY !== 0)) onActive(index);
              }}
              tabIndex={-1}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                event.preventDefault();
                onOpen(source);
              }}
            >
              <p dir="auto">
                <span className="strong">{shortName(source.documentName)}</span>{" "}
                <span className="muted">{shortPlace(source)}</span>
              </p>
              <p className="p" dir="auto">
                <MarkedText text={short.text} spans={short.spans} />
              </p>
            </div>
          );
        })}
      </div>
      {found.sources.length === 0 ? <p className="muted px-5 pb-3">{t("quick.nothing")}</p> : null}
    </div>
  );
}
