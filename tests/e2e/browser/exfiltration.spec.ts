import { expect, test, type Browser, type Page } from "@playwright/test";

import { ask, keepPicture, newestAnswer, sourcePanel } from "../support/docent-page.ts";
import { newFolder, startServer, type DocentServer } from "../support/docent-server.ts";
import { openEngineWire, waitForLibrary, type EngineWire } from "../support/engine-wire.ts";
import { chooseFolder } from "../support/home-folder.ts";
import {
  openLeakTarget,
  writeHostileLibrary,
  type HostileLibrary,
  type LeakTarget,
} from "../support/hostile-library.ts";
import type { PageWatch } from "../support/page-watch.ts";
import { foreignAddresses } from "../support/url-attributes.ts";
import { launchBrowser, openPage } from "./launch-browser.ts";

/*
 * Every vector as a streamed answer, as an answer from history, as file name, heading, passage, quote and opened
 * source, with a model that says whatever it is told to. Nothing may be fetched and no policy may be needed.
 */
test.describe.configure({ mode: "serial" });

let target: LeakTarget;
let library: HostileLibrary;
let server: DocentServer;
let wire: EngineWire;
let browser: Browser;
let page: Page;
let watch: PageWatch;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  target = await openLeakTarget();
  const home = newFolder("hostile");
  library = writeHostileLibrary(home, target.address);
  server = await startServer({ data: newFolder("hostile-data"), home, model: `scripted:${library.script}` });
  wire = await openEngineWire(server.url);
  browser = await launchBrowser();
  ({ page, watch } = await openPage(browser, server.url));
  await chooseFolder(page, "hostile");
  await waitForLibrary(wire);
});

test.afterAll(async () => {
  wire?.close();
  await browser?.close();
  await server?.stop();
  target?.close();
});

function expectNothingLeft(): void {
  expect(target.hits).toEqual([]);
  expect(watch.foreign).toEqual([]);
  expect(watch.reports).toEqual([]);
}

test("there are at least 41 vectors and a file for each", async () => {
  expect(library.questions.length).toBeGreaterThanOrEqual(41);
  const { summary } = await wire.engine.library.summary({});
  expect(summary.files).toBe(library.questions.length * 2);
});

test("streamed answers, passages, names and quotes fetch nothing", async () => {
  test.setTimeout(900_000);
  const modelId = `scripted:${library.script}`;
  let conversationId = 0;
  // A scripted model is in the list once it was used; then the page's own conversation can choose it.
  for await (const event of await wire.engine.chat.ask({ text: library.questions[0] ?? "", modelId, write: true })) {
    if (event.type === "started") ({ conversationId } = event);
    if (event.type === "finished") expect(event.answer.mode).toBe("written");
  }
  await wire.engine.chat.setModel({ id: conversationId, modelId });
  await page.goto(`${server.url}#/conversation/${conversationId}`);
  await page.reload();
  await expect(newestAnswer(page)).toHaveAttribute("data-state", "done");
  for (const question of library.questions) {
    const answer = await ask(page, question);
    await expect(answer.getByTestId("prose")).toContainText("guards the northern burrow");
    expect(await foreignAddresses(page)).toEqual([]);
  }
  expectNothingLeft();
  await keepPicture(page, "browser", "hostile-answer");
});

test("the same answers from history fetch nothing", async () => {
  await page.reload();
  await expect(newestAnswer(page)).toHaveAttribute("data-state", "done");
  await expect(page.getByTestId("prose")).toHaveCount(library.questions.length + 1);
  expect(await foreignAddresses(page)).toEqual([]);
  expectNothingLeft();
});

test("opened sources fetch nothing", async () => {
  test.setTimeout(600_000);
  const cards = page.getByTestId("source-card-1");
  const count = await cards.count();
  expect(count).toBeGreaterThanOrEqual(library.questions.length);
  for (let index = 0; index < library.questions.length; index += 1) {
    await cards.nth(index).click();
    await expect(sourcePanel(page).locator('[data-testid^="hl-"]').first()).toBeVisible();
    expect(await foreignAddresses(page)).toEqual([]);
  }
  expectNothingLeft();
  await keepPicture(page, "browser", "hostile-source");
});

test("the library with these names fetches nothing", async () => {
  await page.getByRole("link", { name: "Library" }).click();
  await expect(page.getByTestId("document-row").first()).toBeVisible();
  expect(await foreignAddresses(page)).toEqual([]);
  expectNothingLeft();
  await keepPicture(page, "browser", "hostile-library");
});
