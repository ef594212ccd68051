import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import type { PanelEntry } from "./source-panel-store.ts";
import { firstWindow, highlightParts, windowStep } from "./text-window.ts";
import type { HighlightPart, Span } from "./text-window.ts";
import type { OpenedSource } from "./use-document.ts";

type Loaded = Span & { text: string };

/** Headings of Markdown stand out; everything else stays exactly as it was read. */
function Part({ part, markdown, number }: { part: HighlightPart; markdown: boolean; number: number }) {
  const lines = markdown
    ? part.text.split(/(\n)/).map((line, index) =>
        /^#{1,6} /.test(line) ? (
          <span key={index} className="heading">
            {line}
          </span>
        ) : (
          line
        ),
      )
    : part.text;
  if (part.kind === "none") return lines;
  return part.kind === "active" ? (
    <mark className="active" data-testid={`hl-${number}`}>
      {lines}
    </mark>
  ) : (
    <mark>{lines}</mark>
  );
}

interface TextViewProps {
  opened: OpenedSource;
  others: PanelEntry[];
  opening: number;
}

/** The text of a document around the highlight, with more of it on request: long files stay quick. */
export function TextView({ opened, others, opening }: TextViewProps) {
  const page = usePage();
  const box = useRef<HTMLDivElement>(null);
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  const keepBottom = useRef<number | null>(null);
  const arrived = useRef<number | null>(null);
  const { span, view, entry } = opened;
  const characters = view?.characters ?? 0;
  const id = entry.documentId;

  useEffect(() => {
    let current = true;
    const wanted = firstWindow(span ?? { start: 0, end: 0 }, characters);
    page.engine.library
      .text({ id, ...wanted })
      .then((text) => (current ? setLoaded(text) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, id, span, characters, opening]);

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || !loaded) return;
    if (keepBottom.current !== null) {
      element.scrollTop = element.scrollHeight - keepBottom.current;
      keepBottom.current = null;
      return;
    }
    const mark = element.querySelector<HTMLElement>("mark.active");
    if (!mark || arrived.current === opening) return;
    arrived.current = opening;
    const top = mark.getBoundingClientRect().top - element.getBoundingClientRect().top;
    element.scrollTop += top - element.clientHeight * 0.3;
  }, [loaded, opening]);

  const extend = async (part: Span, before: boolean): Promise<void> => {
    const more = await page.engine.library.text({ id, ...part });
    if (before) keepBottom.current = (box.current?.scrollHeight ?? 0) - (box.current?.scrollTop ?? 0);
    setLoaded((now) =>
      now === null
        ? now
        : before
          ? { start: more.start, end: now.end, text: more.text + now.text }
          : { start: now.start, end: more.end, text: now.text + more.text },
    );
  };
  const parts = useMemo(() => (loaded ? highlightParts(loaded, span, others) : []), [loaded, span, others]);
  const format = view?.textFormat ?? "plain";
  return (
    <div
      className="pages"
      ref={box}
      role="region"
      tabIndex={0}
      aria-label={t("source.textLabel", { name: cleanName(entry.documentName) })}
    >
      <div className="plain-text" data-format={format} dir="auto" data-testid="source-text">
        {loaded && loaded.start > 0 ? (
          <p className="pb-4">
            <Button
              small
              onClick={() =>
                void extend({ start: Math.max(0, loaded.start - windowStep), end: loaded.start }, true).catch(page.fail)
              }
            >
              {t("source.earlier")}
            </Button>
          </p>
        ) : null}
        {parts.map((part, index) => (
          <Part key={index} part={part} markdown={format === "markdown"} number={entry.number} />
        ))}
        {loaded && loaded.end < characters ? (
          <p className="pt-4">
            <Button
              small
              onClick={() => void extend({ start: loaded.end, end: loaded.end + windowStep }, false).catch(page.fail)}
            >
              {t("source.later")}
            </Button>
          </p>
        ) : null}
      </div>
    </div>
  );
}
