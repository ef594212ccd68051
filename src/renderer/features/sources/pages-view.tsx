import { useEffect, useLayoutEffect, useRef, useState } from "react";

import type { PageLocation } from "../../../shared/library-schemas.ts";
import { usePage, useSource } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { DocumentPage } from "./document-page.tsx";
import type { PanelEntry } from "./source-panel-store.ts";
import type { OpenedSource } from "./use-document.ts";

const sideSpace = 48;

interface Highlights {
  active: PageLocation[];
  others: PageLocation[];
}

/** Rectangles of the active and the other cited passages of this document. */
function useHighlights(opened: OpenedSource, others: readonly PanelEntry[]): Highlights | null {
  const page = usePage();
  const [found, setFound] = useState<{ key: string; highlights: Highlights } | null>(null);
  const { span } = opened;
  const id = opened.entry.documentId;
  const key = JSON.stringify([id, span, others.map((one) => [one.start, one.end])]);
  useEffect(() => {
    let current = true;
    const load = async (): Promise<Highlights> => {
      const [active, ...rest] = await Promise.all([
        span ? page.engine.library.locate({ id, start: span.start, end: span.end }) : [],
        ...others.map((one) => page.engine.library.locate({ id, start: one.start, end: one.end })),
      ]);
      return { active, others: rest.flat() };
    };
    load()
      .then((highlights) => (current ? setFound({ key, highlights }) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
    // The key says all that the effect depends on.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [page, key]);
  return found?.key === key ? found.highlights : null;
}

function useWidth(box: React.RefObject<HTMLDivElement | null>): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

/** The page in the middle of the view goes into the page field, unless the user types there. */
function showPageNumber(box: HTMLElement): void {
  const middle = box.scrollTop + box.clientHeight * 0.4;
  const pages = [...box.querySelectorAll<HTMLElement>("[data-page]")];
  const page = pages.find((one) => one.offsetTop + one.offsetHeight > middle);
  const field = document.querySelector<HTMLInputElement>("[data-page-field]");
  if (page && field && document.activeElement !== field) field.value = page.dataset["page"] ?? "";
}

interface PagesViewProps {
  opened: OpenedSource;
  others: PanelEntry[];
  opening: number;
}

/** All pages in their final size, pictures only near the view, scrolled so that the highlight stands at 30 %. */
export function PagesView({ opened, others, opening }: PagesViewProps) {
  const box = useRef<HTMLDivElement>(null);
  const zoom = useSource((state) => state.zoom);
  const width = useWidth(box);
  const highlights = useHighlights(opened, others);
  const pages = opened.view?.pages ?? [];
  const widest = Math.max(1, ...pages.map((page) => page.width));
  const scale = ((width - sideSpace) / widest) * (zoom / 100);
  const arrived = useRef<number | null>(null);
  const firstPage = highlights?.active[0]?.page ?? opened.span?.page ?? opened.entry.page ?? 1;
  const firstTop = Math.min(...(highlights?.active[0]?.boxes.map((one) => one.y) ?? [0]));

  useLayoutEffect(() => {
    const element = box.current;
    if (!element || width === 0 || highlights === null || arrived.current === opening) return;
    const page = element.querySelector<HTMLElement>(`[data-page="${firstPage}"]`);
    if (!page) return;
    arrived.current = opening;
    const top = page.offsetTop + (Number.isFinite(firstTop) ? firstTop * scale : 0);
    element.scrollTop = top - element.clientHeight * 0.3;
    showPageNumber(element);
  }, [highlights, width, opening, firstPage, firstTop, scale]);

  // A change of scale keeps the place that is read.
  const lastScale = useRef(scale);
  useLayoutEffect(() => {
    const element = box.current;
    if (element && arrived.current === opening && lastScale.current > 0 && lastScale.current !== scale) {
      element.scrollTop = (element.scrollTop / lastScale.current) * scale;
    }
    lastScale.current = scale;
  }, [scale, opening]);

  return (
    <div
      className="pages"
      ref={box}
      role="region"
      tabIndex={0}
      aria-label={t("source.pageLabel", { page: firstPage, count: pages.length })}
      onScroll={(event) => showPageNumber(event.currentTarget)}
    >
      {width > 0 ? (
        <div className="stack">
          {pages.map((page) => (
            <DocumentPage
              key={page.number}
              documentId={opened.entry.documentId}
              page={page}
              scale={scale}
              active={highlights?.active.filter((one) => one.page === page.number).flatMap((one) => one.boxes) ?? []}
              others={highlights?.others.filter((one) => one.page === page.number).flatMap((one) => one.boxes) ?? []}
              number={opened.entry.number}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}
