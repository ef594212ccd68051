import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";

const near = 24;

function lastTurn(view: HTMLElement | null): HTMLElement | null {
  const turns = view?.querySelectorAll<HTMLElement>(".turn");
  return turns?.[turns.length - 1] ?? null;
}

export interface ThreadScroll {
  box: RefObject<HTMLDivElement | null>;
  end: RefObject<HTMLDivElement | null>;
  /** Text grows below what is seen. */
  moreBelow: boolean;
  toEnd: () => void;
}

/**
 * How the conversation scrolls: a new question goes to the top once (if it does not fit below), a spacer makes room
 * for that and shrinks as the answer grows, and the view follows the text only while the reader stands at the end.
 */
export function useThreadScroll(asked: string | null, threadKey: string, busy: boolean): ThreadScroll {
  const box = useRef<HTMLDivElement>(null);
  const end = useRef<HTMLDivElement>(null);
  const follow = useRef(false);
  const own = useRef(false);
  const askedBefore = useRef(asked);
  const [moreBelow, setMoreBelow] = useState(false);

  const contentBottom = useCallback((): number => {
    const turn = lastTurn(box.current);
    return turn ? turn.offsetTop + turn.offsetHeight : 0;
  }, []);
  const resizeSpacer = useCallback((): void => {
    const view = box.current;
    const spacer = end.current;
    const turn = lastTurn(box.current);
    if (!view || !spacer) return;
    if (!turn) {
      spacer.style.height = "0";
      return;
    }
    const room = view.clientHeight - turn.offsetHeight - near * 2;
    spacer.style.height = `${Math.max(near, askedBefore.current === null ? near : room)}px`;
  }, []);
  const look = useCallback((): void => {
    const view = box.current;
    if (!view) return;
    setMoreBelow(contentBottom() - (view.scrollTop + view.clientHeight) > near);
  }, [contentBottom]);

  useLayoutEffect(() => {
    const view = box.current;
    if (!view) return;
    askedBefore.current = null;
    view.scrollTop = 0;
    resizeSpacer();
    const bottom = contentBottom();
    if (bottom > view.clientHeight) view.scrollTop = bottom - view.clientHeight + near;
  }, [threadKey, resizeSpacer, contentBottom]);

  useLayoutEffect(() => {
    if (asked === null || asked === askedBefore.current) return;
    askedBefore.current = asked;
    const view = box.current;
    const turn = lastTurn(box.current);
    if (!view || !turn?.querySelector(`[data-answer="${asked}"]`)) return;
    follow.current = false;
    resizeSpacer();
    const fits = turn.offsetTop >= view.scrollTop && contentBottom() + near <= view.scrollTop + view.clientHeight;
    if (!fits) {
      own.current = true;
      view.scrollTop = turn.offsetTop - near;
    }
  });

  useEffect(() => {
    const view = box.current;
    if (!view) return;
    const onScroll = (): void => {
      if (!own.current) {
        const gap = contentBottom() - (view.scrollTop + view.clientHeight);
        follow.current = gap < near && gap > -near * 4;
      }
      own.current = false;
      look();
    };
    view.addEventListener("scroll", onScroll, { passive: true });
    const observer = new ResizeObserver(() => {
      resizeSpacer();
      if (follow.current && busy) {
        own.current = true;
        view.scrollTop = Math.max(view.scrollTop, contentBottom() - view.clientHeight + near);
      }
      look();
    });
    observer.observe(view);
    if (view.firstElementChild) observer.observe(view.firstElementChild);
    return () => {
      view.removeEventListener("scroll", onScroll);
      observer.disconnect();
    };
  }, [busy, contentBottom, look, resizeSpacer, threadKey]);

  const toEnd = (): void => {
    const view = box.current;
    if (!view) return;
    follow.current = true;
    view.scrollTo({ top: contentBottom() - view.clientHeight + near });
  };
  return { box, end, moreBelow, toEnd };
}
