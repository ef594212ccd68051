import { findChromium } from "./support/chromium.ts";
import { runPlaywright } from "./support/playwright.ts";

/* npm run test:browser [-- <playwright arguments>] : the page in a real browser, with the real engine behind it. */
process.exitCode = await runPlaywright({
  suite: "browser",
  environment: { DOCENT_TEST_CHROMIUM: findChromium() },
  timeoutMinutes: 20,
});
