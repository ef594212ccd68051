import { CircleCheck, CircleDot, Clock, OctagonAlert } from "lucide-react";
import { useEffect, useRef } from "react";

import type { LibraryProgress, LibrarySummary } from "../../../shared/library-schemas.ts";
import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { shortName } from "../../ui/file-name.ts";
import { formatDuration } from "../../ui/format.ts";
import { Icon } from "../../ui/icon.tsx";
import { coveragePercent, notCountedParts } from "./outcome-words.ts";

function progressParts(progress: LibraryProgress): string[] {
  const left =
    progress.secondsLeft === null || progress.state === "idle" || progress.state === "paused"
      ? ""
      : t("library.progress.left", { time: formatDuration(progress.secondsLeft * 1_000) });
  const now = progress.current ? t("library.progress.now", { name: shortName(progress.current) }) : "";
  const what =
    progress.state === "reading"
      ? t("library.progress.reading", { done: progress.filesDone, files: progress.filesTotal })
      : progress.state === "embedding"
        ? t("library.progress.embedding", { done: progress.passagesEmbedded, total: progress.passagesToEmbed })
        : t(`library.progress.${progress.state}`);
  return [what, left, progress.state === "reading" ? now : ""].filter((part) => part !== "");
}

/** Spoken at a quarter, a half, three quarters and the end, at most every 30 seconds. */
function useSpokenProgress(progress: LibraryProgress): void {
  const spoken = useRef({ quarter: 0, at: 0 });
  useEffect(() => {
    if (progress.filesTotal === 0) return;
    const quarter = Math.floor((progress.filesDone / progress.filesTotal) * 4);
    const now = Date.now();
    if (quarter <= spoken.current.quarter || now - spoken.current.at < 30_000) return;
    spoken.current = { quarter, at: now };
    say(t("library.progress.reading", { done: progress.filesDone, files: progress.filesTotal }));
  }, [progress]);
}

/** How much of what can be read is read: the share, the bar, what is happening now, and what is not counted. */
export function Coverage({ summary, progress }: { summary: LibrarySummary; progress: LibraryProgress }) {
  useSpokenProgress(progress);
  const { ready, partly, failed, waiting } = summary;
  const percent = coveragePercent(summary);
  const segments = [
    { name: "b-ok", count: ready },
    { name: "b-partly", count: partly },
    { name: "b-danger", count: failed },
    { name: "b-waiting", count: waiting },
  ];
  const counts = [
    { kind: "ready", count: ready, icon: CircleCheck, colour: "ok", always: true },
    { kind: "partly", count: partly, icon: CircleDot, colour: "partly", always: false },
    { kind: "failed", count: failed, icon: OctagonAlert, colour: "danger", always: false },
    { kind: "waiting", count: waiting, icon: Clock, colour: "faint", always: false },
  ] as const;
  const [what = "", ...rest] = progressParts(progress);
  const notCounted = notCountedParts(summary);
  return (
    <section aria-label={t("library.coverage")}>
      <div className="line mb-2 flex-wrap">
        <h2 className="h2">
          {ready + partly + failed + waiting === 0
            ? t("library.coverage.none")
            : t("library.coverage.title", { percent })}
        </h2>
        <span className="push num flex flex-wrap gap-5">
          {counts
            .filter((one) => one.always || one.count > 0)
            .map((one) => (
              <span key={one.kind} className="state">
                <Icon of={one.icon} className={one.colour} />
                {t(`library.${one.kind}`, { count: one.count })}
              </span>
            ))}
        </span>
      </div>
      <div
        className="bar"
        role="img"
        data-testid="coverage-bar"
        aria-label={t("library.coverage.label", { percent, ready, partly, failed, waiting })}
      >
        {segments
          .filter((segment) => segment.count > 0)
          .map((segment) => (
            <i
              key={segment.name}
              className={segment.name}
              ref={(element) => {
                if (element) element.style.flex = String(segment.count);
              }}
            />
          ))}
      </div>
      <p
        className="xs muted num mt-2 flex flex-wrap gap-x-4"
        data-testid="library-progress"
        data-state={progress.state}
      >
        <span>
          <span className="text-ink">{what}</span>
          {rest.map((part) => ` · ${part}`).join("")}
        </span>
        {notCounted.length > 0 ? (
          <span className="push">{t("library.notCounted", { parts: notCounted.join(" · ") })}</span>
        ) : null}
      </p>
    </section>
  );
}
