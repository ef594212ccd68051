import type { Suggestion } from "../../../shared/feedback-schemas.ts";
import type { Page } from "../../app/page.ts";
import { go } from "../../app/route.ts";
import { newThread, newThreadKey } from "../chat/thread.ts";
import { t } from "../../strings/strings.ts";

export type LaterChoice = "today" | "tomorrow" | "week";

/** When a card that was put off comes back: in three hours, tomorrow at nine, in a week at nine. */
export function laterTime(choice: LaterChoice, now: number): number {
  const at = new Date(now);
  if (choice === "today") return now + 3 * 3_600_000;
  at.setDate(at.getDate() + (choice === "tomorrow" ? 1 : 7));
  at.setHours(9, 0, 0, 0);
  return at.getTime();
}

/** Asks the card's question in a conversation of its own and opens it. */
export async function acceptCard(page: Page, card: Suggestion): Promise<void> {
  await page.engine.suggestions.act({ id: card.id, outcome: "accept" });
  page.chat.patch(newThreadKey, () => newThread(newThreadKey));
  go({ view: "chat", conversationId: null });
  await page.chat.ask({ threadKey: newThreadKey, text: card.question });
}

/** Every other choice: stored, said in place, and taken back for ten seconds where that is possible. */
export async function chooseForCard(
  page: Page,
  card: Suggestion,
  choice: { outcome: "dismiss" | "less" | "never" | "wrong" } | { outcome: "later"; later: LaterChoice },
): Promise<void> {
  const until = choice.outcome === "later" ? laterTime(choice.later, Date.now()) : undefined;
  await page.engine.suggestions.act({
    id: card.id,
    outcome: choice.outcome,
    ...(until === undefined ? {} : { laterUntil: until }),
  });
  const text =
    choice.outcome === "later"
      ? t("suggestions.later.said", { when: t(`suggestions.later.${choice.later}`).toLowerCase() })
      : choice.outcome === "dismiss"
        ? t("suggestions.dismissed")
        : t(`suggestions.${choice.outcome}.said`);
  page.toast(text, {
    label: t("common.undo"),
    perform: () => void page.engine.suggestions.act({ id: card.id, outcome: "undo" }).catch(page.fail),
  });
}
