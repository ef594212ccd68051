import type { Document, LibrarySummary } from "../../../shared/library-schemas.ts";
import { t } from "../../strings/strings.ts";
import { cleanName } from "../../ui/file-name.ts";

export type OutcomeGroup = "ready" | "partly" | "failed" | "waiting" | "skipped" | "excluded";

const groups: Record<NonNullable<Document["outcome"]>, OutcomeGroup> = {
  indexed: "ready",
  "indexed-partly": "partly",
  "no-text": "failed",
  encrypted: "failed",
  damaged: "failed",
  "too-big": "failed",
  timeout: "failed",
  unreadable: "failed",
  unsupported: "skipped",
  "online-only": "skipped",
  link: "skipped",
  excluded: "excluded",
};

/** The group of an outcome, as chips and words name it. A file without one waits. */
export function outcomeGroup(outcome: Document["outcome"]): OutcomeGroup {
  return outcome === null ? "waiting" : groups[outcome];
}

/** The whole reason, never cut; a dash where there is nothing to say. */
export function reasonText(document: Pick<Document, "reason" | "sameAs" | "hiddenText">): string {
  const parts = [
    document.reason ?? "",
    document.sameAs ? t("library.same", { name: cleanName(document.sameAs.name) }) : "",
    document.hiddenText ? t("library.hidden") : "",
  ].filter((part) => part !== "");
  return parts.length > 0 ? cleanName(parts.join(" · ")) : "–";
}

/** Share of readable files that can be searched, in percent with one digit; it is 100 only when nothing is missing. */
export function coveragePercent(summary: Pick<LibrarySummary, "ready" | "partly" | "failed" | "waiting">): string {
  const all = summary.ready + summary.partly + summary.failed + summary.waiting;
  if (all === 0) return "0";
  if (summary.ready === all) return "100";
  return Math.min(99.9, Math.floor((summary.ready / all) * 1_000) / 10).toString();
}

/** What the bar leaves out, said in words beside it. */
export function notCountedParts(summary: LibrarySummary): string[] {
  const unsupported = summary.outcomes.unsupported ?? 0;
  const excluded = summary.outcomes.excluded ?? 0;
  const other = Math.max(0, summary.skipped - unsupported - excluded);
  return [
    unsupported > 0 ? t("library.notCounted.unsupported", { count: unsupported }) : "",
    excluded > 0 ? t("library.notCounted.excluded", { count: excluded }) : "",
    other > 0 ? t("library.notCounted.other", { count: other }) : "",
    summary.duplicates > 0 ? t("library.notCounted.duplicates", { count: summary.duplicates }) : "",
  ].filter((part) => part !== "");
}
