import type { Page } from "../../app/page.ts";
import type { DesktopApi } from "../../engine-client/engine-client.ts";
import { openHere } from "../../app/opening.ts";

export type Opening = Parameters<DesktopApi["quickPromptToMain"]>[0];

/** Shows in the main window what stands in the quick prompt; in a browser this page itself becomes it. */
export async function moveToMain(page: Page, opening: Opening): Promise<void> {
  if (page.connection.host === "electron") {
    await page.desktop.quickPromptToMain(opening);
    return;
  }
  await openHere(page, opening);
}
