import { expect, type Locator, type Page } from "@playwright/test";

import { newestAnswer, questionField } from "./docent-page.ts";

const slow = { timeout: 120_000 };

/** "Use this host for this chat?" */
export function consentDialog(page: Page): Locator {
  return page.getByTestId("cloud-consent");
}

/** What would leave, word for word. */
export function sendDialog(page: Page): Locator {
  return page.getByTestId("cloud-send");
}

export function modelButton(page: Page): Locator {
  return page.getByRole("button", { name: /^Model: / });
}

/** Opens a conversation of the list by the words its title begins with. */
export async function openConversation(page: Page, title: string): Promise<void> {
  await page.getByRole("navigation", { name: "Main" }).locator("li").filter({ hasText: title }).first().click();
  await expect(newestAnswer(page)).toBeVisible();
}

/** Adds a server in the view of models; gives its row. */
export async function addServer(
  page: Page,
  server: { label: string; address: string; model: string; key: string },
): Promise<Locator> {
  await page.getByRole("link", { name: "Models" }).click();
  await page.getByRole("button", { name: "Add a server…" }).click();
  const dialog = page.getByTestId("add-server");
  await dialog.getByLabel("Name", { exact: true }).fill(server.label);
  await dialog.getByLabel("Address").fill(server.address);
  await dialog.getByLabel("Model name there").fill(server.model);
  await dialog.getByLabel("Key (optional)").fill(server.key);
  await dialog.getByRole("button", { name: "Add server" }).click();
  await expect(dialog).toBeHidden();
  return page.getByTestId("server").filter({ hasText: server.label });
}

/** Chooses a model elsewhere in the conversation's menu; the consent dialog is open then. */
export async function chooseServer(page: Page, label: string): Promise<void> {
  await modelButton(page).click();
  await page.getByRole("menuitemradio", { name: label }).click();
  await expect(consentDialog(page)).toBeVisible();
}

export async function allowServer(page: Page, label: string): Promise<void> {
  await chooseServer(page, label);
  await consentDialog(page).getByRole("button", { name: "Use for this chat" }).click();
  await expect(modelButton(page)).toHaveAccessibleName(`Model: ${label}. Passages leave this computer`);
}

/** Asks a question that must be shown before it leaves, and waits for the dialog. */
export async function askUntilShown(page: Page, question: string): Promise<Locator> {
  await questionField(page).fill(question);
  await questionField(page).press("Enter");
  await expect(sendDialog(page)).toBeVisible(slow);
  return sendDialog(page);
}

/** Closes a dialog by Esc, once it has the focus and so hears it. */
export async function pressEscapeIn(page: Page, dialog: Locator): Promise<void> {
  await expect.poll(() => dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
}

/** Waits until nothing more comes for the newest answer. */
export async function untilSettled(page: Page): Promise<Locator> {
  const answer = newestAnswer(page);
  await expect(answer).toHaveAttribute("data-settled", "true", slow);
  // The stored answer has come back from the engine.
  await expect(answer.getByTestId("latency-footer")).toBeVisible(slow);
  return answer;
}

/** Presses Stop; milliseconds until the page shows the answer as stopped, and when it was pressed. */
export async function pressStop(page: Page): Promise<{ shownAfterMs: number; pressedAt: number }> {
  return page.evaluate(
    () =>
      new Promise((resolve) => {
        const answer = [...document.querySelectorAll<HTMLElement>('[data-testid="answer"]')].at(-1);
        const stop = document.querySelector<HTMLElement>('[data-testid="stop"]');
        if (answer === undefined || stop === null) throw new Error("no answer is being written");
        const began = performance.now();
        const pressedAt = Date.now();
        new MutationObserver((_changes, observer) => {
          if (answer.dataset["state"] !== "stopped") return;
          observer.disconnect();
          resolve({ shownAfterMs: performance.now() - began, pressedAt });
        }).observe(answer, { attributes: true });
        stop.click();
      }),
  );
}

/** Switches the setting in the page and comes back to the conversation. */
export async function askBeforeEverySend(page: Page, on: boolean, title: string): Promise<void> {
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByRole("navigation", { name: "Sections" }).getByRole("link", { name: "Privacy" }).click();
  const choice = page.getByRole("switch", { name: "Ask before every send to a server" });
  await expect(choice).toHaveAttribute("aria-checked", String(!on));
  await choice.click();
  await expect(choice).toHaveAttribute("aria-checked", String(on));
  await openConversation(page, title);
}
