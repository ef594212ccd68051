import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, test, type Browser, type Page } from "@playwright/test";
import Database from "better-sqlite3";

import { backUp } from "../../../src/engine/store/backup.ts";
import { filesHolding } from "../support/byte-search.ts";
import { pressStop, untilSettled } from "../support/cloud-page.ts";
import { ask, keepPicture, newConversation, newestAnswer, questionField, sourcePanel } from "../support/docent-page.ts";
import { newFolder, startServer, type DocentServer } from "../support/docent-server.ts";
import { openEngineWire, waitForLibrary, type EngineWire } from "../support/engine-wire.ts";
import { chooseFolder, writeFolder } from "../support/home-folder.ts";
import { launchBrowser, openPage } from "./launch-browser.ts";

/*
 * What a person does with answers is kept against the run, can be seen and taken along, and after "Delete all
 * signals" no byte of it is left in the data folder.
 */
test.describe.configure({ mode: "serial" });

const slow = { timeout: 120_000 };
const breadQuestion = "At how many degrees is the loaf baked?";
const boilerQuestion = "When does the warranty of the boiler end?";
/** Words that stand nowhere but in what is to be forgotten. */
const reasonCanary = "canary-reason-8d21e7";
const questionCanary = "canary-question-47b0c3";
const snippetCanary = "canary-snippet-f9a65d";
const canaries = [reasonCanary, questionCanary, snippetCanary];
const learned = ["signal", "outcome", "impression", "decision", "suggestion", "suppression", "open_question"];
const data = newFolder("signals-data");
const home = newFolder("signals-home");
let folder: string;
let server: DocentServer;
let wire: EngineWire;
let browser: Browser;
let page: Page;

/** Says one sentence and then nothing more, so that there is all the time to stop it. */
const script = path.join(home, "pauses.json");
const modelId = `scripted:${script}`;

async function start(): Promise<void> {
  const parts = [
    { do: "say", text: "The loaf is baked at 230 degrees. " },
    { do: "wait", milliseconds: 600_000 },
  ];
  writeFileSync(script, JSON.stringify({ label: "Scripted: pauses", rules: [{ parts }] }));
  server = await startServer({ data, home, model: modelId });
  wire = await openEngineWire(server.url);
  ({ page } = await openPage(browser, server.url));
}

async function end(): Promise<void> {
  wire.close();
  await page.context().close();
  await server.stop();
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  folder = writeFolder(home, "Papers", {
    "Bread.md": "# Sourdough\n\nFeed the starter with rye flour in the evening. The loaf is baked at 230 degrees.\n",
    "Garden.md": "# Garden\n\nThe pear tree is cut in February; the roses follow when the forsythia blooms.\n",
  });
  browser = await launchBrowser();
  await start();
  await chooseFolder(page, "Papers");
  await waitForLibrary(wire);
});

test.afterAll(async () => {
  wire?.close();
  await browser?.close();
  await server?.stop();
});

/** Types and details of the stored signals, oldest first. */
async function signals(): Promise<string[]> {
  const { signals: rows } = await wire.engine.signals.list({});
  return rows.map((row) => (row.value === null ? row.type : `${row.type} ${row.value}`)).reverse();
}

async function openPrivacy(): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Privacy" }).click();
}

test("ratings and their reasons are stored", async () => {
  await ask(page, breadQuestion);
  const answer = await untilSettled(page);
  await answer.getByRole("button", { name: "Good" }).click();
  await expect.poll(signals).toEqual(["good"]);
  await answer.getByRole("button", { name: "Good" }).click();
  await expect.poll(signals).toEqual(["good", "rating-removed"]);
  await answer.getByRole("button", { name: "Bad" }).click();
  await expect.poll(signals).toEqual(["good", "rating-removed", "bad"]);
  await page.getByRole("button", { name: "Other…" }).click();
  await page.getByRole("textbox", { name: "What was wrong, in your words" }).fill(`No crust, ${reasonCanary}`);
  await page.getByRole("button", { name: "Save" }).click();
  await expect.poll(signals).toEqual(["good", "rating-removed", "bad", `bad No crust, ${reasonCanary}`]);
  await page.keyboard.press("Escape");
});

test("copy, opened citation and another answer are stored", async () => {
  await page.context().grantPermissions(["clipboard-write"]);
  const answer = newestAnswer(page);
  await answer.getByRole("toolbar").getByRole("button", { name: "Copy", exact: true }).click();
  await expect.poll(async () => (await signals()).slice(4)).toEqual(["copy text"]);
  const quote = answer.locator("li.quote").filter({ hasText: "230 degrees" });
  await quote.getByRole("button", { name: "Open" }).click();
  await expect(sourcePanel(page).getByRole("heading", { name: "Bread.md" })).toBeVisible();
  await expect.poll(async () => (await signals()).slice(5)).toEqual(["citation-opened 1"]);
  await answer.getByRole("button", { name: "Answer again" }).first().click();
  await page.getByRole("menuitem", { name: "Same set-up" }).click();
  await expect(newestAnswer(page).getByTestId("variant")).toHaveText("2/2", slow);
  await untilSettled(page);
  await expect.poll(async () => (await signals()).slice(6)).toEqual(["regenerate"]);
});

test("a stop is stored", async () => {
  let conversationId = 0;
  // A scripted model is in the list once it was used; then the page's own conversation can choose it.
  for await (const event of await wire.engine.chat.ask({ text: breadQuestion, modelId, write: true })) {
    if (event.type === "started") ({ conversationId } = event);
    if (event.type === "delta") break;
  }
  // Broken off here, the answer is stored a moment later.
  await expect
    .poll(async () => (await wire.engine.chat.conversation({ id: conversationId })).questions[0]?.answers.length)
    .toBe(1);
  await wire.engine.chat.setModel({ id: conversationId, modelId });
  await page.goto(`${server.url}#/conversation/${conversationId}`);
  await page.reload();
  await expect(newestAnswer(page)).toHaveAttribute("data-settled", "true", slow);
  await questionField(page).fill(breadQuestion);
  await questionField(page).press("Enter");
  await expect(page.getByTestId("answer")).toHaveCount(2);
  await expect(newestAnswer(page).getByTestId("prose")).toContainText(/\w/, slow);
  await pressStop(page);
  await expect(newestAnswer(page)).toHaveAttribute("data-state", "stopped");
  await expect.poll(async () => (await signals()).slice(7)).toEqual(["stop"]);
});

test("the settings list every one of them", async () => {
  await openPrivacy();
  const section = page.getByRole("region", { name: "Privacy" });
  await expect(section).toContainText("8 choices are stored: ratings, copies, opened citations, stops.");
  await section.getByRole("button", { name: "Show" }).click();
  const rows = section.getByTestId("signal-row");
  await expect(rows).toHaveCount(8);
  const cells = await rows.evaluateAll((all) =>
    all.map((row) => [...row.querySelectorAll("td")].slice(1, 3).map((cell) => cell.textContent)),
  );
  expect(cells.reverse().map(([type, detail]) => (detail === "–" ? type : `${type} ${detail}`))).toEqual(
    await signals(),
  );
  await keepPicture(page, "browser", "signals");
});

test("the export has one JSON object a line, each with its run's set-up", async () => {
  const downloading = page.waitForEvent("download");
  await page.getByRole("button", { name: "Export" }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe("docent-signals.jsonl");
  const text = readFileSync(await download.path(), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  const rows = text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { type: string; value: string | null; runId: number; setupId: string });
  expect(rows.map((row) => (row.value === null ? row.type : `${row.type} ${row.value}`))).toEqual(await signals());
  for (const row of rows) expect(row.setupId).toMatch(/^\S{6,}$/);
  expect(new Set(rows.map((row) => row.runId)).size).toBe(2);
});

test("a question kept open and its card lie in the data folder too, with the canaries planted in them", async () => {
  await newConversation(page);
  const answer = await ask(page, boilerQuestion);
  await expect(answer.getByTestId("abstained")).toBeVisible();
  writeFileSync(path.join(folder, "Boiler.md"), "# Boiler\n\nThe warranty of the boiler ends on 31 March 2027.\n");
  await expect
    .poll(async () => (await wire.engine.suggestions.list({})).suggestions.map((one) => one.question), slow)
    .toEqual([boilerQuestion]);
  await end();

  // Question and passage stand in conversation and index as well, which stay; so the copies to be forgotten get words
  // of their own. The backup is made as Docent makes it.
  const database = new Database(path.join(data, "user.db"));
  const planted = [
    database.prepare("UPDATE open_question SET question = question || ?").run(` ${questionCanary}`),
    database
      .prepare("UPDATE suggestion SET evidence = json_set(evidence, '$[0].snippet', ?)")
      .run(`The warranty ends, ${snippetCanary}`),
  ];
  expect(planted.map((result) => result.changes)).toEqual([1, 1]);
  const backup = backUp(database, path.join(data, "backups"), Date.now());
  database.close();
  for (const canary of canaries) {
    const held = filesHolding(data, canary);
    expect(held).toContain(path.join(data, "user.db"));
    expect(held).toContain(backup);
  }
  await start();
});

test("“Delete all signals” asks first; then no row and no byte is left, and conversations stay", async () => {
  await openPrivacy();
  await page.getByRole("button", { name: "Delete all…" }).click();
  const dialog = page.getByTestId("delete-signals");
  await expect(dialog).toContainText("Conversations stay. This cannot be undone.");
  await keepPicture(page, "browser", "signals-delete");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  expect(await signals()).toHaveLength(8);

  await page.getByRole("button", { name: "Delete all…" }).click();
  await dialog.getByRole("button", { name: "Delete all signals" }).click();
  await expect(page.getByText(/1\d rows deleted\./).first()).toBeVisible();
  await expect(page.getByRole("region", { name: "Privacy" })).toContainText("0 choices are stored");
  expect(await signals()).toEqual([]);
  expect((await wire.engine.suggestions.list({})).suggestions).toEqual([]);
  for (const canary of canaries) expect(filesHolding(data, canary)).toEqual([]);

  await end();
  const found = canaries.map((canary) => filesHolding(data, canary).length);
  console.log(`files that hold a canary after the stop: ${found.join(", ")}`);
  expect(found).toEqual([0, 0, 0]);
  const database = new Database(path.join(data, "user.db"), { readonly: true });
  for (const table of learned) {
    expect(database.prepare(`SELECT count(*) AS n FROM ${table}`).get(), table).toEqual({ n: 0 });
  }
  expect(database.prepare("SELECT count(*) AS n FROM message WHERE role = 'question'").get()).toEqual({ n: 4 });
  database.close();
  // The search does find what stays.
  expect(filesHolding(data, boilerQuestion)).toContain(path.join(data, "user.db"));
});
