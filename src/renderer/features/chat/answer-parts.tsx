import { CircleCheck, CircleDot, CircleSlash2, Square } from "lucide-react";

import { useApp } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { formatDuration } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { countSupport, countWords } from "./answer-view.ts";
import type { AnswerView } from "./answer-view.ts";
import { writingModel } from "./model-choice.ts";
import type { ModelChoice } from "./model-choice.ts";

/** Until the first word: what is read, how far and how long still. */
export function Progress({ view }: { view: AnswerView }) {
  const { progress, sources } = view;
  const parts = [
    t("chat.reading", { count: sources?.length ?? 0 }),
    ...(progress && progress.tokensTotal > 0
      ? [t("chat.reading.progress", { percent: Math.round((progress.tokensDone / progress.tokensTotal) * 100) })]
      : []),
    ...(progress?.secondsLeft ? [t("chat.reading.left", { time: formatDuration(progress.secondsLeft * 1_000) })] : []),
  ];
  return (
    <p className="progress-line late num" data-testid="progress">
      {parts.join(" · ")}
    </p>
  );
}

export function Support({ view }: { view: AnswerView }) {
  if (view.state === "checking" && view.sentences.length === 0) {
    return (
      <p className="support" data-testid="checking">
        {t("chat.checking")}
      </p>
    );
  }
  if (view.sentences.length === 0) return null;
  const counts = countSupport(view.sentences);
  const kinds = [
    { kind: "supported", count: counts.supported, icon: CircleCheck, colour: "ok" },
    { kind: "partly", count: counts.partly, icon: CircleDot, colour: "partly" },
    { kind: "unsupported", count: counts.unsupported, icon: CircleSlash2, colour: "absent" },
  ] as const;
  return (
    <p className="support num" data-testid="support-summary">
      {kinds
        .filter((kind) => kind.count > 0)
        .map((kind) => (
          <span key={kind.kind} className="state">
            <Icon of={kind.icon} className={kind.colour} />
            {t(`chat.support.${kind.kind}`, { count: kind.count })}
          </span>
        ))}
    </p>
  );
}

export function Stopped({ view }: { view: AnswerView }) {
  const words = countWords(view.text);
  const checked = view.sentences.length;
  return (
    <p className="stopped-line" data-testid="stopped">
      <Square className="i solid" aria-hidden="true" />
      {words === 0 ? t("chat.stopped.before") : t("chat.stopped", { count: words })}
      {checked > 0 ? ` ${t("chat.stopped.checked", { count: checked })}` : ""}
    </p>
  );
}

/** Offers to write from the quotes, and says so when only an unchecked model could. */
export function WriteOffer({ choice, write }: { choice: ModelChoice; write: (modelId: string) => void }) {
  const models = useApp((state) => state.models);
  const model = writingModel(models ?? [], choice);
  if (!model) return null;
  const weak = model.qualification !== "passed";
  return (
    <div className="row-btns mt-6" data-testid="write-offer">
      <Button onClick={() => write(model.id)} data-act="write">
        {t(weak ? "chat.quotes.writeAnyway" : "chat.quotes.write")}
      </Button>
      {weak ? <span className="muted">{t("chat.quotes.weakNote", { model: cleanName(model.label) })}</span> : null}
    </div>
  );
}
