import { useEffect, useState } from "react";

import type { Answer } from "../../../shared/answer-schemas.ts";
import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { writeClipboard } from "../../ui/clipboard.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { cleanName, shortName } from "../../ui/file-name.ts";
import { formatDuration } from "../../ui/format.ts";
import { longPlace } from "./place.ts";

function rankWord(score: number): string {
  if (score >= 0.95) return t("how.rank.best");
  if (score >= 0.66) return t("how.rank.strong");
  return t(score >= 0.33 ? "how.rank.fair" : "how.rank.weak");
}

function Timing({ answer }: { answer: Answer }) {
  const { retrievalMs, quoteMs, firstTokenMs, totalMs } = answer.timings;
  const rows = [
    { label: t("how.timing.search"), value: retrievalMs },
    { label: t("how.timing.quote"), value: quoteMs },
    { label: t("how.timing.first"), value: firstTokenMs },
    { label: t("how.timing.total"), value: totalMs },
  ].filter((row): row is { label: string; value: number } => row.value !== null);
  const most = Math.max(1, ...rows.map((row) => row.value));
  return (
    <div className="timing">
      {rows.map((row) => (
        <div key={row.label} className="contents">
          <span className="muted">{row.label}</span>
          <i
            ref={(element) => {
              if (element) element.style.width = `${(row.value / most) * 100}%`;
            }}
          />
          <span className="r">{formatDuration(row.value)}</span>
        </div>
      ))}
    </div>
  );
}

function Fact({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="flex gap-3">
      <dt className="muted w-32 flex-none">{name}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  );
}

/** Everything that made this answer: set-up, model, passages, timings, and whether anything left the computer. */
export function HowDialog({ answer, onClose }: { answer: Answer; onClose: () => void }) {
  const page = usePage();
  const [manifest, setManifest] = useState<Record<string, unknown> | null>(null);
  useEffect(() => {
    page.engine.chat
      .run({ runId: answer.runId })
      .then((run) => setManifest(run.manifest))
      .catch(page.fail);
  }, [page, answer.runId]);
  const json = manifest ? JSON.stringify(manifest, null, 2) : "";
  const { promptTokens, outputTokens } = answer.timings;
  const copy = async (): Promise<void> => {
    page.toast(t((await writeClipboard(json)) ? "how.copied" : "chat.copy.failed"));
  };
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t("chat.how")}
      testId="how-dialog"
      actions={
        <>
          <Button disabledReason={manifest ? undefined : t("common.loading")} onClick={() => void copy()}>
            {t("how.copy")}
          </Button>
          <Button level="filled" onClick={onClose}>
            {t("common.close")}
          </Button>
        </>
      }
    >
      <dl className="grid gap-1">
        <Fact name={t("how.setup")}>
          <code>{answer.setupId}</code>
        </Fact>
        <Fact name={t("how.model")}>
          {answer.model && answer.text !== "" ? cleanName(answer.model.label) : t("how.model.none")}
          {answer.model?.weak && answer.text !== "" ? ` · ${t("chat.weak")}` : ""}
        </Fact>
        {promptTokens === null ? null : <Fact name={t("how.prompt")}>{t("how.tokens", { count: promptTokens })}</Fact>}
        {outputTokens === null ? null : <Fact name={t("how.output")}>{t("how.tokens", { count: outputTokens })}</Fact>}
        <Fact name={t("how.evidence")}>{t(`how.evidence.${answer.evidence}`)}</Fact>
        <Fact name={t("how.left")}>
          {answer.model?.host && answer.timings.promptTokens !== null
            ? t("how.left.yes", { host: cleanName(answer.model.host) })
            : t("how.left.no")}
        </Fact>
      </dl>
      <h3>{t("how.timing")}</h3>
      <Timing answer={answer} />
      {answer.sources.length > 0 ? (
        <>
          <h3>{t("how.passages")}</h3>
          <ol className="grid gap-1">
            {answer.sources.map((source) => (
              <li key={source.number} className="flex gap-2">
                <span className="chip">{source.number}</span>
                <span className="min-w-0 break-words" dir="auto">
                  {[shortName(source.documentName), longPlace(source)].filter(Boolean).join(" · ")}
                </span>
                <span className="push muted">{rankWord(source.score)}</span>
              </li>
            ))}
          </ol>
        </>
      ) : null}
      {manifest ? (
        <details>
          <summary className="muted">{t("how.raw")}</summary>
          <pre className="kept mt-2" tabIndex={0}>
            {json}
          </pre>
        </details>
      ) : null}
    </Dialog>
  );
}
