import { ChevronLeft, ChevronRight, Copy, ExternalLink, FileText, FolderSearch, Minus, Plus, X } from "lucide-react";
import { useEffect, useRef } from "react";

import { useLayout, usePage, useSource } from "../../app/page.ts";
import { fitSourceWidth, textScale } from "../../app/layout-store.ts";
import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { writeClipboard } from "../../ui/clipboard.ts";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatLongDate } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { quoteForm } from "../chat/copy-forms.ts";
import { PagesView } from "./pages-view.tsx";
import { SourceBanner, StoredText } from "./source-banner.tsx";
import { zooms } from "./source-panel-store.ts";
import type { PanelEntry } from "./source-panel-store.ts";
import { TextView } from "./text-view.tsx";
import { useOpenedSource } from "./use-document.ts";
import type { OpenedSource } from "./use-document.ts";

/** The left edge: dragged with the pointer, or moved by 16 px with the arrow keys. */
function Resizer() {
  const page = usePage();
  const width = useLayout((state) => state.sourceWidth);
  const set = (next: number): void =>
    page.layout.setState((state) => ({ sourceWidth: fitSourceWidth(next, state.windowWidth) }));
  return (
    <div
      className="resizer"
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={t("source.title")}
      aria-valuenow={width}
      aria-valuemin={320}
      aria-valuemax={Math.round(window.innerWidth * 0.6)}
      onKeyDown={(event) => {
        if (event.key === "ArrowLeft") set(width + 16);
        if (event.key === "ArrowRight") set(width - 16);
      }}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId))
          set((window.innerWidth - event.clientX) / textScale(window));
      }}
    />
  );
}

function placeOf(entry: PanelEntry): string {
  return entry.page === null ? "" : `, ${t("chat.page", { page: entry.page })}`;
}

function Actions({ opened }: { opened: OpenedSource }) {
  const page = usePage();
  const { entry } = opened;
  const signal = (type: "copy" | "open-in-viewer" | "wrong-source", value: string): void => {
    if (entry.runId === null) return;
    page.engine.signals.record({ runId: entry.runId, type, value, surface: "source-panel" }).catch(page.fail);
  };
  const copy = async (): Promise<void> => {
    const copied = await writeClipboard(quoteForm(entry));
    page.toast(t(copied ? "chat.copy.quoteDone" : "chat.copy.failed"));
    if (copied) signal("copy", "quote");
  };
  const openViewer = async (): Promise<void> => {
    const result = await page.desktop.openDocument({ documentId: entry.documentId, page: opened.span?.page ?? null });
    if (!result.opened) {
      page.toast(result.message ?? t("source.notOpened"), {
        label: t("source.showInFolder"),
        perform: () => void page.desktop.showInFolder({ documentId: entry.documentId }).catch(page.fail),
      });
    }
    signal("open-in-viewer", String(entry.number));
  };
  return (
    <div>
      <Button icon={Copy} onClick={() => void copy()}>
        {t("source.copyQuote")}
      </Button>
      <Button icon={ExternalLink} data-open-viewer onClick={() => void openViewer().catch(page.fail)}>
        {t("source.openViewer")}
      </Button>
      <IconButton
        label={t("source.showInFolder")}
        icon={FolderSearch}
        onClick={() => void page.desktop.showInFolder({ documentId: entry.documentId }).catch(page.fail)}
      />
      {entry.runId === null ? null : (
        <Button
          level="ghost"
          className="push -me-2"
          onClick={() => {
            signal("wrong-source", String(entry.number));
            page.toast(t("source.wrong.saved", { name: shortName(entry.documentName) }));
          }}
        >
          {t("source.wrong")}
        </Button>
      )}
    </div>
  );
}

function Stepper({ index, count }: { index: number; count: number }) {
  const page = usePage();
  return (
    <div>
      <IconButton small label={t("source.previous")} icon={ChevronLeft} onClick={() => page.source.step(-1)} />
      <span data-testid="source-position">{t("source.position", { index: index + 1, count })}</span>
      <IconButton small label={t("source.next")} icon={ChevronRight} onClick={() => page.source.step(1)} />
    </div>
  );
}

function Zoom() {
  const page = usePage();
  const zoom = useSource((state) => state.zoom);
  const step = (by: 1 | -1): void => {
    const next = zooms[zooms.indexOf(zoom) + by];
    if (next !== undefined) page.source.store.setState({ zoom: next });
  };
  return (
    <div className="push">
      <IconButton small label={t("source.zoomOut")} icon={Minus} onClick={() => step(-1)} />
      <span>{t("source.zoom", { percent: zoom })}</span>
      <IconButton small label={t("source.zoomIn")} icon={Plus} onClick={() => step(1)} />
    </div>
  );
}

function Content({ opened, others, opening }: { opened: OpenedSource; others: PanelEntry[]; opening: number }) {
  const mode = useSource((state) => state.mode);
  if (!opened.view || !opened.span) {
    return opened.view ? (
      <>
        <StoredText opened={opened} />
        <TextView opened={opened} others={others} opening={opening} />
      </>
    ) : (
      <StoredText opened={opened} />
    );
  }
  if (opened.view.kind === "pages" && mode === "page") {
    return <PagesView key={opened.entry.documentId} opened={opened} others={others} opening={opening} />;
  }
  return <TextView key={opened.entry.documentId} opened={opened} others={others} opening={opening} />;
}

/** The document beside the answer, with the cited passage marked and everything one can do with it. */
export function SourcePanel({ over }: { over: boolean }) {
  const page = usePage();
  const { entries, index, opening, takeFocus, mode } = useSource((state) => state);
  const entry = entries[index] ?? null;
  const opened = useOpenedSource(entry, opening);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takeFocus) heading.current?.focus({ preventScroll: true });
  }, [takeFocus, opening]);
  useEffect(() => {
    if (!opened) return;
    const { entry: shown } = opened;
    say(
      t("source.say", {
        index: index + 1,
        count: entries.length,
        name: cleanName(shown.documentName),
        place: placeOf(shown),
        text: shown.text.replaceAll(/\s+/g, " ").slice(0, 120),
      }),
    );
  }, [opened, index, entries.length]);
  const others = entry ? entries.filter((one) => one !== entry && one.documentId === entry.documentId) : [];
  const pages = opened?.view?.kind === "pages" ? opened.view.pages.length : 0;
  return (
    <aside
      className="source"
      aria-label={t("source.title")}
      data-over={over}
      data-pane="source"
      data-source-panel
      tabIndex={-1}
    >
      <Resizer />
      <header className="head">
        <Icon of={FileText} />
        <h2 className="cut" ref={heading} tabIndex={-1} dir="auto" title={entry?.documentName} data-pane-focus>
          {entry ? shortName(entry.documentName, 44) : t("source.title")}
        </h2>
        <span className="push" />
        <IconButton label={t("source.close")} icon={X} onClick={() => page.source.close()} />
      </header>
      {entry ? (
        <>
          <div className="strip num">
            {entries.length > 1 ? <Stepper index={index} count={entries.length} /> : <span className="w-3" />}
            {pages > 0 && mode === "page" ? (
              <>
                <PageField key={`${opening}`} start={opened?.span?.page ?? entry.page ?? 1} count={pages} />
                <Zoom />
              </>
            ) : (
              <span className="cut ps-2" dir="auto">
                {cleanName(entry.heading)}
              </span>
            )}
          </div>
          {opened ? <SourceBanner opened={opened} /> : null}
          {opened ? <Content opened={opened} others={others} opening={opening} /> : <div className="pages" />}
          <div className="foot">
            <div className="xs muted">
              <span>
                {t("source.read", { date: formatLongDate(entry.readAt) })}
                {opened?.state === "unchanged" ? ` · ${t("source.unchanged")}` : ""}
              </span>
              {pages > 0 ? (
                <span className="push">
                  <Segmented
                    small
                    label={t("source.view")}
                    value={mode}
                    choices={[
                      { value: "page", label: t("source.view.page") },
                      { value: "text", label: t("source.view.text") },
                    ]}
                    onChange={(next) =>
                      page.source.store.setState((state) => ({ mode: next, opening: state.opening + 1 }))
                    }
                  />
                </span>
              ) : null}
            </div>
            {opened ? <Actions opened={opened} /> : <div />}
          </div>
        </>
      ) : (
        <p className="source-empty">{t("source.empty")}</p>
      )}
    </aside>
  );
}

/** Number of the page in view; typing another and Enter goes there. */
function PageField({ start, count }: { start: number; count: number }) {
  return (
    <div className="push">
      {t("source.page")}
      <input
        className="pg"
        inputMode="numeric"
        defaultValue={start}
        aria-label={t("source.page")}
        data-page-field
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          const wanted = Math.min(count, Math.max(1, Number(event.currentTarget.value) || 1));
          event.currentTarget.value = String(wanted);
          document.querySelector(`[data-page="${wanted}"]`)?.scrollIntoView({ block: "start" });
        }}
      />
      {t("source.pageOf", { count })}
    </div>
  );
}
