import { chromium, type Browser, type Page } from "@playwright/test";

import { watchPage, type PageWatch } from "../support/page-watch.ts";

/** The Chromium that scripts/browser-test.ts found. */
export function launchBrowser(): Promise<Browser> {
  const executablePath = process.env["DOCENT_TEST_CHROMIUM"];
  if (executablePath === undefined) throw new Error("Run these tests by: npm run test:browser");
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({ executablePath, args: [...asRoot, "--disable-dev-shm-usage"] });
}

/** A page of the size that the pictures of the design have, watched from the start. */
export async function openPage(browser: Browser, url: string): Promise<{ page: Page; watch: PageWatch }> {
  const context = await browser.newContext({ viewport: { width: 1240, height: 800 } });
  const page = await context.newPage();
  const watch = await watchPage(page, url.split("/").slice(0, 3).join("/"));
  await page.goto(url);
  return { page, watch };
}
