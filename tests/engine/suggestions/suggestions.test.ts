import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Clock } from "../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import type { Store } from "../../../src/engine/store/store.ts";
import { createDecisionTable } from "../../../src/engine/suggestions/decision-table.ts";
import type { OpenQuestion } from "../../../src/engine/chat/open-question-table.ts";
import type { PassageReader } from "../../../src/engine/retrieval/passage-reader.ts";
import { choose } from "../../../src/engine/suggestions/policy.ts";
import { createSuggestions } from "../../../src/engine/suggestions/suggestions.ts";
import type { Suggestions } from "../../../src/engine/suggestions/suggestions.ts";
import type { Settings } from "../../../src/shared/settings-schemas.ts";

/** A clock moved by hand: timers run in order as it passes them. */
function createHandClock(start: number): Clock & { move(milliseconds: number): void } {
  let now = start;
  let timers: { at: number; task: () => void }[] = [];
  return {
    now: () => now,
    monotonic: () => now,
    after(milliseconds, task) {
      const timer = { at: now + milliseconds, task };
      timers.push(timer);
      return { cancel: () => void (timers = timers.filter((other) => other !== timer)) };
    },
    move(milliseconds) {
      const end = now + milliseconds;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        timers = timers.filter((timer) => timer !== next);
        now = Math.max(now, next.at);
        next.task();
      }
      now = end;
    },
  };
}

const noon = new Date(2026, 10, 30, 12).getTime();
const hour = 3_600_000;
let directory: string;
let store: Store;
let clock: ReturnType<typeof createHandClock>;
let settings: Settings;
let questions: OpenQuestion[];
let closed: [number, number][];
let part: Suggestions;
let seed: number;

const text =
  "The boiler was installed in March 2024. Its warranty ends on 31 March 2027, unless the yearly service is missed.";
const reader: Pick<PassageReader, "ofDocument" | "question" | "matches"> = {
  ofDocument: (documentId) => [
    {
      passageId: documentId * 10,
      contentId: documentId,
      documentId,
      documentName: "boiler-invoice.pdf",
      page: 2,
      start: 100,
      end: 100 + text.length,
      text,
      terms: new Set(["boiler", "warranti", "end", "march"]),
      vector: new Float32Array([0.8, 0.6]),
    },
  ],
  question: async () => ({
    terms: [
      { variants: ["boiler"], idf: 2 },
      { variants: ["warranti"], idf: 2 },
      { variants: ["when"], idf: 0.5 },
    ],
    vector: new Float32Array([1, 0]),
  }),
  matches: (_question, passage) => {
    const start = passage.indexOf("warranty");
    return [{ start, end: start + "warranty".length }];
  },
};

function make(): Suggestions {
  return createSuggestions({
    database: store.user,
    readOnly: store.readOnly,
    openQuestions: {
      list: () => questions,
      raiseBestCosine: (id, cosine) => {
        const question = questions.find((candidate) => candidate.id === id);
        if (question !== undefined) question.bestCosine = cosine;
      },
      close: (id, suggestionId) => void closed.push([id, suggestionId]),
    },
    reader,
    settings: () => settings,
    firstStart: noon - 30 * 24 * hour,
    clock,
    log: silentLog,
    random: () => seed,
  });
}

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "docent-suggestions-"));
  clock = createHandClock(noon);
  store = openStore({ directory, clock, log: silentLog });
  settings = {
    theme: "system",
    textSize: 100,
    density: "normal",
    enterAsks: true,
    defaultModelId: "none",
    suggestionLevel: "balanced",
    quietFrom: 20,
    quietUntil: 8,
    learning: true,
    askBeforeEverySend: false,
    onboardingDone: true,
    quickShortcut: "",
  };
  questions = [
    {
      id: 5,
      runId: 1,
      conversationId: 1,
      question: "When does the boiler warranty end?",
      language: "en",
      bestCosine: 0.3,
      askedAt: noon - 3 * hour,
    },
  ];
  closed = [];
  // A seed whose draw takes the greedy action; silence would need a draw below .025.
  seed = 1;
  part = make();
});

afterEach(() => {
  part.close();
  store.close();
  rmSync(directory, { recursive: true });
});

describe("late answer, from a new file to the outcome", () => {
  it("lays a card with its evidence and stored facts, and shows it at the next break only", async () => {
    part.report("typing");
    await part.documentArrived(7);
    expect(part.card()).toBeNull();
    expect(part.waiting()).toBe(1);
    part.report("home");
    expect(part.card()).toBeNull();
    clock.move(8_000);
    const card = part.card();
    expect(card).toMatchObject({
      kind: "late-answer",
      state: "shown",
      question: "When does the boiler warranty end?",
      claim: "A new file answers your question of 30 November",
      evidence: [{ documentId: 7, documentName: "boiler-invoice.pdf", page: 2, start: 100, end: 100 + text.length }],
    });
    expect(card?.evidence[0]?.snippet).toContain("warranty ends on 31 March 2027");
    expect(card?.why).toEqual([
      "You asked this on 30 November; nothing was found then.",
      "boiler-invoice.pdf was read on 30 November.",
      "2 of the 3 words you asked with are on page 2.",
      "It is closer to your question than any passage that was there before.",
      "You took 0 of 1 cards of this kind.",
    ]);
  });

  it("logs decision, impression and outcome, and the decision replays", async () => {
    await part.documentArrived(7);
    part.report("home");
    const card = part.card();
    clock.move(5_000);
    part.act(card?.id as number, "accept", null);
    expect(part.card()).toBeNull();
    expect(closed).toEqual([[5, card?.id]]);
    const [decision, ...others] = createDecisionTable(store.user).all();
    expect(others).toEqual([]);
    expect(decision).toMatchObject({ moment: "home", actionId: card?.id, seed: 1, budgetLeft: 3 });
    expect(choose({ ...decision!, candidates: decision!.candidates })).toEqual({
      suggestionId: decision!.actionId,
      propensity: decision!.propensity,
      probabilities: decision!.probabilities,
    });
    expect(store.user.prepare("SELECT visible_ms, closed_by FROM impression").all()).toEqual([
      { visible_ms: 5_000, closed_by: "accept" },
    ]);
    expect(store.user.prepare("SELECT type, latency_ms FROM outcome").all()).toEqual([
      { type: "accept", latency_ms: 5_000 },
    ]);
  });

  it("logs silence too, and the card waits for another break", async () => {
    // Draws run over seeds until one explores silence.
    const candidates = [{ suggestionId: 1, kind: "late-answer" as const, acceptance: 0.45, utility: 1.3 }];
    for (seed = 1; choose({ candidates, threshold: 0.25, epsilon: 0.05, seed }).suggestionId !== null; seed += 1);
    await part.documentArrived(7);
    part.report("home");
    expect(part.card()).toBeNull();
    expect(createDecisionTable(store.user).all()).toMatchObject([{ actionId: null, propensity: 0.025 }]);
    seed = 1;
    part.report("chat-closed");
    expect(part.card()).not.toBeNull();
  });

  it("takes the card down when typing begins and keeps it for later", async () => {
    await part.documentArrived(7);
    part.report("home");
    expect(part.card()).not.toBeNull();
    part.report("typing");
    expect(part.card()).toBeNull();
    expect(part.waiting()).toBe(1);
    expect(store.user.prepare("SELECT closed_by FROM impression").all()).toEqual([{ closed_by: "typing" }]);
  });

  it("shows nothing in quiet hours, while off, or during onboarding", async () => {
    await part.documentArrived(7);
    settings.quietFrom = 11;
    settings.quietUntil = 13;
    part.report("home");
    expect(part.card()).toBeNull();
    settings.quietFrom = settings.quietUntil = 0;
    settings.suggestionLevel = "off";
    part.report("home");
    expect(part.card()).toBeNull();
    settings.suggestionLevel = "balanced";
    settings.onboardingDone = false;
    part.report("home");
    expect(part.card()).toBeNull();
    settings.onboardingDone = true;
    part.report("home");
    expect(part.card()).not.toBeNull();
  });

  it("takes the card down when suggestions are switched off", async () => {
    await part.documentArrived(7);
    part.report("home");
    settings.suggestionLevel = "off";
    part.settingsChanged();
    expect(part.card()).toBeNull();
    expect(part.waiting()).toBe(1);
  });

  it("remembers a dismissal for 30 days, and a second one for ever", async () => {
    await part.documentArrived(7);
    part.report("home");
    const id = part.card()?.id as number;
    part.act(id, "dismiss", null);
    await part.documentArrived(8);
    clock.move(hour);
    part.report("home");
    expect(part.card()).toBeNull();
    expect(store.user.prepare("SELECT scope, key, until FROM suppression").all()).toEqual([
      { scope: "dedupe-key", key: "late-answer:5", until: noon + 30 * 24 * hour },
    ]);
    part.act(id, "dismiss", null);
    expect(store.user.prepare("SELECT until FROM suppression").get()).toEqual({ until: null });
  });

  it("never shows the kind again after never, until undone", async () => {
    await part.documentArrived(7);
    part.report("home");
    const id = part.card()?.id as number;
    part.act(id, "never", null);
    clock.move(hour);
    questions = [{ ...(questions[0] as OpenQuestion), id: 6, bestCosine: 0.3 }];
    await part.documentArrived(8);
    part.report("home");
    expect(part.card()).toBeNull();
    part.act(id, "undo", null);
    part.report("home");
    expect(part.card()).not.toBeNull();
  });

  it("brings a card back after later", async () => {
    await part.documentArrived(7);
    part.report("home");
    const id = part.card()?.id as number;
    part.act(id, "later", clock.now() + hour);
    clock.move(hour - 1);
    part.report("home");
    expect(part.card()).toBeNull();
    clock.move(1);
    part.report("home");
    expect(part.card()?.id).toBe(id);
  });

  it("does not fire for a file that is no closer than what was there", async () => {
    (questions[0] as OpenQuestion).bestCosine = 0.9;
    await part.documentArrived(7);
    expect(part.waiting()).toBe(0);
  });

  it("raises the bar of a question with every file", async () => {
    await part.documentArrived(7);
    expect(questions[0]?.bestCosine).toBeCloseTo(0.8, 6);
  });

  it("puts a card that was on screen at a crash back into the inbox", async () => {
    await part.documentArrived(7);
    part.report("home");
    part.close();
    part = make();
    expect(part.card()).toBeNull();
    expect(part.list().suggestions).toMatchObject([{ state: "ready" }]);
  });

  it("refuses an unknown card", () => {
    expect(() => part.act(99, "accept", null)).toThrow(/no longer there/);
  });
});
