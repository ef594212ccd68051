import { expect, type Locator, type Page } from "@playwright/test";

const slow = { timeout: 120_000 };

/** The field that questions are typed into. */
export function questionField(page: Page): Locator {
  return page.getByRole("textbox", { name: "Question" });
}

/** The newest answer on screen. */
export function newestAnswer(page: Page): Locator {
  return page.getByTestId("answer").last();
}

/** Begins a conversation; the one before is off the screen when this is done. */
export async function newConversation(page: Page): Promise<void> {
  await page.getByRole("link", { name: "New conversation" }).click();
  await expect(page.getByTestId("empty-chat")).toBeVisible();
  await expect(page.getByTestId("answer")).toHaveCount(0);
}

/** Types a question, asks it with Enter and waits until its answer stands complete. */
export async function ask(page: Page, question: string): Promise<Locator> {
  // While an answer is being made there is Stop in its place, and Enter asks nothing.
  await expect(page.getByTestId("ask")).toBeVisible(slow);
  const before = await page.getByTestId("answer").count();
  await questionField(page).fill(question);
  await questionField(page).press("Enter");
  await expect(page.getByTestId("answer")).toHaveCount(before + 1, slow);
  const answer = newestAnswer(page);
  await expect(answer).toHaveAttribute("data-state", /^(done|stopped|failed|error|complete)$/, slow);
  return answer;
}

/** The panel with the opened source. */
export function sourcePanel(page: Page): Locator {
  return page.getByRole("complementary", { name: "Source" });
}

/** White space of pages and of databases differs; words and signs must not. */
export function oneSpaced(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

/** Picture of a whole view, kept for people. */
export async function keepPicture(page: Page, suite: string, name: string): Promise<void> {
  await page.screenshot({ path: `test-results/screens/${suite}/${name}.png` });
}
