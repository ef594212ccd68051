import type { Suggestion } from "../../shared/feedback-schemas.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { OutcomeTable } from "./outcome-table.ts";
import type { SuggestionRow, SuggestionTable } from "./suggestion-table.ts";
import { claimOf, whyOf } from "./why.ts";

const day = 86_400_000;
/** A dismissed key stays away this long; dismissed twice, for ever. */
const dismissedForMs = 30 * day;

export type CardOutcome =
  | "accept"
  | "open-evidence"
  | "dismiss"
  | "later"
  | "less"
  | "never"
  | "wrong"
  | "undo"
  | "ignore";

/** What users do with cards, and what follows from it for the card and its like. */
export function createInbox({
  suggestions,
  outcomes,
  clock,
}: {
  suggestions: SuggestionTable;
  outcomes: OutcomeTable;
  clock: Clock;
}) {
  const view = (row: SuggestionRow): Suggestion => ({
    id: row.id,
    kind: row.kind,
    state: row.state,
    createdAt: row.createdAt,
    claim: claimOf(row, clock.now()),
    question: String(row.reasonArguments["question"]),
    evidence: row.evidence.map(({ documentId, documentName, page, start, end, snippet }) => ({
      documentId,
      documentName,
      page,
      start,
      end,
      snippet,
    })),
    why: whyOf(row, clock.now(), outcomes.kindCounts(row.kind)),
  });

  return {
    view,
    list: (): Suggestion[] => suggestions.newest(200).map(view),
    /** Logs the outcome and moves the card; an unknown card is `not-found`. */
    act(id: number, outcome: CardOutcome, laterUntil: number | null): SuggestionRow {
      const row = suggestions.byId(id);
      if (row === undefined) throw new DocentError("not-found", "This suggestion is no longer there.");
      const now = clock.now();
      const impression = outcomes.latestImpression(id);
      outcomes.addOutcome({
        suggestionId: id,
        impressionId: impression?.id ?? null,
        at: now,
        type: outcome,
        latencyMs: impression === undefined ? null : Math.max(0, now - impression.shownAt),
      });
      switch (outcome) {
        case "accept":
          suggestions.setState(id, "done");
          break;
        case "dismiss": {
          const again = outcomes.dismissals(row.dedupeKey) > 1;
          outcomes.suppress("dedupe-key", row.dedupeKey, again ? null : now + dismissedForMs, "dismiss");
          suggestions.setState(id, "suppressed");
          break;
        }
        case "wrong":
          outcomes.suppress("dedupe-key", row.dedupeKey, null, "wrong");
          suggestions.setState(id, "suppressed");
          break;
        case "less":
          outcomes.suppress("kind", row.kind, now + 7 * day, "less");
          suggestions.setState(id, "suppressed");
          break;
        case "never":
          outcomes.suppress("kind", row.kind, null, "never");
          suggestions.setState(id, "suppressed");
          break;
        case "later":
          suggestions.setState(id, "later", laterUntil ?? now + 4 * 3_600_000);
          break;
        case "undo":
          outcomes.release("dedupe-key", row.dedupeKey);
          outcomes.release("kind", row.kind);
          suggestions.setState(id, "ready");
          break;
        case "open-evidence":
        case "ignore":
          break;
      }
      return row;
    },
  };
}
