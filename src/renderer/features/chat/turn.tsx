import { Pencil } from "lucide-react";
import { memo, useState } from "react";

import { usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { Button, IconButton } from "../../ui/button.tsx";
import { formatTime } from "../../ui/format.ts";
import { Answer } from "./answer.tsx";
import type { QuestionView } from "./answer-view.ts";
import type { ModelChoice } from "./model-choice.ts";

interface TurnProps {
  threadKey: string;
  question: QuestionView;
  choice: ModelChoice;
  limited: boolean;
}

interface EditProps {
  text: string;
  done: (text: string | null) => void;
}

function EditQuestion({ text, done }: EditProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const edited = new FormData(event.currentTarget).get("question");
        done(typeof edited === "string" ? edited : null);
      }}
    >
      <textarea
        name="question"
        autoFocus
        defaultValue={text}
        aria-label={t("chat.composer.label")}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing || event.keyCode === 229) return;
          if (event.key === "Escape") {
            event.preventDefault();
            done(null);
          }
          if (event.key === "Enter" && !event.shiftKey) {
            event.preventDefault();
            event.currentTarget.form?.requestSubmit();
          }
        }}
      />
      <div className="row-btns mt-2 justify-end">
        <Button level="ghost" onClick={() => done(null)}>
          {t("common.cancel")}
        </Button>
        <Button type="submit">{t("chat.edit.ask")}</Button>
      </div>
    </form>
  );
}

/** A question and its answer, with all variants. Editing a question asks a new one below; nothing is lost. */
export const Turn = memo(function Turn({ threadKey, question, choice, limited }: TurnProps) {
  const page = usePage();
  const [editing, setEditing] = useState(false);
  const view = question.answers[question.shown];
  const again = (options: { quotesOnly?: boolean; modelId?: string; write?: boolean }): void => {
    if (view?.runId) page.engine.signals.record({ runId: view.runId, type: "regenerate" }).catch(page.fail);
    void page.chat.ask({ threadKey, text: question.text, questionId: question.id, ...options });
  };
  const everywhere = (): void => {
    const ask = async (): Promise<void> => {
      const id = Number(threadKey);
      const conversation = await page.engine.chat.setFolders({ id, folderIds: [] });
      page.chat.patch(threadKey, (thread) => ({ ...thread, conversation, folderIds: [] }));
      again({});
    };
    ask().catch(page.fail);
  };
  return (
    <li className="turn" data-question={question.key}>
      <article className="asked">
        <h3 className="sr">{t("chat.you", { time: formatTime(question.createdAt) })}</h3>
        {editing ? (
          <EditQuestion
            text={question.text}
            done={(text) => {
              setEditing(false);
              if (text !== null) void page.chat.ask({ threadKey, text });
            }}
          />
        ) : (
          <div className="bubble">
            <IconButton label={t("chat.edit")} icon={Pencil} small onClick={() => setEditing(true)} />
            <p dir="auto">{question.text}</p>
          </div>
        )}
      </article>
      {view ? (
        <Answer
          key={view.key}
          view={view}
          createdAt={question.createdAt}
          shown={question.shown}
          count={question.answers.length}
          choice={choice}
          limited={limited}
          actions={{
            again,
            everywhere,
            edit: () => setEditing(true),
            show: (index) =>
              page.chat.patch(threadKey, (thread) => ({
                ...thread,
                questions: thread.questions.map((one) => (one.key === question.key ? { ...one, shown: index } : one)),
              })),
          }}
        />
      ) : null}
    </li>
  );
});
