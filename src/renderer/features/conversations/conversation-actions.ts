import type { Page } from "../../app/page.ts";
import { currentRoute, go } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { download } from "../../ui/download.ts";

/** Deletes a conversation; the toast's Undo brings it back whole. */
export async function removeConversation(page: Page, id: number): Promise<void> {
  try {
    await page.engine.chat.remove({ id });
    const route = currentRoute();
    if (route.view === "chat" && route.conversationId === id) go({ view: "chat", conversationId: null });
    page.chat.forget(String(id));
    await page.refreshConversations();
    page.toast(t("conversations.deleted"), {
      label: t("common.undo"),
      perform: () => {
        page.engine.chat
          .restore({ id })
          .then(page.refreshConversations)
          .then(() => go({ view: "chat", conversationId: id }))
          .catch(page.fail);
      },
    });
  } catch (error) {
    page.fail(error);
  }
}

export async function renameConversation(page: Page, id: number, title: string): Promise<void> {
  const trimmed = title.trim();
  if (trimmed === "") return;
  try {
    await page.engine.chat.rename({ id, title: trimmed.slice(0, 200) });
    page.chat.patch(String(id), (thread) => ({
      ...thread,
      conversation: thread.conversation ? { ...thread.conversation, title: trimmed } : null,
    }));
    await page.refreshConversations();
  } catch (error) {
    page.fail(error);
  }
}

export async function pinConversation(page: Page, id: number, pinned: boolean): Promise<void> {
  try {
    await page.engine.chat.pin({ id, pinned });
    await page.refreshConversations();
  } catch (error) {
    page.fail(error);
  }
}

/** Saves the conversation with its sources as Markdown. */
export async function exportConversation(page: Page, id: number): Promise<void> {
  try {
    const { fileName, markdown } = await page.engine.chat.export({ id });
    download(fileName, markdown, "text/markdown");
    page.toast(t("conversations.exported", { name: fileName }));
  } catch (error) {
    page.fail(error);
  }
}
