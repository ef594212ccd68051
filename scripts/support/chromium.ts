import { existsSync } from "node:fs";

import { chromium } from "@playwright/test";

import { browserNeeds, ensureSystem } from "./debian-packages.ts";

/** A Chromium for the browser tests: Playwright's own where it was downloaded, else the system's, installed if need be. */
export function findChromium(): string {
  const own = chromium.executablePath();
  if (existsSync(own)) return own;
  ensureSystem(browserNeeds);
  const found = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((file) => existsSync(file));
  if (found === undefined) throw new Error("No Chromium was found. Run: npx playwright install chromium");
  return found;
}
