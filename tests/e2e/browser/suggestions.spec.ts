import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, test, type Browser, type Locator, type Page } from "@playwright/test";
import Database from "better-sqlite3";

import { choose, epsilon, type PolicyCandidate } from "../../../src/engine/suggestions/policy.ts";
import { ask, keepPicture, newConversation, newestAnswer, questionField, sourcePanel } from "../support/docent-page.ts";
import { newFolder, startServer, type DocentServer } from "../support/docent-server.ts";
import { openEngineWire, waitForLibrary, type EngineWire } from "../support/engine-wire.ts";
import { chooseFolder, writeFolder } from "../support/home-folder.ts";
import { launchBrowser, openPage } from "./launch-browser.ts";

/*
 * A question that the files could not answer is kept; a file that answers it brings one card at a natural break, and
 * what the person does with it is remembered and logged so that every decision can be made again from its seed.
 */
test.describe.configure({ mode: "serial" });

const slow = { timeout: 120_000 };
const boilerQuestion = "When does the warranty of the boiler end?";
const pianoQuestion = "Who tunes the piano of the music school?";
const data = newFolder("suggestions-data");
const home = newFolder("suggestions-home");
let folder: string;
let server: DocentServer;
let wire: EngineWire;
let browser: Browser;
let page: Page;
/** What the card said of itself. */
let why: string[] = [];

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = writeFolder(home, "Papers", {
    "Bread.md": "# Sourdough\n\nFeed the starter with rye flour in the evening and bake the loaf at 230 degrees.\n",
    "Garden.md": "# Garden\n\nThe pear tree is cut in February; the roses follow when the forsythia blooms.\n",
    "Library card.md": "# Library card\n\nBooks are lent for four weeks and can be renewed twice by telephone.\n",
  });
  server = await startServer({ data, home });
  wire = await openEngineWire(server.url);
  // The hour at which this runs must not matter.
  await wire.engine.settings.set({ quietFrom: 0, quietUntil: 0 });
  browser = await launchBrowser();
  ({ page } = await openPage(browser, server.url));
  await chooseFolder(page, "Papers");
  await waitForLibrary(wire);
});

test.afterAll(async () => {
  wire?.close();
  await browser?.close();
  await server?.stop();
});

const card = (): Locator => page.getByTestId("suggestion-card");

async function goHome(): Promise<void> {
  await page.getByRole("link", { name: "Library" }).click();
  await expect(page.getByTestId("coverage-bar")).toBeVisible();
  await newConversation(page);
}

/** How often the detector has looked at a file, by Docent's own log. */
function looks(): number {
  return readFileSync(path.join(data, "docent.log"), "utf8")
    .split("\n")
    .filter((line) => line.includes('"late-answer"')).length;
}

async function stateOf(question: string): Promise<string | undefined> {
  const { suggestions } = await wire.engine.suggestions.list({});
  return suggestions.find((one) => one.question === question)?.state;
}

test("a folder ends the first steps, so that cards may come at all", async () => {
  await expect.poll(async () => (await wire.engine.settings.get({})).onboardingDone).toBe(true);
});

for (const question of [boilerQuestion, pianoQuestion]) {
  test(`“${question}” is refused and kept open`, async () => {
    await newConversation(page);
    const answer = await ask(page, question);
    await expect(answer.getByRole("heading", { name: "Not in your documents" })).toBeVisible();
    await expect(answer.getByRole("checkbox", { name: "Tell me when a new file answers this" })).toBeChecked();
  });
}

test("a file that answers it is found while the person types, and no card comes before they pause", async () => {
  await goHome();
  // When the last key was pressed, and when a card first stood in the page.
  await page.evaluate(() => {
    const times = { key: 0, card: 0 };
    Object.assign(window, { times });
    document.addEventListener("input", () => void (times.key = performance.now()), true);
    new MutationObserver(() => {
      if (times.card === 0 && document.querySelector('[data-testid="suggestion-card"]') !== null) {
        times.card = performance.now();
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  const text = "a letter to the landlord about the garden fence and the gate that does not close any more ".repeat(20);
  await questionField(page).pressSequentially(text.slice(0, 5), { delay: 100 });
  writeFileSync(
    path.join(folder, "Boiler.md"),
    "# Boiler\n\nThe warranty of the boiler in the kitchen ends on 31 March 2027. It was installed by Hollis and Sons.\n",
  );
  let typed = 5;
  let foundAt: number | null = null;
  while (foundAt === null || typed < foundAt + 20) {
    if (typed >= text.length) throw new Error("the file was not found while typing");
    await questionField(page).pressSequentially(text.slice(typed, typed + 4), { delay: 100 });
    typed += 4;
    await expect(card()).toHaveCount(0);
    if (foundAt === null && (await stateOf(boilerQuestion)) === "ready") foundAt = typed;
  }
  await questionField(page).fill("");

  // A break that the policy lets pass in silence (it explores a little) is followed by another.
  for (let attempt = 0; attempt < 6 && (await card().count()) === 0; attempt += 1) {
    await goHome();
    await card()
      .waitFor({ timeout: 20_000 })
      .catch(() => undefined);
  }
  await expect(card()).toHaveCount(1);
  const times = await page.evaluate(() => (window as unknown as { times: { key: number; card: number } }).times);
  const pause = times.card - times.key;
  console.log(`typed ${typed} characters; the card came ${(pause / 1_000).toFixed(1)} s after the last key`);
  // The pause is 8 s from the last report of typing, which the page sends at most every 2 s.
  expect(pause).toBeGreaterThan(5_900);
});

test("the card says what it found and why it is here", async () => {
  await expect(card()).toContainText(/A new file answers your question of \d+ \w+/);
  await expect(card()).toContainText(boilerQuestion);
  await expect(card()).toContainText("Boiler.md");
  await expect(card()).toContainText("31 March 2027");
  await card().getByRole("button", { name: "Why this?" }).click();
  why = await card().locator(".why li").allInnerTexts();
  expect(why[0]).toMatch(/^You asked this on \d+ \w+; nothing was found then\.$/);
  await keepPicture(page, "browser", "suggestion-card");
});

test("dismissed, it does not come again for the same file", async () => {
  await card().getByRole("button", { name: "Dismiss" }).click();
  await expect(card()).toHaveCount(0);
  await expect(page.getByText("Card dismissed.").first()).toBeVisible();
  const before = looks();
  appendFileSync(path.join(folder, "Boiler.md"), "\nThe warranty of the boiler covers the pump as well.\n");
  await expect.poll(looks, slow).toBeGreaterThan(before);
  await waitForLibrary(wire);
  expect(await stateOf(boilerQuestion)).toBe("suppressed");
  await goHome();
  await expect(card()).toHaveCount(0);
  await page.getByRole("link", { name: /^Suggestions/ }).click();
  await expect(page.getByRole("tab", { name: "New" })).toHaveAttribute("aria-selected", "true");
  await expect(page.getByText("Nothing to suggest now.")).toBeVisible();
});

test("another card, accepted, opens a conversation with the cited answer from the new file", async () => {
  writeFileSync(
    path.join(folder, "Piano.md"),
    "# Music school\n\nThe piano of the music school is tuned by Ottilie Varga every October.\n",
  );
  await expect.poll(() => stateOf(pianoQuestion), slow).toBe("ready");
  // The day's first card was shown already; this one waits in the inbox.
  await page.getByRole("link", { name: /^Suggestions/ }).click();
  await expect(card()).toHaveCount(1);
  await expect(card()).toContainText("Piano.md");
  await keepPicture(page, "browser", "suggestions-inbox");
  await card().getByRole("button", { name: "Answer now" }).click();
  await expect(page.locator("li.turn .bubble")).toContainText(pianoQuestion);
  const answer = newestAnswer(page);
  await expect(answer).toHaveAttribute("data-state", "done", slow);
  await expect(answer.getByTestId("source-card-1")).toContainText("Piano.md");
  const quote = answer.locator("li.quote").filter({ hasText: "Ottilie Varga" });
  await quote.getByRole("button", { name: "Open" }).click();
  await expect(sourcePanel(page).getByRole("heading", { name: "Piano.md" })).toBeVisible();
  await expect(sourcePanel(page).locator('mark[data-testid^="hl-"]').first()).toContainText("Ottilie Varga");
  await expect.poll(() => stateOf(pianoQuestion)).toBe("done");
});

interface Row {
  [column: string]: string | number | null;
}

test("decisions, impression and outcomes are stored, and every decision is made again from its seed", async () => {
  await server.stop();
  const database = new Database(path.join(data, "user.db"), { readonly: true });
  const rows = (sql: string): Row[] => database.prepare<[], Row>(sql).all();
  const suggestions = rows("SELECT * FROM suggestion ORDER BY id");
  const decisions = rows("SELECT * FROM decision ORDER BY id");
  const impressions = rows("SELECT * FROM impression ORDER BY id");
  const outcomes = rows("SELECT * FROM outcome ORDER BY id");
  const open = rows("SELECT * FROM open_question ORDER BY id");
  const suppressions = rows("SELECT * FROM suppression");
  database.close();
  const [boiler, piano] = suggestions;
  if (boiler === undefined || piano === undefined) throw new Error("two cards should be stored");
  expect(suggestions.map((row) => row["state"])).toEqual(["suppressed", "done"]);

  expect(decisions.length).toBeGreaterThanOrEqual(1);
  for (const row of decisions) {
    const candidates = JSON.parse(String(row["candidates"])) as PolicyCandidate[];
    const again = choose({
      candidates,
      threshold: Number(row["threshold"]),
      epsilon: Number(row["epsilon"]),
      seed: Number(row["seed"]),
    });
    expect(row["epsilon"]).toBe(epsilon);
    expect(again.suggestionId).toBe(row["action_id"]);
    expect(again.propensity).toBe(row["propensity"]);
    expect(again.probabilities).toEqual(JSON.parse(String(row["action_probabilities"])));
  }
  const shown = decisions.filter((row) => row["action_id"] !== null);
  expect(shown.map((row) => row["action_id"])).toEqual([boiler["id"]]);
  console.log(
    `decisions: ${decisions.map((row) => `${row["moment"]} p=${row["propensity"]} seed=${row["seed"]}`).join("; ")}`,
  );

  expect(impressions).toHaveLength(1);
  const [impression] = impressions;
  expect(impression).toMatchObject({
    decision_id: shown[0]?.["id"],
    suggestion_id: boiler["id"],
    surface: "card",
    closed_by: "dismiss",
  });
  expect(impression?.["visible_ms"]).toBeGreaterThan(0);
  expect(outcomes.map((row) => [row["suggestion_id"], row["type"], row["impression_id"]])).toEqual([
    [boiler["id"], "dismiss", impression?.["id"]],
    [piano["id"], "accept", null],
  ]);
  expect(outcomes[0]?.["latency_ms"]).toBeGreaterThan(0);
  expect(suppressions).toMatchObject([{ scope: "dedupe-key", key: boiler["dedupe_key"], source: "dismiss" }]);
  expect(open.map((row) => row["answered_by"])).toEqual([null, piano["id"]]);

  // "Why this?" said the stored facts and nothing else.
  const facts = JSON.parse(String(boiler["reason_arguments"])) as Record<string, string | number>;
  const day = (time: number): string =>
    new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" }).format(time);
  expect(why).toEqual([
    `You asked this on ${day(Number(facts["askedAt"]))}; nothing was found then.`,
    `Boiler.md was read on ${day(Number(boiler["created_at"]))}.`,
    `${facts["termsFound"]} of the ${facts["termsAsked"]} words you asked with are in this passage.`,
    "It is closer to your question than any passage that was there before.",
    "You took 0 of 1 cards of this kind.",
  ]);
});
