import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, test, type Browser, type Page } from "@playwright/test";

import { ask, keepPicture, newConversation, newestAnswer, oneSpaced, sourcePanel } from "../support/docent-page.ts";
import { newFolder, sampleLibrary, startServer, type DocentServer } from "../support/docent-server.ts";
import { openEngineWire, waitForLibrary } from "../support/engine-wire.ts";
import type { PageWatch } from "../support/page-watch.ts";
import { launchBrowser, openPage } from "./launch-browser.ts";

/* The main job with real clicks and keys, on the sample library, with the real engine and the real model. */
test.describe.configure({ mode: "serial" });

function countPoints(text: string): number {
  return Array.from(text).length;
}

const depositQuestion = "How big was the deposit for the flat?";
const data = newFolder("journey");
const home = newFolder("home");
let server: DocentServer;
let browser: Browser;
let page: Page;
let watch: PageWatch;

test.beforeAll(async () => {
  mkdirSync(path.join(home, "Letters"));
  mkdirSync(path.join(home, ".hidden"));
  // Short on purpose: a note of one line must be found like any other.
  writeFileSync(path.join(home, "Letters", "Piano.md"), "# Piano\n\nOttilie Varga repairs the piano in Mossgate.\n");
  server = await startServer({ data, home });
  browser = await launchBrowser();
  ({ page, watch } = await openPage(browser, server.url));
});

test.afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

test("the first start offers a folder and the sample library", async () => {
  await expect(page.getByTestId("first-step")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add folder…" })).toBeVisible();
  await keepPicture(page, "browser", "first-start");
  await page.getByRole("button", { name: "Try the sample library" }).click();
  await expect(page.getByRole("button", { name: /Reading \d+ of \d+ files|\d+ of \d+ files ready/ })).toBeVisible();
});

test("progress ends with every file accounted for", async () => {
  const wire = await openEngineWire(server.url);
  await waitForLibrary(wire);
  const { summary } = await wire.engine.library.summary({});
  wire.close();
  expect(summary.files).toBeGreaterThanOrEqual(20);
  const outcomes = Object.values(summary.outcomes).reduce((total, count) => total + (count ?? 0), 0);
  expect(outcomes).toBe(summary.files);
  await expect(page.getByRole("button", { name: new RegExp(`of ${summary.files} files ready`) })).toBeVisible();
});

test("a question shows sources with marked words and quotes word for word", async () => {
  const answer = await ask(page, depositQuestion);
  await expect(answer.getByTestId("source-card-1")).toContainText("Lease agreement.pdf");
  await expect(answer.getByTestId("source-card-1").locator("mark").first()).toBeVisible();
  await expect(answer.getByText("Quotes from your files. No text was generated.")).toBeVisible();
  await expect(answer.getByRole("blockquote").filter({ hasText: "2,700 euros" })).toBeVisible();
  await keepPicture(page, "browser", "chat-quotes");
});

test("a citation opens the PDF page with rectangles on the very words", async () => {
  const wire = await openEngineWire(server.url);
  const { documents } = await wire.engine.library.documents({ nameContains: "Lease agreement.pdf" });
  const quote = newestAnswer(page).locator("li.quote").filter({ hasText: "2,700 euros" });
  await quote.getByRole("button", { name: "Open" }).click();
  const panel = sourcePanel(page);
  await expect(panel.getByRole("heading", { name: "Lease agreement.pdf" })).toBeVisible();
  await expect(panel.locator('[data-testid="page-image"][data-state="drawn"]').first()).toBeVisible();
  const highlight = panel.locator('[data-testid^="hl-"]').first();
  await expect(highlight).toBeInViewport();

  // The picture was really drawn, not only asked for.
  const picture = panel.locator('[data-testid="page-image"][data-state="drawn"]').first();
  expect(await picture.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBeGreaterThan(100);

  // What lies under the rectangles is the quoted text: the words of the page whose middle a rectangle holds.
  const spoken = oneSpaced((await quote.getByRole("blockquote").innerText()).replaceAll(/[“”]/g, ""));
  const document = documents[0];
  if (document === undefined) throw new Error("the lease is not in the library");
  const { characters } = await wire.engine.library.view({ id: document.id });
  const { text } = await wire.engine.library.text({ id: document.id, start: 0, end: characters });
  const points = [...text];
  const start = countPoints(text.slice(0, text.indexOf(spoken.slice(0, 40))));
  const [location] = await wire.engine.library.locate({ id: document.id, start, end: start + countPoints(spoken) });
  expect(location?.page).toBe(2);
  expect(oneSpaced(points.slice(start, start + countPoints(spoken)).join(""))).toBe(spoken);
  const pageText = await wire.engine.library.pageText({ id: document.id, page: 2 });
  const covered = pageText.items.filter((item) =>
    location?.boxes.some(
      (box) =>
        item.y + item.height / 2 > box.y &&
        item.y + item.height / 2 < box.y + box.height &&
        item.x + item.width / 2 > box.x &&
        item.x + item.width / 2 < box.x + box.width,
    ),
  );
  expect(oneSpaced(covered.map((item) => item.text).join(" "))).toContain("2,700 euros");
  wire.close();
  await keepPicture(page, "browser", "source-pdf");
});

test("a text source shows exactly the cited span, marked and in view", async () => {
  const answer = await ask(page, "How often should the lint filter of the washing machine be cleaned?");
  const quote = answer.locator("li.quote").filter({ hasText: "lint filter" }).first();
  const spoken = oneSpaced((await quote.getByRole("blockquote").innerText()).replaceAll(/[“”]/g, ""));
  await quote.getByRole("button", { name: "Open" }).click();
  const panel = sourcePanel(page);
  await expect(panel.getByRole("heading", { name: "Washing machine.txt" })).toBeVisible();
  const mark = panel.locator('mark[data-testid^="hl-"]');
  await expect(mark.first()).toBeInViewport();
  expect(oneSpaced((await mark.allTextContents()).join(""))).toBe(spoken);

  // And that span is in the file itself, word for word.
  const file = readFileSync(path.join(sampleLibrary, "Home", "Washing machine.txt"), "utf8");
  expect(oneSpaced(file)).toContain(spoken);
  await keepPicture(page, "browser", "source-text");
});

test("a follow-up is asked in the same conversation and understood", async () => {
  const conversations = page.getByRole("navigation", { name: "Main" }).locator("li");
  const before = await conversations.count();
  await newConversation(page);
  await ask(page, depositQuestion);
  const answer = await ask(page, "And when is it returned?");
  await expect(answer.getByRole("blockquote").filter({ hasText: "six weeks" })).toBeVisible();
  await expect(conversations).toHaveCount(before + 1);
});

test("Write anyway streams from the real model, weak, with a verdict for every sentence", async () => {
  test.setTimeout(600_000);
  const answer = newestAnswer(page);
  await answer.getByRole("button", { name: "Write anyway" }).click();
  const written = newestAnswer(page);
  await expect(written.getByTestId("prose")).toContainText(/\w{3,}/, { timeout: 240_000 });
  await expect(written).toHaveAttribute("data-state", "done", { timeout: 240_000 });
  await expect(written.getByTestId("weak-label")).toBeVisible();
  await expect(written.getByTestId("support-summary")).toContainText(/supported|partly|not in your files/);
  await keepPicture(page, "browser", "chat-written");
});

test("Stop keeps what was written and says so", async () => {
  await newConversation(page);
  await ask(page, "What does the household policy cover?");
  await newestAnswer(page).getByRole("button", { name: "Write anyway" }).click();
  await expect(page.getByTestId("stop")).toBeVisible();
  await page.getByTestId("stop").click();
  await expect(newestAnswer(page)).toHaveAttribute("data-state", "stopped", { timeout: 30_000 });
  await expect(newestAnswer(page).getByTestId("stopped")).toBeVisible();
  await keepPicture(page, "browser", "chat-stopped");
});

test("a bad rating with its reason is stored against the run", async () => {
  const answer = newestAnswer(page);
  // The stored answer has come back from the engine: from now on it has an id that a rating can name.
  await expect(answer.getByTestId("latency-footer")).toBeVisible();
  await answer.getByRole("button", { name: "Bad" }).click();
  await expect(answer.getByRole("button", { name: "Bad" })).toHaveAttribute("aria-pressed", "true");
  await page.getByRole("button", { name: "Too long" }).click();
  const wire = await openEngineWire(server.url);
  await expect
    .poll(async () => {
      const { signals } = await wire.engine.signals.list({});
      return signals.filter((signal) => signal.type === "bad").map((signal) => signal.value);
    })
    .toContain("too-long");
  wire.close();
  await page.keyboard.press("Escape");
});

test("a question that the files can't answer is refused and kept", async () => {
  await newConversation(page);
  const answer = await ask(page, "Which planet has the strongest magnetic field?");
  await expect(answer.getByTestId("abstained")).toBeVisible();
  await expect(answer.getByRole("heading", { name: "Not in your documents" })).toBeVisible();
  await expect(answer.getByText(/Docent searched \d+ files/)).toBeVisible();
  await expect(answer.getByRole("checkbox", { name: /Tell me when/ })).toBeChecked();
  await keepPicture(page, "browser", "chat-abstained");
});

test("after kill -9 and a restart everything is still there", async () => {
  const titles = await page.getByRole("navigation", { name: "Main" }).locator("li").allInnerTexts();
  expect(titles.length).toBeGreaterThanOrEqual(4);
  await server.stop("SIGKILL");
  server = await startServer({ data, home });
  await page.context().close();
  ({ page, watch } = await openPage(browser, server.url));
  const rows = page.getByRole("navigation", { name: "Main" }).locator("li");
  await expect(rows).toHaveCount(titles.length);
  await rows.filter({ hasText: "How big was the deposit" }).first().click();
  await expect(page.getByTestId("answer").first()).toHaveAttribute("data-state", /done|stopped/);
  await expect(page.getByTestId("answer").first()).toContainText("Lease agreement.pdf");
  const wire = await openEngineWire(server.url);
  const { signals } = await wire.engine.signals.list({});
  expect(signals.some((signal) => signal.type === "bad" && signal.value === "too-long")).toBe(true);
  wire.close();
});

test("the library names every file that failed, with its reason", async () => {
  await page.getByRole("link", { name: "Library" }).click();
  await expect(page.getByTestId("coverage-bar")).toBeVisible();
  await page.getByRole("button", { name: /^Failed/ }).click();
  const row = page.getByTestId("document-row").filter({ hasText: "Deposit receipt (scan).pdf" });
  await expect(row).toContainText(/text/i);
  await expect(row).toHaveAttribute("data-state", "failed");
  await keepPicture(page, "browser", "library-failed");
});

test("a folder is chosen by walking through the host's folders", async () => {
  await page.getByRole("button", { name: "Add folder…" }).first().click();
  const chooser = page.getByTestId("folder-chooser");
  await expect(chooser.getByTestId("folder-choice")).toHaveText(["Letters"]);
  await keepPicture(page, "browser", "folder-chooser");
  await chooser.getByTestId("folder-choice").click();
  await chooser.getByRole("button", { name: "Use this folder" }).click();
  await expect(chooser).toBeHidden();
  await expect(page.getByTestId("folder").filter({ hasText: "Letters" })).toBeVisible();
  const wire = await openEngineWire(server.url);
  await waitForLibrary(wire);
  wire.close();
  await newConversation(page);
  const answer = await ask(page, "Who repairs the piano in Mossgate?");
  await expect(answer.getByRole("blockquote").filter({ hasText: "Ottilie Varga" })).toBeVisible();
});

test("the page fetched nothing but its own and broke no policy", () => {
  expect(watch.foreign).toEqual([]);
  expect(watch.reports).toEqual([]);
});
