import { CircleDot, CircleSlash2 } from "lucide-react";
import { useLayoutEffect, useState } from "react";
import type { RefObject } from "react";

import { t } from "../../strings/strings.ts";
import { shortName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { Popover } from "../../ui/popover.tsx";
import { useAnswer } from "./answer-context.ts";
import { layoutGutter } from "./gutter.ts";
import type { GutterMark, GutterSentence } from "./gutter.ts";
import { shortPlace } from "./place.ts";

const markHeight = 24;

function measure(prose: HTMLElement): GutterSentence[] {
  const top = prose.getBoundingClientRect().top;
  const seen = new Map<number, GutterSentence>();
  for (const element of prose.querySelectorAll<HTMLElement>("[data-support]")) {
    const { support, sentence } = element.dataset;
    if (support !== "partly" && support !== "unsupported") continue;
    const index = Number(sentence);
    const line = element.getClientRects()[0];
    if (line && !seen.has(index))
      seen.set(index, { index, support, top: line.top + line.height / 2 - markHeight / 2 - top });
  }
  return [...seen.values()];
}

function Why({ sentences }: { sentences: readonly number[] }) {
  const { view } = useAnswer();
  return (
    <div className="why-marked grid gap-3">
      <h2>{t("chat.why.title")}</h2>
      {sentences.map((index) => {
        const sentence = view.sentences[index];
        if (!sentence) return null;
        const closest = view.sources?.find((source) => source.number === sentence.closest);
        return (
          <div key={index} className="grid gap-1">
            <p dir="auto">“{sentence.text.replaceAll(/ ?\[\d{1,3}\]/g, "").trim()}”</p>
            <p className="muted" dir="auto">
              {sentence.missing.length > 0
                ? t("chat.why.missing", { words: sentence.missing.join(", ") })
                : t("chat.why.nothing")}
            </p>
            {closest ? (
              <p className="muted" dir="auto">
                {t("chat.why.closest")}: {shortName(closest.documentName)} {shortPlace(closest)}
              </p>
            ) : null}
          </div>
        );
      })}
      <p className="xs muted">{t("chat.why.limits")}</p>
    </div>
  );
}

/**
 * Marks beside the lines where doubtful sentences begin. They lie over the free column at the left, so they
 * never move a word.
 */
export function GutterMarks({ prose }: { prose: RefObject<HTMLDivElement | null> }) {
  const { view } = useAnswer();
  const [marks, setMarks] = useState<GutterMark[]>([]);
  useLayoutEffect(() => {
    const element = prose.current;
    if (!element) return;
    const place = (): void => setMarks(layoutGutter(measure(element), markHeight));
    place();
    const observer = new ResizeObserver(place);
    observer.observe(element);
    return () => observer.disconnect();
  }, [prose, view.sentences, view.text]);
  return (
    <div className="gutter">
      {marks.map((mark) => (
        <Popover
          key={mark.sentences[0]}
          label={t("chat.why.title")}
          trigger={
            <button
              type="button"
              className={`gut ${mark.support === "partly" ? "partly" : "absent"}`}
              aria-label={t("chat.why.open", { verdict: t(`chat.verdict.${mark.support}`) })}
              data-testid="gutter-mark"
              ref={(element) => {
                if (element) element.style.top = `${mark.top}px`;
              }}
            >
              <Icon of={mark.support === "partly" ? CircleDot : CircleSlash2} />
            </button>
          }
        >
          <Why sentences={mark.sentences} />
        </Popover>
      ))}
    </div>
  );
}
