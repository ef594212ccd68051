import { TriangleAlert } from "lucide-react";
import { useMemo, useRef } from "react";

import { usePage, useSource } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { cleanName } from "../../ui/file-name.ts";
import { formatTime } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { Abstained } from "./abstained.tsx";
import { AnswerContext } from "./answer-context.ts";
import type { AnswerScope } from "./answer-context.ts";
import { AnswerFooter } from "./answer-footer.tsx";
import { AnswerToolbar } from "./answer-toolbar.tsx";
import type { AnswerActions } from "./answer-toolbar.tsx";
import { isSettled } from "./answer-view.ts";
import type { AnswerView } from "./answer-view.ts";
import { Progress, Stopped, Support, WriteOffer } from "./answer-parts.tsx";
import { ErrorSlot } from "./error-slot.tsx";
import { GutterMarks } from "./gutter-marks.tsx";
import type { ModelChoice } from "./model-choice.ts";
import { panelEntries } from "./panel-entries.ts";
import { Prose } from "./lazy-prose.tsx";
import { QuoteList } from "./quote-list.tsx";
import { SourceRow } from "./source-row.tsx";

/** Quotes that stand above a written answer; all of them stand where nothing was written. */
const quotesAboveText = 2;

interface WrittenProps {
  view: AnswerView;
  underQuotes: boolean;
}

function Written({ view, underQuotes }: WrittenProps) {
  const prose = useRef<HTMLDivElement>(null);
  const writing = view.state === "writing";
  const weak = view.answer?.model?.weak === true;
  return (
    <div className={underQuotes ? "written under-quotes" : "written"}>
      {weak ? (
        <p className="muted mb-2 flex items-start gap-2" data-testid="weak-label">
          <span className="tag">
            <Icon of={TriangleAlert} className="warn" />
            {t("chat.weak")}
          </span>
          <span>{t("chat.weak.note", { model: cleanName(view.answer?.model?.label ?? "") })}</span>
        </p>
      ) : null}
      <div className="prose-box relative" ref={prose}>
        <Prose view={view} caret={writing} />
        <GutterMarksBox prose={prose} view={view} />
      </div>
    </div>
  );
}

function GutterMarksBox({ prose, view }: { prose: React.RefObject<HTMLDivElement | null>; view: AnswerView }) {
  if (view.sentences.length === 0) return null;
  return <GutterMarks prose={prose} />;
}

interface AnswerProps {
  view: AnswerView;
  createdAt: number;
  shown: number;
  count: number;
  choice: ModelChoice;
  limited: boolean;
  actions: AnswerActions & { everywhere: () => void };
}

/** One answer in all its states, from the first skeleton to the last footer. */
export function Answer({ view, createdAt, shown, count, choice, limited, actions }: AnswerProps) {
  const page = usePage();
  const entry = useSource((state) =>
    state.open && state.owner === view.key ? (state.entries[state.index] ?? null) : null,
  );
  const scope = useMemo<AnswerScope>(
    () => ({
      view,
      shown: entry,
      open: (wanted, opener, byKeyboard) => {
        const { entries, index } = panelEntries(view, wanted);
        if (entries.length === 0) return;
        page.source.show({
          entries,
          index,
          owner: view.key,
          opener,
          takeFocus: byKeyboard,
        });
        if (view.runId) {
          page.engine.signals
            .record({ runId: view.runId, type: "citation-opened", value: String(wanted.number) })
            .catch(page.fail);
        }
      },
    }),
    [view, entry, page],
  );
  const settled = isSettled(view);
  const mode = view.answer?.mode ?? null;
  const abstained = mode === "abstained";
  const noEvidence = view.evidence === "none" && view.text === "" && view.quotes.length === 0;
  const showSources = !abstained && !noEvidence && mode !== "listing" && (!settled || (view.sources?.length ?? 0) > 0);
  const hasText = view.text !== "";
  const willWrite = hasText || view.state === "writing";
  // Quotes above a text are smaller from the start, so that nothing moves when the text comes.
  const compact = willWrite || (view.willWrite && !settled);
  const quotes = compact ? view.quotes.slice(0, quotesAboveText) : view.quotes;
  const reading = view.state === "reading" && !hasText;
  return (
    <AnswerContext.Provider value={scope}>
      <article
        className="answer-slot"
        data-answer={view.key}
        data-testid="answer"
        data-state={view.state}
        data-mode={mode ?? undefined}
        data-settled={settled}
        aria-busy={!settled}
      >
        <h3 className="sr">{t("chat.docent", { time: formatTime(view.answer?.createdAt ?? createdAt) })}</h3>
        {showSources ? <SourceRow sources={view.sources} /> : null}
        <div className="answer">
          {abstained ? <Abstained canWiden={limited} onWiden={actions.everywhere} /> : null}
          {quotes.length > 0 ? (
            <div>
              {settled && !hasText && mode === "quote" ? (
                <p className="quotes-label">
                  {t("chat.quotes.none")}
                  {view.evidence === "weak" ? ` ${t("chat.quotes.weakEvidence")}` : ""}
                </p>
              ) : (
                <p className="quotes-label">{t("chat.quotes.above")}</p>
              )}
              <QuoteList quotes={quotes} compact={compact} />
            </div>
          ) : null}
          {reading ? (
            <div className={quotes.length > 0 ? "mt-4" : ""}>
              <Progress view={view} />
            </div>
          ) : null}
          {willWrite ? <Written view={view} underQuotes={quotes.length > 0} /> : null}
          {view.state === "stopped" ? <Stopped view={view} /> : null}
          {view.state === "failed" && view.error ? (
            <div className={hasText || quotes.length > 0 ? "mt-4" : ""}>
              <ErrorSlot
                error={view.error}
                onAgain={() => actions.again({})}
                onQuotes={() => actions.again({ quotesOnly: true })}
              />
            </div>
          ) : null}
          {hasText && mode !== "listing" ? <Support view={view} /> : null}
          {settled && mode === "quote" && !hasText && view.state === "done" ? (
            <WriteOffer
              choice={choice}
              write={(modelId) => actions.again({ modelId, write: true, quotesOnly: false })}
            />
          ) : null}
          {settled ? <AnswerToolbar key={view.answerId} actions={actions} shown={shown} count={count} /> : null}
          {settled ? <AnswerFooter /> : null}
        </div>
      </article>
    </AnswerContext.Provider>
  );
}
