import { AppWindow, Search, Square } from "lucide-react";
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from "react";

import type { Source } from "../../../shared/answer-schemas.ts";
import { shortcutLabel } from "../../commands/shortcut.ts";
import { useApp, useChat, usePage } from "../../app/page.ts";
import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { Button } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { newThread, newThreadKey } from "../chat/thread.ts";
import { chosenModel } from "../chat/model-choice.ts";
import { moveToMain } from "./move-to-main.ts";
import { PassageList } from "./passage-list.tsx";
import { QuickAnswer } from "./quick-answer.tsx";
import { usePassages } from "./use-passages.ts";

const heights = { least: 64, most: 520 };

/** The window is as high as what it shows, within its limits. */
function useWindowHeight(box: React.RefObject<HTMLElement | null>): void {
  const page = usePage();
  const told = useRef(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element || page.connection.host !== "electron") return;
    const observer = new ResizeObserver(() => {
      const scroll = element.querySelector<HTMLElement>(".scroll");
      const hidden = scroll ? scroll.scrollHeight - scroll.clientHeight : 0;
      const height = Math.min(heights.most, Math.max(heights.least, Math.ceil(element.offsetHeight + hidden)));
      if (height === told.current) return;
      told.current = height;
      page.desktop.quickPromptResize({ height }).catch(page.fail);
    });
    observer.observe(element);
    for (const child of element.querySelectorAll(".scroll > *")) observer.observe(child);
    return () => observer.disconnect();
  });
}

function Keys({ asked, active, text }: { asked: boolean; active: boolean; text: string }) {
  return (
    <div className="keys">
      <span>
        <kbd>↵</kbd>
        {t(active ? "quick.key.open" : asked ? "quick.key.again" : "quick.key.answer")}
      </span>
      {asked ? null : (
        <span>
          <kbd>↑↓</kbd>
          {t("quick.key.passages")}
        </span>
      )}
      <span>
        <kbd>{shortcutLabel("Mod+Enter")}</kbd>
        {t("quick.key.main")}
      </span>
      <span className="push">
        <kbd>Esc</kbd>
        {t(text === "" ? "quick.key.close" : "quick.key.clear")}
      </span>
    </div>
  );
}

/** One field over any program: passages with every key, an answer on Enter. Nothing but the field is ever read. */
export function QuickView() {
  const page = usePage();
  const box = useRef<HTMLElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [active, setActive] = useState(-1);
  const [threadKey, setThreadKey] = useState<string | null>(null);
  const found = usePassages(threadKey === null ? text : "");
  const threads = useChat((state) => state.threads);
  const progress = useApp((state) => state.progress);
  const models = useApp((state) => state.models);
  const defaultId = useApp((state) => state.settings?.defaultModelId ?? "none");
  const running = useChat((state) => Object.keys(state.running).length > 0);
  const thread = threadKey === null ? undefined : (threads[threadKey] ?? Object.values(threads)[0]);
  const view = thread?.questions.at(-1)?.answers.at(-1);
  const choice = useMemo(() => chosenModel(models ?? [], null, defaultId), [models, defaultId]);
  useWindowHeight(box);

  useEffect(() => {
    const focus = (): void => {
      field.current?.focus();
      field.current?.select();
    };
    focus();
    window.addEventListener("focus", focus);
    return () => window.removeEventListener("focus", focus);
  }, []);
  useEffect(() => {
    document.title = `${t("quick.title")} – Docent`;
  }, []);
  const count = found?.sources.length ?? 0;
  useEffect(() => {
    if (found) say(t("quick.passages", { count }));
  }, [found, count]);

  const clear = (): void => {
    for (const key of Object.keys(page.chat.store.getState().running)) page.chat.stop(key);
    for (const key of Object.keys(page.chat.store.getState().threads)) page.chat.forget(key);
    setThreadKey(null);
    setText("");
    setActive(-1);
  };
  const ask = async (): Promise<void> => {
    if (text.trim() === "" || running) return;
    for (const key of Object.keys(page.chat.store.getState().threads)) page.chat.forget(key);
    page.chat.patch(newThreadKey, () => newThread(newThreadKey));
    setThreadKey(newThreadKey);
    setActive(-1);
    await page.chat.ask({
      threadKey: newThreadKey,
      text: text.trim(),
      quotesOnly: choice.model === null,
      surface: "quick-prompt",
    });
  };
  const openPassage = (source: Source): void => {
    moveToMain(page, {
      conversationId: null,
      text,
      documentId: source.documentId,
      start: source.start,
      end: source.end,
    }).catch(page.fail);
  };
  const toMain = (): void => {
    const id = Number(thread?.key ?? "");
    const conversationId = Number.isSafeInteger(id) && id > 0 ? id : null;
    moveToMain(page, { conversationId, text, documentId: null, start: null, end: null }).then(clear).catch(page.fail);
  };
  const onKey = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    const mod = event.ctrlKey || event.metaKey;
    if (event.key === "Escape") {
      event.preventDefault();
      if (text !== "" || threadKey !== null) clear();
      else page.desktop.quickPromptHide({}).catch(page.fail);
    } else if (event.key === "Enter" && mod) {
      event.preventDefault();
      toMain();
    } else if (event.target === field.current && event.key === "Enter") {
      event.preventDefault();
      const source = found?.sources[active];
      if (source) openPassage(source);
      else void ask();
    } else if (event.target === field.current && (event.key === "ArrowDown" || event.key === "ArrowUp") && count > 0) {
      event.preventDefault();
      setActive((now) => Math.min(count - 1, Math.max(-1, now + (event.key === "ArrowDown" ? 1 : -1))));
    }
  };
  const reading = progress !== null && progress.state === "reading" && progress.filesTotal > 0;
  const expanded = threadKey === null && count > 0;
  return (
    // The keys belong to the whole prompt, whichever part of it has the focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <main className="quick" ref={box} aria-label={t("quick.title")} onKeyDown={onKey}>
      <h1 className="sr">{t("quick.title")}</h1>
      <div className="ask">
        <Icon of={Search} />
        <input
          ref={field}
          value={text}
          role="combobox"
          dir="auto"
          maxLength={20_000}
          aria-label={t("chat.composer.label")}
          aria-expanded={expanded}
          aria-controls="quick-passages"
          aria-autocomplete="list"
          aria-activedescendant={active >= 0 ? `quick-passage-${active}` : undefined}
          placeholder={t("quick.placeholder")}
          autoComplete="off"
          spellCheck={false}
          data-question-field
          onChange={(event) => {
            setText(event.currentTarget.value);
            setActive(-1);
            if (threadKey !== null) setThreadKey(null);
            page.report("typing");
          }}
        />
        {running ? (
          <Button
            small
            onClick={() => Object.keys(page.chat.store.getState().running).forEach((key) => page.chat.stop(key))}
          >
            <Square className="i solid" aria-hidden="true" />
            {t("chat.stop")}
          </Button>
        ) : (
          <span className="xs faint num">
            {threadKey === null
              ? found
                ? t("quick.passages", { count })
                : ""
              : choice.model
                ? cleanName(choice.model.label)
                : t("chat.mode.quotes")}
          </span>
        )}
      </div>
      {threadKey === null && found ? (
        <PassageList found={found} active={active} onActive={setActive} onOpen={openPassage} />
      ) : null}
      {view && thread ? (
        <>
          <QuickAnswer view={view} open={openPassage} />
          <div className="row-btns px-5 pb-4">
            <Button icon={AppWindow} onClick={toMain}>
              {t("quick.open")}
              <kbd>{shortcutLabel("Mod+Enter")}</kbd>
            </Button>
          </div>
        </>
      ) : null}
      {reading && threadKey === null ? (
        <p className="xs muted num px-5 pb-2">
          {t("quick.reading", { percent: Math.floor((progress.filesDone / progress.filesTotal) * 100) })}
        </p>
      ) : null}
      {text === "" && threadKey === null ? null : <Keys asked={threadKey !== null} active={active >= 0} text={text} />}
    </main>
  );
}
