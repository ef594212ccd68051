import type { DesktopApi } from "../engine-client/engine-client.ts";
import { newThreadKey } from "../features/chat/thread.ts";
import { slicePoints } from "../ui/code-points.ts";
import type { Page } from "./page.ts";
import { go } from "./route.ts";

type Opening = Parameters<DesktopApi["quickPromptToMain"]>[0];

const openMessage = "docent:open";

/** Shows what the quick prompt handed over: a conversation, a passage, or the text that was typed. */
export async function openHere(page: Page, opening: Opening): Promise<void> {
  go({ view: "chat", conversationId: opening.conversationId });
  if (opening.conversationId === null && opening.text !== "") page.chat.setDraft(newThreadKey, opening.text);
  const { documentId, start, end } = opening;
  if (documentId === null || start === null || end === null) return;
  const [view, text] = await Promise.all([
    page.engine.library.view({ id: documentId }),
    page.engine.library.text({ id: documentId, start, end }),
  ]);
  const onPage = view.pages.find((one) => one.start <= start && start < one.end);
  page.source.show({
    entries: [
      {
        number: 1,
        documentId,
        documentName: view.document.name,
        page: onPage?.number ?? null,
        heading: view.document.title ?? "",
        start,
        end,
        text: slicePoints(text.text, Math.max(0, start - text.start), end - text.start),
        readAt: view.document.readAt ?? view.document.modifiedAt,
        answerId: null,
        runId: null,
        stored: false,
      },
    ],
    index: 0,
    owner: null,
    opener: null,
    takeFocus: true,
  });
}

function isOpening(value: unknown): value is Opening {
  const opening = value as Partial<Opening> | null;
  return typeof opening === "object" && opening !== null && typeof opening.text === "string";
}

/** Listens to what the shell hands over from the quick prompt; only from this page's own preload. */
export function listenToOpenings(page: Page, target: Window): void {
  target.addEventListener("message", (event: MessageEvent<{ type?: unknown; opening?: unknown }>) => {
    if (event.source !== target || event.origin !== target.location.origin) return;
    if (event.data?.type === "docent:engine-dead") page.app.setState({ wire: "dead" });
    if (event.data?.type !== openMessage || !isOpening(event.data.opening)) return;
    openHere(page, event.data.opening).catch(page.fail);
  });
}
