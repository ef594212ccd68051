import { ChevronDown, ChevronLeft, ChevronRight, Copy, Pencil, RefreshCw, ThumbsDown, ThumbsUp } from "lucide-react";
import { useState } from "react";

import { useApp, usePage } from "../../app/page.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../../ui/button.tsx";
import { writeClipboard } from "../../ui/clipboard.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuItem } from "../../ui/menu.tsx";
import { useAnswer } from "./answer-context.ts";
import { copyAs, copyPassages } from "./copy-forms.ts";
import type { CopyForm } from "./copy-forms.ts";
import { textModels } from "./model-choice.ts";
import { usedNumbers } from "./panel-entries.ts";
import { Rating } from "./rating.tsx";

export interface AnswerActions {
  again(options: { quotesOnly?: boolean; modelId?: string; write?: boolean }): void;
  edit(): void;
  show(index: number): void;
}

function CopyMenu() {
  const page = usePage();
  const { view } = useAnswer();
  const copy = async (form: CopyForm): Promise<void> => {
    const text = copyAs(form, {
      text: view.text,
      sentences: view.sentences,
      quotes: view.quotes,
      passages: copyPassages(view.sources ?? [], view.citations, view.quotes),
      notInFiles: t("chat.copy.notInFiles"),
    });
    if (!(await writeClipboard(text))) {
      page.toast(t("chat.copy.failed"));
      return;
    }
    page.toast(t("chat.copy.done", { count: usedNumbers(view).length }));
    if (view.runId) await page.engine.signals.record({ runId: view.runId, type: "copy", value: form });
  };
  const run = (form: CopyForm): void => void copy(form).catch(page.fail);
  return (
    <>
      <IconButton label={t("chat.copy")} icon={Copy} data-act="copy" onClick={() => run("text")} />
      <Menu
        align="start"
        trigger={
          <button type="button" className="btn ghost narrow" aria-label={`${t("chat.copy")}, ${t("common.more")}`}>
            <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
          </button>
        }
      >
        {(["text", "markdown", "quote"] as const).map((form) => (
          <MenuItem key={form} onSelect={() => run(form)}>
            {t(`chat.copy.${form}`)}
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}

function AgainMenu({ again }: Pick<AnswerActions, "again">) {
  const models = useApp((state) => state.models);
  const { view } = useAnswer();
  const others = textModels(models ?? []).filter(
    (model) => model.state === "ready" && model.id !== view.answer?.model?.id,
  );
  return (
    <Menu
      align="start"
      trigger={
        <button type="button" className="btn ghost" aria-label={t("chat.again")}>
          <Icon of={RefreshCw} />
          <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
        </button>
      }
    >
      <MenuItem onSelect={() => again({})}>{t("chat.again.same")}</MenuItem>
      <MenuItem onSelect={() => again({ quotesOnly: true })}>{t("chat.again.quotes")}</MenuItem>
      {others.map((model) => (
        <MenuItem
          key={model.id}
          note={model.qualification === "passed" ? undefined : t("chat.model.weak")}
          onSelect={() => again({ modelId: model.id, quotesOnly: false, write: true })}
        >
          {t("chat.again.with", { model: model.label })}
        </MenuItem>
      ))}
    </Menu>
  );
}

interface VariantsProps {
  shown: number;
  count: number;
  show: (index: number) => void;
}

/** Earlier answers to the same question; left and right change them too. */
function Variants({ shown, count, show }: VariantsProps) {
  if (count < 2) return null;
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === "ArrowLeft" && shown > 0) show(shown - 1);
    if (event.key === "ArrowRight" && shown < count - 1) show(shown + 1);
  };
  return (
    <div className="variant" role="group" aria-label={t("chat.variant", { shown: shown + 1, count })}>
      <IconButton
        small
        label={t("chat.variant.previous")}
        icon={ChevronLeft}
        aria-disabled={shown === 0}
        onKeyDown={onKeyDown}
        onClick={() => (shown > 0 ? show(shown - 1) : undefined)}
      />
      <span className="num" data-testid="variant">{`${shown + 1}/${count}`}</span>
      <IconButton
        small
        label={t("chat.variant.next")}
        icon={ChevronRight}
        aria-disabled={shown === count - 1}
        onKeyDown={onKeyDown}
        onClick={() => (shown < count - 1 ? show(shown + 1) : undefined)}
      />
    </div>
  );
}

interface ToolbarProps {
  actions: AnswerActions;
  shown: number;
  count: number;
}

/** What can be done with a finished answer. */
export function AnswerToolbar({ actions, shown, count }: ToolbarProps) {
  const { view } = useAnswer();
  const [rated, setRated] = useState(view.answer?.rating ?? null);
  return (
    <>
      <div className="tools-row" role="toolbar" aria-label="Answer">
        <Rating rated={rated} onRated={setRated} icons={{ good: ThumbsUp, bad: ThumbsDown }} />
        <CopyMenu />
        <AgainMenu again={actions.again} />
        <button
          type="button"
          hidden
          data-act="again-same"
          aria-label={t("chat.again")}
          onClick={() => actions.again({})}
          tabIndex={-1}
        />
        <IconButton label={t("chat.edit")} icon={Pencil} onClick={actions.edit} />
        <Variants shown={shown} count={count} show={actions.show} />
      </div>
    </>
  );
}
