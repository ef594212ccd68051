import { describe, expect, it } from "vitest";

import {
  defaultMomentRules,
  initialMomentState,
  openMoment,
  reduceMoment,
} from "../../../src/engine/suggestions/moments.ts";
import type { CardHistory, MomentRules, MomentState } from "../../../src/engine/suggestions/moments.ts";
import { uniform } from "../../../src/engine/suggestions/policy.ts";
import type { Activity } from "../../../src/shared/feedback-schemas.ts";

const day = 86_400_000;
const noon = 100 * day + 12 * 3_600_000;
const history: CardHistory = {
  since: 0,
  lastShownAt: null,
  shownToday: 0,
  dismissedInARowToday: 0,
  cardVisible: false,
  onboarding: false,
};
const at = (now: number) => ({ hour: Math.floor((now % day) / 3_600_000), day: Math.floor(now / day) });
const run = (events: [Activity, number][], state: MomentState = initialMomentState): MomentState =>
  events.reduce((current, [activity, now]) => reduceMoment(current, activity, now, defaultMomentRules), state);

describe("openMoment", () => {
  it("is shut without a break", () => {
    expect(openMoment(initialMomentState, history, noon, at(noon), defaultMomentRules)).toEqual({
      moment: null,
      reason: "no-break",
      retryInMs: null,
    });
  });

  it("opens on the empty chat view", () => {
    expect(openMoment(run([["home", noon]]), history, noon, at(noon), defaultMomentRules)).toEqual({ moment: "home" });
  });

  it("opens 8 seconds after an answer, not before, and says when to look again", () => {
    const state = run([
      ["streaming", noon],
      ["answer-finished", noon + 1_000],
    ]);
    expect(openMoment(state, history, noon + 8_999, at(noon), defaultMomentRules)).toEqual({
      moment: null,
      reason: "reading",
      retryInMs: 1,
    });
    expect(openMoment(state, history, noon + 9_000, at(noon), defaultMomentRules)).toEqual({ moment: "answer-read" });
  });

  it("opens on return after ten minutes away only", () => {
    const away = (length: number) =>
      run([
        ["blur", noon],
        ["focus", noon + length],
      ]);
    expect(openMoment(away(599_999), history, noon + 599_999, at(noon), defaultMomentRules)).toMatchObject({
      moment: null,
    });
    expect(openMoment(away(600_000), history, noon + 600_000, at(noon), defaultMomentRules)).toEqual({
      moment: "returned",
    });
  });

  it.each([
    ["card-visible", { cardVisible: true }],
    ["onboarding", { onboarding: true }],
    ["daily-limit", { shownToday: 3 }],
    ["daily-limit", { shownToday: 1, since: noon - day }],
    ["dismissed", { dismissedInARowToday: 3 }],
    ["too-soon", { lastShownAt: noon - 44 * 60_000 }],
  ] as const)("stays shut: %s", (reason, change) => {
    expect(openMoment(run([["home", noon]]), { ...history, ...change }, noon, at(noon), defaultMomentRules)).toEqual({
      moment: null,
      reason,
      retryInMs: null,
    });
  });

  it("ignores a last card that lies in the future, because clocks are set back", () => {
    expect(
      openMoment(run([["home", noon]]), { ...history, lastShownAt: noon + day }, noon, at(noon), defaultMomentRules),
    ).toEqual({ moment: "home" });
  });

  it.each([
    [20, 8, 20, true],
    [20, 8, 19, false],
    [20, 8, 7, true],
    [20, 8, 8, false],
    [9, 17, 12, true],
    [9, 17, 17, false],
    [5, 5, 5, false],
  ])("quiet from %i until %i at %i: %s", (quietFrom, quietUntil, hour, isQuiet) => {
    const rules: MomentRules = { ...defaultMomentRules, quietFrom, quietUntil };
    const result = openMoment(run([["home", noon]]), history, noon, { hour, day: 100 }, rules);
    expect(result.moment === null).toBe(isQuiet);
  });

  it("shows no card while typing, writing or in quiet hours, and never two, over 10,000 random traces", () => {
    const activities: Activity[] = [
      "focus",
      "blur",
      "typing",
      "streaming",
      "answer-finished",
      "chat-closed",
      "home",
      "indexing-finished",
    ];
    let cards = 0;
    for (let trace = 0; trace < 10_000; trace += 1) {
      let seed = trace * 1_000;
      const random = (): number => uniform((seed += 1));
      let now = 50 * day + Math.floor(random() * day);
      let state = initialMomentState;
      let visible = false;
      let lastTyping = -Infinity;
      let writing = false;
      let lastShownAt: number | null = null;
      let shownToday = 0;
      let today = at(now).day;
      for (let step = 0; step < 40; step += 1) {
        now += Math.floor(random() ** 3 * 2 * 3_600_000);
        if (at(now).day !== today) {
          today = at(now).day;
          shownToday = 0;
        }
        const activity = activities[Math.floor(random() * activities.length)] as Activity;
        if (activity === "typing") lastTyping = now;
        if (activity === "streaming") writing = true;
        if (activity === "answer-finished" || activity === "chat-closed") writing = false;
        state = reduceMoment(state, activity, now, defaultMomentRules);
        const later = now + Math.floor(random() * 20_000);
        const result = openMoment(
          state,
          { ...history, cardVisible: visible, lastShownAt, shownToday },
          later,
          at(later),
          defaultMomentRules,
        );
        if (result.moment !== null) {
          const { hour } = at(later);
          expect(visible).toBe(false);
          expect(writing).toBe(false);
          expect(later - lastTyping).toBeGreaterThanOrEqual(8_000);
          expect(hour).toBeGreaterThanOrEqual(8);
          expect(hour).toBeLessThan(20);
          expect(shownToday).toBeLessThan(3);
          if (lastShownAt !== null) expect(later - lastShownAt).toBeGreaterThanOrEqual(45 * 60_000);
          cards += 1;
          visible = true;
          lastShownAt = later;
          shownToday += 1;
        }
        now = later;
        if (visible && random() < 0.5) visible = false;
      }
    }
    // The traces must reach open moments, or the rules above were never tried.
    expect(cards).toBeGreaterThan(5_000);
  });
});
