import { Copy, PanelRightOpen } from "lucide-react";

import type { Quote } from "../../../shared/answer-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { writeClipboard } from "../../ui/clipboard.ts";
import { shortName } from "../../ui/file-name.ts";
import { MarkedText } from "../../ui/marked-text.tsx";
import { useAnswer } from "./answer-context.ts";
import { quoteForm } from "./copy-forms.ts";
import { citeLabel, longPlace } from "./place.ts";

interface QuoteActionsProps {
  copy: () => void;
  openAt: (event: React.MouseEvent<HTMLElement>) => void;
}

function QuoteActions({ copy, openAt }: QuoteActionsProps) {
  return (
    <>
      <span className="push" />
      <Button level="ghost" small icon={Copy} onClick={copy}>
        {t("common.copy")}
      </Button>
      <Button level="ghost" small icon={PanelRightOpen} onClick={openAt}>
        {t("common.open")}
      </Button>
    </>
  );
}

function QuoteItem({ quote, compact }: { quote: Quote; compact: boolean }) {
  const page = usePage();
  const { view, open, shown } = useAnswer();
  const source = view.sources?.find((one) => one.number === quote.source);
  if (!source) return null;
  const placed = { ...source, page: quote.page ?? source.page };
  const label = citeLabel(quote.source, placed);
  const copy = async (): Promise<void> => {
    const text = quoteForm({ ...placed, text: quote.text });
    if (!(await writeClipboard(text))) {
      page.toast(t("chat.copy.failed"));
      return;
    }
    page.toast(t("chat.copy.quoteDone"));
    if (view.runId) await page.engine.signals.record({ runId: view.runId, type: "copy", value: "quote" });
  };
  const openAt = (event: React.MouseEvent<HTMLElement>): void =>
    open({ number: quote.source, start: quote.start }, event.currentTarget, event.detail === 0);
  return (
    <li className="quote" data-testid={`quote-${quote.source}`}>
      <button
        type="button"
        className="chip"
        data-testid={`cite-${quote.source}`}
        data-chip={quote.source}
        aria-label={label}
        aria-expanded={shown?.number === quote.source && shown.start === quote.start}
        onClick={openAt}
      >
        {quote.source}
      </button>
      <blockquote dir="auto">
        “<MarkedText text={quote.text} spans={quote.matches} />”
      </blockquote>
      <div className="from">
        <span className="cut" dir="auto" title={source.documentName}>
          {[shortName(source.documentName), longPlace(placed)].filter((part) => part !== "").join(" · ")}
        </span>
        {compact ? null : <QuoteActions copy={() => void copy().catch(page.fail)} openAt={openAt} />}
      </div>
    </li>
  );
}

/** The best sentences of the files, word for word: the loudest thing of the answer. Numbers hang in the gutter. */
export function QuoteList({ quotes, compact = false }: { quotes: readonly Quote[]; compact?: boolean }) {
  return (
    <ol aria-label={t("chat.quotes.above")} data-compact={compact}>
      {quotes.map((quote) => (
        <QuoteItem key={`${quote.source}-${quote.start}`} quote={quote} compact={compact} />
      ))}
    </ol>
  );
}
