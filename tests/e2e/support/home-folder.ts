import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

import { expect, type Page } from "@playwright/test";

/** Writes a folder of text files into a home folder; gives its path. */
export function writeFolder(home: string, name: string, files: Record<string, string>): string {
  const folder = path.join(home, name);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(path.join(folder, file), text);
  return folder;
}

/** Adds a folder of the home folder through the page's own chooser. */
export async function chooseFolder(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Add folder…" }).first().click();
  await page.getByTestId("folder-choice").filter({ hasText: name }).click();
  await expect(page.getByTestId("folder-shown")).toHaveText(name);
  await page.getByRole("button", { name: "Use this folder" }).click();
  await page.getByTestId("folder-chooser").waitFor({ state: "hidden" });
}
