import { expect, test } from "@playwright/test";

import { ask, keepPicture, newConversation, newestAnswer, oneSpaced, sourcePanel } from "../support/docent-page.ts";
import { newFolder } from "../support/docent-server.ts";
import { launchDocent, type DocentWindow } from "./launch-electron.ts";

/* The main job in a window, with real clicks and keys, the engine in a process of its own. */
test.describe.configure({ mode: "serial" });

const data = newFolder("electron-journey");
let docent: DocentWindow;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  docent = await launchDocent({ data });
});

test.afterAll(async () => {
  await docent?.close();
});

test("the first start offers a folder and the sample library", async () => {
  const { main } = docent;
  await expect(main.getByTestId("first-step")).toBeVisible({ timeout: 120_000 });
  await keepPicture(main, "electron", "first-start");
  await main.getByRole("button", { name: "Try the sample library" }).click();
  await expect(main.getByRole("button", { name: /\d+ of \d+ files/ })).toBeVisible();
});

test("the sample library is read, words first and then meaning", async () => {
  test.setTimeout(300_000);
  const { main } = docent;
  await main.getByRole("link", { name: "Library" }).click();
  await expect(main.getByText(/All files are read/)).toBeVisible({ timeout: 240_000 });
  await keepPicture(main, "electron", "library");
  await newConversation(main);
});

test("a question shows sources and quotes; a citation opens the drawn page with its highlight", async () => {
  const { main } = docent;
  const answer = await ask(main, "How big was the deposit for the flat?");
  await expect(answer.getByTestId("source-card-1").locator("mark").first()).toBeVisible();
  const quote = answer.locator("li.quote").filter({ hasText: "2,700 euros" });
  await quote.getByRole("button", { name: "Open" }).click();
  const panel = sourcePanel(main);
  const picture = panel.locator('[data-testid="page-image"][data-state="drawn"]').first();
  await expect(picture).toBeVisible();
  expect(await picture.getAttribute("src")).toMatch(/^(app:\/\/docent\/|\.?\/?)doc\/\d+\/page\/\d+\?width=\d+$/);
  expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);
  await expect(panel.locator('[data-testid^="hl-"]').first()).toBeInViewport();
  await keepPicture(main, "electron", "source-pdf");
});

test("a text source marks exactly what was quoted", async () => {
  const { main } = docent;
  const answer = await ask(main, "How often should the lint filter of the washing machine be cleaned?");
  const quote = answer.locator("li.quote").filter({ hasText: "lint filter" }).first();
  const spoken = oneSpaced((await quote.getByRole("blockquote").innerText()).replaceAll(/[“”]/g, ""));
  await quote.getByRole("button", { name: "Open" }).click();
  const mark = sourcePanel(main).locator('mark[data-testid^="hl-"]');
  await expect(mark.first()).toBeInViewport();
  expect(oneSpaced((await mark.allTextContents()).join(""))).toBe(spoken);
});

test("Write anyway streams from the real model and Stop keeps what was written", async () => {
  test.setTimeout(600_000);
  const { main } = docent;
  await newestAnswer(main).getByRole("button", { name: "Write anyway" }).click();
  await expect(newestAnswer(main).getByTestId("prose")).toContainText(/\w{3,}/, { timeout: 240_000 });
  if (await main.getByTestId("stop").isVisible())
    await main
      .getByTestId("stop")
      .click({ timeout: 5_000 })
      .catch(() => undefined);
  await expect(newestAnswer(main)).toHaveAttribute("data-state", /^(stopped|done)$/, { timeout: 240_000 });
  await expect(newestAnswer(main).getByTestId("weak-label")).toBeVisible();
  await keepPicture(main, "electron", "chat-written");
});

test("an engine that dies is started again, the page says so and asks again", async () => {
  test.setTimeout(300_000);
  const { main } = docent;
  const enginePid = (): number => Number(docent.events().findLast((one) => one.event === "engine-running")?.["pid"]);
  const first = enginePid();
  process.kill(first, "SIGKILL");
  await expect.poll(() => docent.events().some((one) => one.event === "engine-gone"), { timeout: 60_000 }).toBe(true);
  await expect.poll(enginePid, { timeout: 60_000 }).not.toBe(first);
  const answer = await ask(main, "When does my lease run out?");
  await expect(answer.getByRole("blockquote").filter({ hasText: "31 March 2030" })).toBeVisible();
});

test("an answer that loses its engine says so, and its question is kept", async () => {
  test.setTimeout(300_000);
  const { main } = docent;
  await newestAnswer(main).getByRole("button", { name: "Write anyway" }).click();
  await expect(main.getByTestId("stop")).toBeVisible();
  process.kill(Number(docent.events().findLast((one) => one.event === "engine-running")?.["pid"]), "SIGKILL");
  const told = newestAnswer(main).getByTestId("answer-error");
  await expect(told).toContainText("The search engine stopped and was started again.", { timeout: 60_000 });
  await expect(main.getByText("When does my lease run out?").first()).toBeVisible();
  await keepPicture(main, "electron", "engine-gone");
});

test("after closing and starting again everything is still there", async () => {
  test.setTimeout(300_000);
  await docent.close();
  docent = await launchDocent({ data });
  const rows = docent.main.getByRole("navigation", { name: "Main" }).locator("li");
  await expect(rows.first()).toBeVisible({ timeout: 120_000 });
  await rows.filter({ hasText: "How big was the deposit" }).first().click();
  await expect(docent.main.getByTestId("answer").first()).toContainText("Lease agreement.pdf");
});
