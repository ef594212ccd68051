import { electronNeeds, ensureSystem, offlineNeeds } from "./support/debian-packages.ts";
import { findTestElectron } from "./support/electron-binary.ts";
import { runPlaywright } from "./support/playwright.ts";

/* npm run test:electron [-- <playwright arguments>] : the window in a real Electron, on a screen in memory. */
if (process.platform === "linux") ensureSystem([...electronNeeds, ...offlineNeeds]);
const electron = findTestElectron();
console.log(`Electron: ${electron.kind}, ${electron.file}`);
process.exitCode = await runPlaywright({
  suite: "electron",
  environment: {
    DOCENT_TEST_ELECTRON_FILE: electron.file,
    DOCENT_TEST_ELECTRON_ARGUMENTS: JSON.stringify(electron.appArguments),
  },
  timeoutMinutes: 20,
  screenInMemory: process.platform === "linux",
});
