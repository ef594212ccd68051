import { useEffect, useRef, useState } from "react";

import { usePage } from "../../app/page.ts";
import type { EngineApi } from "../../engine-client/engine-client.ts";

export type Found = Awaited<ReturnType<EngineApi["search"]["passages"]>> & { query: string };

const shown = 5;

/**
 * Passages for what stands in the field, asked for with every key. An answer that is older than one already shown is
 * dropped, so that the list never goes back.
 */
export function usePassages(query: string): Found | null {
  const page = usePage();
  const [found, setFound] = useState<Found | null>(null);
  const sent = useRef(0);
  const newest = useRef(0);
  const trimmed = query.trim();
  useEffect(() => {
    const take = (turn: number, next: Found): void => {
      newest.current = turn;
      setFound(next);
    };
    sent.current += 1;
    const turn = sent.current;
    if (trimmed === "") {
      newest.current = turn;
      return;
    }
    page.engine.search
      .passages({ query: trimmed, k: shown })
      .then((result) => (turn < newest.current ? undefined : take(turn, { ...result, query: trimmed })))
      .catch(page.fail);
  }, [page, trimmed]);
  return trimmed === "" ? null : found;
}
