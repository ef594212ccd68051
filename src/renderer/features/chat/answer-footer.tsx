import { Suspense, lazy, useState } from "react";

import { t } from "../../strings/strings.ts";
import { formatDuration } from "../../ui/format.ts";
import { cleanName } from "../../ui/file-name.ts";
import { useAnswer } from "./answer-context.ts";

const HowDialog = lazy(() => import("./how-dialog.tsx").then((part) => ({ default: part.HowDialog })));

/** Budgets in milliseconds; what lies over them is shown in the warning colour with the budget in words. */
const budgets = { sources: 100, firstWord: 3_000 };

/** How long it took and where it was made. Opens everything that was stored about it. */
export function AnswerFooter() {
  const { view } = useAnswer();
  const [open, setOpen] = useState(false);
  const { answer } = view;
  if (!answer) return null;
  const { retrievalMs, firstTokenMs, totalMs } = answer.timings;
  const wrote = answer.text !== "" && firstTokenMs !== null;
  const where = answer.model?.host && wrote ? cleanName(answer.model.host) : t("chat.footer.here");
  return (
    <>
      <button
        type="button"
        className="footer num"
        data-testid="latency-footer"
        data-act="how"
        title={t("chat.how")}
        onClick={() => setOpen(true)}
      >
        <span className={retrievalMs > budgets.sources ? "warn" : undefined}>
          {t("chat.footer.sources", { time: formatDuration(retrievalMs) })}
        </span>
        {wrote ? (
          <>
            {" · "}
            <span className={firstTokenMs > budgets.firstWord ? "warn" : undefined}>
              {t("chat.footer.firstWord", { time: formatDuration(firstTokenMs) })}
            </span>
            {` · ${formatDuration(totalMs)}`}
          </>
        ) : null}
        {` · ${where}`}
      </button>
      {open ? (
        <Suspense fallback={null}>
          <HowDialog answer={answer} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
