import { useMemo } from "react";

import type { Source } from "../../../shared/answer-schemas.ts";
import { t } from "../../strings/strings.ts";
import { AnswerContext } from "../chat/answer-context.ts";
import type { AnswerScope } from "../chat/answer-context.ts";
import { AnswerFooter } from "../chat/answer-footer.tsx";
import { Support } from "../chat/answer-parts.tsx";
import { isSettled } from "../chat/answer-view.ts";
import type { AnswerView } from "../chat/answer-view.ts";
import { Prose } from "../chat/lazy-prose.tsx";
import { QuoteList } from "../chat/quote-list.tsx";
import { SourceCard } from "../chat/source-row.tsx";
import { errorText } from "../../strings/error-texts.ts";

/** The answer inside the quick prompt: its sources, its quotes, its text. A number opens its passage in Docent. */
export function QuickAnswer({ view, open }: { view: AnswerView; open: (source: Source) => void }) {
  const scope = useMemo<AnswerScope>(
    () => ({
      view,
      shown: null,
      open: ({ number }) => {
        const source = view.sources?.find((one) => one.number === number);
        if (source) open(source);
      },
    }),
    [view, open],
  );
  const abstained = view.answer?.mode === "abstained";
  const sources = abstained ? [] : (view.sources ?? []).slice(0, 2);
  const error = view.state === "failed" && view.error ? errorText(view.error) : null;
  return (
    <AnswerContext.Provider value={scope}>
      <div
        className="scroll quick-answer"
        data-answer={view.key}
        data-testid="answer"
        data-state={view.state}
        data-mode={view.answer?.mode}
        aria-busy={!isSettled(view)}
      >
        {sources.length > 0 ? (
          <>
            <h2 className="label">{t("chat.sources.count", { count: view.sources?.length ?? 0 })}</h2>
            <div className="quick-sources">
              {sources.map((source) => (
                <SourceCard key={source.number} source={source} />
              ))}
            </div>
          </>
        ) : null}
        {abstained ? (
          <p className="said" data-testid="abstained">
            <strong>{t("chat.abstained.title")}.</strong>{" "}
            {t("chat.abstained.searched", { count: view.searched?.files ?? 0 })}
          </p>
        ) : null}
        {view.text === "" && view.quotes.length > 0 ? (
          <div className="answer">
            <QuoteList quotes={view.quotes.slice(0, 3)} />
          </div>
        ) : null}
        {view.text === "" ? null : <Prose view={view} caret={view.state === "writing"} />}
        {error ? <p data-testid="answer-error">{`${error.what} ${error.safe}`}</p> : null}
        <div className="flex items-center gap-4 mt-3">
          {view.text === "" ? null : <Support view={view} />}
          <span className="push">{isSettled(view) ? <AnswerFooter /> : null}</span>
        </div>
      </div>
    </AnswerContext.Provider>
  );
}
