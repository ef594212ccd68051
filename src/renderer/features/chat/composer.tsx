import { CornerDownLeft, Square } from "lucide-react";
import { useEffect, useLayoutEffect, useRef } from "react";

import { shortcutLabel } from "../../commands/shortcut.ts";
import { useApp, useChat, usePage } from "../../app/page.ts";
import { go } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { Icon } from "../../ui/icon.tsx";
import { Segmented } from "../../ui/segmented.tsx";
import { textModels } from "./model-choice.ts";
import type { ModelChoice } from "./model-choice.ts";
import type { Thread } from "./thread.ts";

interface ComposerProps {
  threadKey: string;
  thread: Thread;
  choice: ModelChoice;
}

const longest = 400_000;

/** What is read so far, when that is not all: above the field, because it limits every answer. */
function ReadSoFar() {
  const summary = useApp((state) => state.summary);
  if (!summary || summary.waiting === 0) return null;
  const ready = summary.ready + summary.partly;
  return (
    <p className="above num" data-testid="read-so-far">
      {t("chat.partly", { ready, files: ready + summary.failed + summary.waiting })}
    </p>
  );
}

/** The question field: grows with its text, keeps its draft, and turns Ask into Stop while an answer is made. */
export function Composer({ threadKey, thread, choice }: ComposerProps) {
  const page = usePage();
  const field = useRef<HTMLTextAreaElement>(null);
  const draft = useChat((state) => state.drafts[threadKey] ?? "");
  const running = useChat((state) => state.running[threadKey] !== undefined);
  const enterAsks = useApp((state) => state.settings?.enterAsks ?? true);
  const models = useApp((state) => state.models);
  const noModel = models !== null && choice.model === null;
  const installed = models !== null && textModels(models).some((model) => model.state === "ready");
  const reason = t(installed ? "chat.mode.notChosen" : "chat.mode.noModel");
  const quotesOnly = noModel || thread.quotesOnly;

  useLayoutEffect(() => {
    const element = field.current;
    if (!element) return;
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight}px`;
  }, [draft, threadKey]);
  useEffect(() => {
    field.current?.focus({ preventScroll: true });
  }, [threadKey]);

  const setQuotesOnly = (next: boolean): void => page.chat.patch(threadKey, (one) => ({ ...one, quotesOnly: next }));
  const ask = async (): Promise<void> => {
    const text = draft.trim();
    if (text === "" || running) return;
    page.chat.setDraft(threadKey, "");
    const asked = await page.chat.ask({ threadKey, text, quotesOnly });
    if (!asked) page.chat.setDraft(threadKey, draft);
    field.current?.focus({ preventScroll: true });
  };
  const editLast = (): void => {
    const edit = document.querySelectorAll<HTMLElement>(".asked .bubble > .btn");
    edit[edit.length - 1]?.click();
  };

  return (
    <div className="composer">
      <ReadSoFar />
      <form
        className="column"
        onSubmit={(event) => {
          event.preventDefault();
          void ask();
        }}
      >
        <div className="flex items-start gap-4">
          <textarea
            ref={field}
            rows={1}
            value={draft}
            maxLength={longest}
            dir="auto"
            data-question-field
            data-pane-focus
            aria-label={t("chat.composer.label")}
            placeholder={t("chat.composer.placeholder")}
            onChange={(event) => {
              page.chat.setDraft(threadKey, event.currentTarget.value);
              page.report("typing");
            }}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing || event.keyCode === 229) return;
              const mod = event.ctrlKey || event.metaKey;
              if (event.key === "Enter" && !event.shiftKey && (enterAsks || mod)) {
                event.preventDefault();
                void ask();
              }
              if (event.key === "ArrowUp" && draft === "") {
                event.preventDefault();
                editLast();
              }
            }}
          />
          {draft === "" ? null : (
            <span className="hint pt-2 pe-2">
              {enterAsks ? t("chat.composer.hint") : t("chat.composer.hintMod", { keys: shortcutLabel("Mod+Enter") })}
            </span>
          )}
        </div>
        <div className="acts">
          <Segmented
            label={t("chat.mode")}
            value={quotesOnly ? "quotes" : "answer"}
            choices={[
              {
                value: "answer",
                label: t("chat.mode.answer"),
                disabledReason: noModel ? reason : undefined,
              },
              { value: "quotes", label: t("chat.mode.quotes") },
            ]}
            onChange={(mode) => setQuotesOnly(mode === "quotes")}
          />
          <button
            type="button"
            hidden
            tabIndex={-1}
            data-mode-toggle
            aria-label={t("chat.mode")}
            onClick={() => (noModel ? undefined : setQuotesOnly(!thread.quotesOnly))}
          />
          {noModel ? (
            <span className="why-not">
              {reason}{" "}
              <button type="button" className="link" onClick={() => go({ view: "models" })}>
                {t(installed ? "chat.mode.chooseModel" : "chat.mode.getModel")}
              </button>
            </span>
          ) : null}
          {running ? (
            <Button className="push" onClick={() => page.chat.stop(threadKey)} data-testid="stop">
              <Square className="i solid" aria-hidden="true" />
              {t("chat.stop")}
              <kbd>Esc</kbd>
            </Button>
          ) : (
            <Button type="submit" className={draft.trim() === "" ? "push" : "push ready"} data-testid="ask">
              {t("chat.ask")}
              <Icon of={CornerDownLeft} />
            </Button>
          )}
        </div>
      </form>
    </div>
  );
}
