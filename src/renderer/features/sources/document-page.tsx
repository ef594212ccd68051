import { memo, useEffect, useLayoutEffect, useRef, useState } from "react";

import type { Box, DocumentView, PageText } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { linesOf, outlineOf } from "./outline.ts";
import { pagePictureAddress, pictureWidth } from "./page-picture.ts";

type PageShape = DocumentView["pages"][number];

/** True once the page came near the view; it then stays drawn. */
function useNear(element: React.RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target || near) return;
    const observer = new IntersectionObserver((entries) => {
      if (entries.some((entry) => entry.isIntersecting)) setNear(true);
    }, { root: target.closest(".pages"), rootMargin: "100% 0px" }); // prettier-ignore
    observer.observe(target);
    return () => observer.disconnect();
  }, [element, near]);
  return near;
}

/** Transparent words over the picture: they can be selected, copied and read aloud. */
function Words({ text, scale }: { text: PageText; scale: number }) {
  const layer = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const spans = [...(layer.current?.children ?? [])] as HTMLElement[];
    // Sizes are read in one go and written in one go, so that the page is laid out once.
    for (const [index, span] of spans.entries()) {
      const item = text.items[index];
      if (!item) continue;
      span.style.left = `${item.x * scale}px`;
      span.style.top = `${item.y * scale}px`;
      span.style.fontSize = `${item.height * scale}px`;
    }
    const widths = spans.map((span) => span.offsetWidth);
    for (const [index, span] of spans.entries()) {
      const item = text.items[index];
      const width = widths[index] ?? 0;
      if (item && width > 0) span.style.transform = `scaleX(${(item.width * scale) / width})`;
    }
  }, [text, scale]);
  return (
    <div className="layer words" ref={layer}>
      {text.items.map((item, index) => (
        <span key={index} dir="auto">
          {item.text}
        </span>
      ))}
    </div>
  );
}

function Marks({ shape, active, others, number }: { shape: PageShape; active: Box[]; others: Box[]; number: number }) {
  const box = `0 0 ${shape.width} ${shape.height}`;
  const outline = active.length > 0 ? outlineOf(active, 1.5) : "";
  const fill = (boxes: Box[]): string =>
    linesOf(boxes)
      .map((line) => `M${line.x} ${line.y}h${line.width}v${line.height}h${-line.width}Z`)
      .join("");
  return (
    <>
      <svg className="layer marks" viewBox={box} aria-hidden="true">
        {others.length > 0 ? <path className="other" d={fill(others)} /> : null}
        {outline ? <path className="active" d={outline} /> : null}
      </svg>
      {outline ? (
        <svg className="layer edge" viewBox={box} aria-hidden="true" data-testid={`hl-${number}`}>
          <path d={outline} />
        </svg>
      ) : null}
    </>
  );
}

interface DocumentPageProps {
  documentId: number;
  page: PageShape;
  /** Pixels a point. */
  scale: number;
  active: Box[];
  others: Box[];
  number: number;
}

/** One page: its picture, its highlights and its words. Without a picture its text stands there. */
export const DocumentPage = memo(function DocumentPage(props: DocumentPageProps) {
  const { documentId, page: shape, scale, active, others, number } = props;
  const page = usePage();
  const paper = useRef<HTMLDivElement>(null);
  const near = useNear(paper);
  const [text, setText] = useState<PageText | null>(null);
  const [picture, setPicture] = useState<"opening" | "drawn" | "failed">("opening");
  useLayoutEffect(() => {
    const element = paper.current;
    if (!element) return;
    element.style.width = `${shape.width * scale}px`;
    element.style.height = `${shape.height * scale}px`;
  }, [shape, scale]);
  useEffect(() => {
    if (!near) return;
    let current = true;
    page.engine.library
      .pageText({ id: documentId, page: shape.number })
      .then((found) => (current ? setText(found) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, near, documentId, shape.number]);
  const width = pictureWidth(shape.width * scale, window.devicePixelRatio);
  return (
    <div className="paper" ref={paper} data-page={shape.number}>
      {near && picture !== "failed" ? (
        <img
          src={pagePictureAddress(documentId, shape.number, width)}
          alt=""
          data-testid="page-image"
          data-state={picture}
          draggable={false}
          onLoad={() => setPicture("drawn")}
          onError={() => setPicture("failed")}
        />
      ) : null}
      {picture === "opening" ? (
        <p className="opening late-long">{t("source.opening", { page: shape.number })}</p>
      ) : null}
      {picture === "failed" ? (
        <div className="opening-failed p-4">
          <p>{t("source.notDrawn")}</p>
          <p className="mt-2 whitespace-pre-wrap" dir="auto">
            {text?.items.map((item) => item.text).join("\n")}
          </p>
        </div>
      ) : (
        <Marks shape={shape} active={active} others={others} number={number} />
      )}
      {text && picture !== "failed" ? <Words text={text} scale={scale} /> : null}
    </div>
  );
});
