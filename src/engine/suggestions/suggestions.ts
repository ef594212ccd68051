import type { Database } from "better-sqlite3";

import type { Activity, Suggestion } from "../../shared/feedback-schemas.ts";
import type { Settings } from "../../shared/settings-schemas.ts";
import type { Clock, Timer } from "../platform/clock.ts";
import type { Log } from "../platform/log.ts";
import type { PassageReader } from "../retrieval/passage-reader.ts";
import { createDecisionTable } from "./decision-table.ts";
import { createInbox } from "./inbox.ts";
import type { CardOutcome } from "./inbox.ts";
import { createLateAnswerWatch } from "./late-answer-watch.ts";
import type { OpenQuestions } from "./late-answer-watch.ts";
import { defaultMomentRules, initialMomentState, openMoment, reduceMoment } from "./moments.ts";
import type { MomentRules } from "./moments.ts";
import { createOutcomeTable } from "./outcome-table.ts";
import { acceptanceOf, choose, dailyLimits, epsilon, kindValues, policyName, thresholdOf } from "./policy.ts";
import type { PolicyCandidate } from "./policy.ts";
import { createSuggestionTable } from "./suggestion-table.ts";
import type { SuggestionRow } from "./suggestion-table.ts";

export interface Suggestions {
  list(): { suggestions: Suggestion[]; shownToday: number; dailyLimit: number };
  /** The one card on screen, or null. */
  card(): Suggestion | null;
  /** Cards that wait in the inbox. */
  waiting(): number;
  report(activity: Activity): void;
  impression(id: number, visible: boolean): void;
  act(id: number, outcome: CardOutcome, laterUntil: number | null): void;
  /** A file's passages are complete; resolves when the detector has looked at it. */
  documentArrived(documentId: number): Promise<void>;
  /** Level or quiet hours may be others now. */
  settingsChanged(): void;
  /** Everything learned was deleted: the card on screen goes too. */
  forgotten(): void;
  onChange(listener: () => void): () => void;
  close(): void;
}

/** Detector, gate, policy and inbox of suggestions; it proposes and never acts by itself. */
export function createSuggestions({
  database,
  readOnly,
  openQuestions,
  reader,
  settings,
  firstStart,
  clock,
  log,
  random,
}: {
  database: Database;
  /** The data is from a newer Docent: cards are listed, and none is shown, aged or laid. */
  readOnly: boolean;
  openQuestions: OpenQuestions;
  reader: Pick<PassageReader, "ofDocument" | "question" | "matches">;
  settings: () => Settings;
  /** Wall-clock time of the first start with this data folder. */
  firstStart: number;
  clock: Clock;
  log: Log;
  /** A 32-bit seed for each decision. */
  random: () => number;
}): Suggestions {
  const suggestions = createSuggestionTable(database);
  const decisions = createDecisionTable(database);
  const outcomes = createOutcomeTable(database);
  const inbox = createInbox({ suggestions, outcomes, clock });
  const watch = createLateAnswerWatch({ openQuestions, reader, suggestions, clock, log });
  const listeners = new Set<() => void>();
  let moments = initialMomentState;
  let shownId: number | null = null;
  let timer: Timer | null = null;

  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const startOfToday = (now: number): number => {
    const date = new Date(now);
    return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  };
  const rules = (): MomentRules => {
    const { suggestionLevel, quietFrom, quietUntil } = settings();
    return { ...defaultMomentRules, dailyLimit: dailyLimits[suggestionLevel], quietFrom, quietUntil };
  };
  const eligible = (now: number): SuggestionRow[] =>
    suggestions
      .open()
      .filter(
        (row) =>
          row.state === "ready" &&
          !outcomes.isSuppressed("kind", row.kind, now) &&
          !outcomes.isSuppressed("dedupe-key", row.dedupeKey, now),
      );

  function decide(moment: string, now: number, rows: SuggestionRow[], shownToday: number): void {
    const level = settings().suggestionLevel;
    const candidates: PolicyCandidate[] = rows.map((row) => {
      const counts = outcomes.kindCounts(row.kind);
      const acceptance = acceptanceOf(row.kind, row.confidence, counts.accepted, counts.shown);
      return { suggestionId: row.id, kind: row.kind, acceptance, utility: acceptance * kindValues[row.kind] };
    });
    const input = { candidates, threshold: thresholdOf(level), epsilon, seed: random() | 0 };
    const choice = choose(input);
    const budgetLeft = dailyLimits[level] - shownToday;
    database.transaction(() => {
      const decisionId = decisions.add({
        at: now,
        moment,
        surface: "card",
        policy: policyName,
        context: { shownToday, hour: new Date(now).getHours() },
        candidates,
        actionId: choice.suggestionId,
        propensity: choice.propensity,
        probabilities: choice.probabilities,
        seed: input.seed,
        epsilon,
        threshold: input.threshold,
        budgetLeft,
      });
      if (choice.suggestionId === null) return;
      outcomes.addImpression(decisionId, choice.suggestionId, "card", now);
      suggestions.setState(choice.suggestionId, "shown");
    })();
    shownId = choice.suggestionId;
    // One decision for one break: a break that ended in silence is over.
    moments = { ...moments, pending: null };
    changed();
  }

  function consider(): void {
    timer?.cancel();
    timer = null;
    const { suggestionLevel, onboardingDone } = settings();
    if (readOnly || suggestionLevel === "off") return;
    const now = clock.now();
    suggestions.age(now);
    const today = startOfToday(now);
    const shownToday = outcomes.shownSince(today);
    const local = { hour: new Date(now).getHours(), day: today };
    const history = {
      since: firstStart,
      lastShownAt: outcomes.lastShownAt(),
      shownToday,
      dismissedInARowToday: outcomes.dismissedInARow(today, defaultMomentRules.dismissalsUntilSilence),
      cardVisible: shownId !== null,
      onboarding: !onboardingDone,
    };
    const gate = openMoment(moments, history, now, local, rules());
    if (gate.moment === null) {
      if (gate.retryInMs !== null) timer = clock.after(gate.retryInMs, consider);
      return;
    }
    const rows = eligible(now);
    if (rows.length > 0) decide(gate.moment, now, rows, shownToday);
  }

  function takeDown(closedBy: string): void {
    if (shownId === null) return;
    const impression = outcomes.latestImpression(shownId);
    if (impression !== undefined) {
      outcomes.closeImpression(impression.id, Math.max(0, clock.now() - impression.shownAt), closedBy);
    }
    shownId = null;
  }

  // A card that a crash left on screen is back in the inbox.
  if (!readOnly) for (const row of suggestions.open()) if (row.state === "shown") suggestions.setState(row.id, "ready");

  return {
    list: () => ({
      suggestions: inbox.list(),
      shownToday: outcomes.shownSince(startOfToday(clock.now())),
      dailyLimit: dailyLimits[settings().suggestionLevel],
    }),
    card() {
      const row = shownId === null ? undefined : suggestions.byId(shownId);
      return row === undefined ? null : inbox.view(row);
    },
    waiting: () => suggestions.open().length,
    report(activity) {
      moments = reduceMoment(moments, activity, clock.now(), rules());
      // A card never stays while the user types or an answer is being written.
      if (shownId !== null && (activity === "typing" || activity === "streaming")) {
        const id = shownId;
        takeDown(activity);
        suggestions.setState(id, "ready");
        changed();
      }
      consider();
    },
    impression(id, visible) {
      if (!visible && shownId === id) {
        takeDown("left");
        const row = suggestions.byId(id);
        if (row?.state === "shown") suggestions.setState(id, "ready");
        changed();
      }
    },
    act(id, outcome, laterUntil) {
      if (shownId === id && outcome !== "open-evidence") takeDown(outcome);
      const row = inbox.act(id, outcome, laterUntil);
      if (outcome === "accept") openQuestions.close(Number(row.reasonArguments["openQuestionId"]), id);
      changed();
    },
    async documentArrived(documentId) {
      if (readOnly || (await watch.look(documentId)) === 0) return;
      changed();
      consider();
    },
    settingsChanged() {
      if (shownId !== null && settings().suggestionLevel === "off") {
        const id = shownId;
        takeDown("off");
        suggestions.setState(id, "ready");
        changed();
      }
      consider();
    },
    forgotten() {
      shownId = null;
      changed();
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close() {
      timer?.cancel();
      listeners.clear();
    },
  };
}
