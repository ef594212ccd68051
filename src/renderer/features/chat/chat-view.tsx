import { ArrowDown } from "lucide-react";
import { useEffect, useMemo, useState } from "react";

import { useApp, useChat, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { ChatHead } from "./chat-head.tsx";
import { threadKeyOf } from "./chat.ts";
import { Composer } from "./composer.tsx";
import { EmptyChat } from "./empty-chat.tsx";
import { ErrorSlot } from "./error-slot.tsx";
import { chosenModel } from "./model-choice.ts";
import { useThreadScroll } from "./thread-scroll.ts";
import { newThread } from "./thread.ts";
import type { Thread } from "./thread.ts";
import { Turn } from "./turn.tsx";

/** Beyond this, older questions are folded away, so that a long conversation stays quick. */
const questionsShown = 100;
const questionsMore = 25;

interface MessagesProps {
  thread: Thread;
  threadKey: string;
  choice: ReturnType<typeof chosenModel>;
}

function Messages({ thread, threadKey, choice }: MessagesProps) {
  const [shown, setShown] = useState(questionsShown);
  const hidden = Math.max(0, thread.questions.length - shown);
  const limited = (thread.conversation?.folderIds ?? thread.folderIds).length > 0;
  return (
    <>
      {hidden > 0 ? (
        <div className="mb-6 flex justify-center">
          <Button onClick={() => setShown(shown + questionsMore)}>
            {t("chat.older", { count: Math.min(hidden, questionsMore) * 2 })}
          </Button>
        </div>
      ) : null}
      <ol aria-label={t("chat.conversation")}>
        {thread.questions.slice(hidden).map((question) => (
          <Turn key={question.key} threadKey={threadKey} question={question} choice={choice} limited={limited} />
        ))}
      </ol>
    </>
  );
}

/** The conversation in the middle: head, messages, composer. */
export function ChatView({ conversationId }: { conversationId: number | null }) {
  const page = usePage();
  const threadKey = threadKeyOf(conversationId);
  const stored = useChat((state) => state.threads[threadKey]);
  const thread = useMemo(() => stored ?? newThread(threadKey), [stored, threadKey]);
  const asked = useChat((state) => state.asked);
  const running = useChat((state) => state.running[threadKey] !== undefined);
  const models = useApp((state) => state.models);
  const defaultId = useApp((state) => state.settings?.defaultModelId ?? "none");
  const wire = useApp((state) => state.wire);
  const choice = useMemo(
    () => chosenModel(models ?? [], thread.conversation?.modelId ?? thread.modelId, defaultId),
    [models, thread.conversation?.modelId, thread.modelId, defaultId],
  );
  const { box, end, moreBelow, toEnd } = useThreadScroll(asked, threadKey, running);

  useEffect(() => {
    if (conversationId !== null && wire === "open") void page.chat.load(conversationId);
  }, [page, conversationId, wire]);
  useEffect(() => () => page.report("chat-closed"), [page, threadKey]);

  const title = cleanName(thread.conversation?.title ?? "") || t("chat.new");
  useEffect(() => {
    document.title = `${title} – Docent`;
  }, [title]);
  const empty = thread.questions.length === 0;
  return (
    <main className="main" aria-label={title} id="conversation" data-pane="main" tabIndex={-1}>
      <ChatHead threadKey={threadKey} thread={thread} choice={choice} />
      <div className="thread-box">
        <div className="thread" ref={box}>
          <div className="column">
            <h2 className="sr">{t("chat.conversation")}</h2>
            {thread.state === "failed" && thread.error ? (
              <ErrorSlot
                error={thread.error}
                onAgain={() => (conversationId === null ? undefined : void page.chat.load(conversationId))}
                onQuotes={() => undefined}
              />
            ) : null}
            {thread.state === "loading" ? (
              <div className="grey-lines late" aria-label={t("common.loading")} role="img">
                <i />
                <i />
                <i />
              </div>
            ) : null}
            {empty && thread.state === "ready" ? <EmptyChat threadKey={threadKey} /> : null}
            {empty ? null : <Messages key={threadKey} thread={thread} threadKey={threadKey} choice={choice} />}
            <div className="thread-end" ref={end} />
          </div>
        </div>
        {moreBelow && running ? (
          <div className="more-below">
            <Button icon={ArrowDown} onClick={toEnd}>
              {t("chat.moreBelow")}
            </Button>
          </div>
        ) : null}
      </div>
      <Composer threadKey={threadKey} thread={thread} choice={choice} />
    </main>
  );
}
