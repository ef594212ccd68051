import type { Activity } from "../../shared/feedback-schemas.ts";

/** A natural break in what the user does; the only times at which a card may come. */
export type Moment = "returned" | "answer-read" | "chat-closed" | "home" | "indexing-finished";

/** Rules that hold before anything learned does; lengths in milliseconds, hours local. */
export interface MomentRules {
  /** Nothing typed for this long counts as not typing. */
  typingPauseMs: number;
  /** Away for this long, then back: a break. */
  awayMs: number;
  betweenCardsMs: number;
  dailyLimit: number;
  /** Cards a day during the first days after the first start. */
  firstDaysLimit: number;
  firstDays: number;
  /** After this many dismissals in a row nothing comes until the next day. */
  dismissalsUntilSilence: number;
  /** Local hours [from, until) without cards; equal hours mean none. */
  quietFrom: number;
  quietUntil: number;
}

export const defaultMomentRules: MomentRules = {
  typingPauseMs: 8_000,
  awayMs: 10 * 60_000,
  betweenCardsMs: 45 * 60_000,
  dailyLimit: 3,
  firstDaysLimit: 1,
  firstDays: 3,
  dismissalsUntilSilence: 3,
  quietFrom: 20,
  quietUntil: 8,
};

/** What the gate remembers. Times are wall-clock milliseconds of the last event of a kind; null: never. */
export interface MomentState {
  lastTypingAt: number | null;
  streaming: boolean;
  blurredAt: number | null;
  focused: boolean;
  answerFinishedAt: number | null;
  /** A break that has come and waits until typing and writing are over. */
  pending: Moment | null;
}

export const initialMomentState: MomentState = {
  lastTypingAt: null,
  streaming: false,
  blurredAt: null,
  focused: true,
  answerFinishedAt: null,
  pending: null,
};

/** What of the history of cards matters for the gate. */
export interface CardHistory {
  /** First start of Docent with this data folder. */
  since: number;
  lastShownAt: number | null;
  shownToday: number;
  dismissedInARowToday: number;
  cardVisible: boolean;
  onboarding: boolean;
}

/** Local hour and a number that differs from day to day, so that tests need no time zone. */
export interface LocalTime {
  hour: number;
  day: number;
}

/** The state after one event; pure. */
export function reduceMoment(state: MomentState, activity: Activity, now: number, rules: MomentRules): MomentState {
  switch (activity) {
    case "typing":
      return { ...state, lastTypingAt: now, pending: null, answerFinishedAt: null };
    case "streaming":
      return { ...state, streaming: true, pending: null, answerFinishedAt: null };
    case "answer-finished":
      return { ...state, streaming: false, answerFinishedAt: now, pending: "answer-read" };
    case "chat-closed":
      return { ...state, streaming: false, answerFinishedAt: null, pending: "chat-closed" };
    case "home":
      return { ...state, pending: "home" };
    case "indexing-finished":
      return state.pending === null ? { ...state, pending: "indexing-finished" } : state;
    case "blur":
      return { ...state, focused: false, blurredAt: now };
    case "focus": {
      const away = state.blurredAt !== null && now - state.blurredAt >= rules.awayMs;
      return { ...state, focused: true, blurredAt: null, pending: away ? "returned" : state.pending };
    }
  }
}

function quiet(hour: number, rules: MomentRules): boolean {
  if (rules.quietFrom === rules.quietUntil) return false;
  return rules.quietFrom < rules.quietUntil
    ? hour >= rules.quietFrom && hour < rules.quietUntil
    : hour >= rules.quietFrom || hour < rules.quietUntil;
}

/**
 * The break that is open now, or why there is none. Hard rules only: what may come is the policy's matter.
 * `retryInMs` says when the answer can change by time alone.
 */
export function openMoment(
  state: MomentState,
  history: CardHistory,
  now: number,
  local: LocalTime,
  rules: MomentRules,
): { moment: Moment } | { moment: null; reason: string; retryInMs: number | null } {
  const no = (reason: string, retryInMs: number | null = null) => ({ moment: null, reason, retryInMs });
  if (state.pending === null) return no("no-break");
  if (history.onboarding) return no("onboarding");
  if (history.cardVisible) return no("card-visible");
  if (state.streaming) return no("writing");
  if (!state.focused) return no("not-looking");
  const quietFor = state.lastTypingAt === null ? Infinity : now - state.lastTypingAt;
  if (quietFor < rules.typingPauseMs) return no("typing", rules.typingPauseMs - Math.max(0, quietFor));
  if (state.pending === "answer-read" && state.answerFinishedAt !== null) {
    const since = now - state.answerFinishedAt;
    if (since < rules.typingPauseMs) return no("reading", rules.typingPauseMs - Math.max(0, since));
  }
  if (quiet(local.hour, rules)) return no("quiet-hours");
  const limit =
    now - history.since < rules.firstDays * 86_400_000
      ? Math.min(rules.firstDaysLimit, rules.dailyLimit)
      : rules.dailyLimit;
  if (history.shownToday >= limit) return no("daily-limit");
  if (history.dismissedInARowToday >= rules.dismissalsUntilSilence) return no("dismissed");
  // A clock that was set back must not silence cards for ever: a card from the future does not count.
  if (history.lastShownAt !== null && history.lastShownAt <= now && now - history.lastShownAt < rules.betweenCardsMs) {
    return no("too-soon");
  }
  return { moment: state.pending };
}
