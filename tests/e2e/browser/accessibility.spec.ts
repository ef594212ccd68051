import { AxeBuilder } from "@axe-core/playwright";
import { expect, test, type Browser, type Page } from "@playwright/test";

import { ask, keepPicture, newConversation, sourcePanel } from "../support/docent-page.ts";
import { newFolder, startServer, type DocentServer } from "../support/docent-server.ts";
import { openEngineWire, waitForLibrary } from "../support/engine-wire.ts";
import { launchBrowser, openPage } from "./launch-browser.ts";

/* axe over every view and the states that people meet, in both themes; a picture of each is kept. */
test.describe.configure({ mode: "serial" });

let server: DocentServer;
let browser: Browser;
let page: Page;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  server = await startServer({ data: newFolder("accessibility"), home: newFolder("home") });
  browser = await launchBrowser();
  ({ page } = await openPage(browser, server.url));
  await page.emulateMedia({ reducedMotion: "reduce" });
});

test.afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Problems that axe calls serious or critical, each with the elements that have them. */
async function seriousProblems(): Promise<string[]> {
  const { violations, passes } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  // An analysis that looked at nothing finds nothing.
  expect(passes.length).toBeGreaterThan(10);
  return violations
    .filter((violation) => violation.impact === "serious" || violation.impact === "critical")
    .map((violation) => `${violation.id}: ${violation.nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

async function checkBothThemes(name: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    expect.soft(await seriousProblems(), `${name}, ${theme}`).toEqual([]);
    await keepPicture(page, "browser", `${name}-${theme}`);
  }
}

test("first start", async () => {
  await expect(page.getByTestId("first-step")).toBeVisible();
  await checkBothThemes("first-start");
});

test("library, empty and full", async () => {
  test.setTimeout(300_000);
  await page.getByRole("link", { name: "Library" }).click();
  await expect(page.getByTestId("library-empty")).toBeVisible();
  await checkBothThemes("library-empty");
  const wire = await openEngineWire(server.url);
  await wire.engine.library.addSample({});
  await waitForLibrary(wire);
  wire.close();
  await expect(page.getByTestId("document-row").first()).toBeVisible();
  await checkBothThemes("library");
});

test("chat, empty, answered and abstained", async () => {
  await newConversation(page);
  await checkBothThemes("chat-empty");
  await ask(page, "How big was the deposit for the flat?");
  await checkBothThemes("chat-quotes-only");
  const answer = await ask(page, "Which planet has the strongest magnetic field?");
  await expect(answer.getByTestId("abstained")).toBeVisible();
  await checkBothThemes("chat-abstained");
});

test("source panel with pages and with text", async () => {
  await page.getByTestId("source-card-1").first().click();
  await expect(sourcePanel(page).locator('[data-testid="page-image"][data-state="drawn"]').first()).toBeVisible();
  await checkBothThemes("source-pages");
  await newConversation(page);
  const answer = await ask(page, "How often should the lint filter of the washing machine be cleaned?");
  await answer.getByTestId("source-card-1").click();
  await expect(sourcePanel(page).locator("mark").first()).toBeVisible();
  await checkBothThemes("source-text");
});

const views: [hash: string, name: string, title: string][] = [
  ["#/suggestions", "suggestions", "Suggestions"],
  ["#/models", "models", "Models"],
  ["#/ledger", "ledger", "Privacy ledger"],
  ["#/settings/general", "settings-general", "General"],
  ["#/settings/privacy", "settings-privacy", "Privacy"],
  ["#/settings/appearance", "settings-appearance", "Appearance"],
  ["#/settings/about", "settings-about", "About"],
  ["#/quick", "quick", "Quick prompt"],
];

for (const [hash, name, title] of views) {
  test(name, async () => {
    await page.goto(`${server.url}${hash}`);
    // A view says its title when it is drawn; the heading of the view before would be found too early.
    await expect(page).toHaveTitle(`${title} – Docent`);
    await expect(page.getByRole("heading", { level: 1 })).toBeAttached();
    await checkBothThemes(name);
  });
}

test("quick prompt with passages", async () => {
  await page.getByRole("combobox").fill("deposit");
  await expect(page.getByTestId("quick-passage").first()).toBeVisible();
  await checkBothThemes("quick-typing");
});
