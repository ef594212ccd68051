import { useEffect, useState } from "react";

import type { OpenedCitation } from "../../../shared/answer-schemas.ts";
import type { DocumentView } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";
import { toPageError } from "../../engine-client/page-error.ts";
import type { PanelEntry } from "./source-panel-store.ts";

export interface OpenedSource {
  entry: PanelEntry;
  /** null while it is loaded, and when the file is gone. */
  view: DocumentView | null;
  state: OpenedCitation["state"];
  /** Where the text stands now; null when it is nowhere. */
  span: { start: number; end: number; page: number | null } | null;
  currentText: string | null;
}

type Engine = ReturnType<typeof usePage>["engine"];

async function openStored(engine: Engine, entry: PanelEntry): Promise<Omit<OpenedSource, "view" | "entry">> {
  const opened = await engine.chat.openCitation({ answerId: entry.answerId ?? 0, number: entry.number });
  const { citation, current, state, currentText } = opened;
  const within = entry.start >= citation.start && entry.end <= citation.end;
  if (!current || !within || state === "changed") return { state, span: current, currentText };
  // The entry may be a part of the citation, such as one quote of it: it moved as far as the whole.
  const moved = current.start - citation.start;
  return { state, span: { ...current, start: entry.start + moved, end: entry.end + moved }, currentText };
}

/**
 * Passages that no answer stores are compared here: the same text at the same place, or changed. What was found a
 * moment ago, by the quick prompt or a suggestion, needs no comparing.
 */
async function openPassage(engine: Engine, entry: PanelEntry): Promise<Omit<OpenedSource, "view" | "entry">> {
  const here = { start: entry.start, end: entry.end, page: entry.page };
  if (entry.answerId === null) return { state: "unchanged", span: here, currentText: null };
  const { text } = await engine.library.text({ id: entry.documentId, start: entry.start, end: entry.end });
  return text === entry.text
    ? { state: "unchanged", span: here, currentText: null }
    : { state: "changed", span: here, currentText: text };
}

/** Loads a passage's document and what became of the passage. A file that is gone is a state, not an error. */
export function useOpenedSource(entry: PanelEntry | null, opening: number): OpenedSource | null {
  const page = usePage();
  const [opened, setOpened] = useState<OpenedSource | null>(null);
  useEffect(() => {
    if (!entry) return;
    let current = true;
    const load = async (): Promise<OpenedSource> => {
      const { engine } = page;
      try {
        const [view, state] = await Promise.all([
          engine.library.view({ id: entry.documentId }),
          entry.stored ? openStored(engine, entry) : openPassage(engine, entry),
        ]);
        return { entry, view: state.state === "missing" ? null : view, ...state };
      } catch (error) {
        if (toPageError(error).code !== "not-found") throw error;
        return { entry, view: null, state: "missing", span: null, currentText: null };
      }
    };
    load()
      .then((opened) => (current ? setOpened(opened) : undefined))
      .catch(page.fail);
    return () => {
      current = false;
    };
  }, [page, entry, opening]);
  return opened?.entry === entry ? opened : null;
}
