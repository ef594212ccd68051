import { ChevronDown, Download, Ellipsis, Pencil, Pin, PinOff, ShieldAlert, Trash2 } from "lucide-react";
import { useState } from "react";

import type { Conversation } from "../../../shared/answer-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { go } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuChoice, MenuItem, MenuLabel, MenuLine } from "../../ui/menu.tsx";
import {
  exportConversation,
  pinConversation,
  removeConversation,
  renameConversation,
} from "../conversations/conversation-actions.ts";
import { textModels } from "./model-choice.ts";
import type { ModelChoice } from "./model-choice.ts";
import type { Thread } from "./thread.ts";

function Title({ conversation }: { conversation: Conversation | null }) {
  const page = usePage();
  const [editing, setEditing] = useState(false);
  if (!conversation) return <h1 className="quiet-title">{t("chat.new")}</h1>;
  const title = cleanName(conversation.title) || t("conversations.untitled");
  if (editing) {
    return (
      <div className="field grow">
        <input
          autoFocus
          className="text-lg"
          defaultValue={conversation.title}
          aria-label={t("conversations.title")}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={(event) => {
            setEditing(false);
            const text = event.currentTarget.value;
            if (text.trim() !== conversation.title) void renameConversation(page, conversation.id, text);
          }}
          onKeyDown={(event) => {
            if (event.nativeEvent.isComposing) return;
            if (event.key === "Escape") event.currentTarget.value = conversation.title;
            if (event.key === "Enter" || event.key === "Escape") {
              event.preventDefault();
              event.currentTarget.blur();
            }
          }}
        />
      </div>
    );
  }
  return (
    <>
      <h1 className="cut" dir="auto" title={title}>
        {title}
      </h1>
      <button
        type="button"
        hidden
        tabIndex={-1}
        data-rename-title
        aria-label={t("conversations.rename")}
        onClick={() => setEditing(true)}
      />
    </>
  );
}

function ScopeMenu({ threadKey, thread }: { threadKey: string; thread: Thread }) {
  const page = usePage();
  const folders = useApp((state) => state.folders) ?? [];
  const chosen = thread.conversation?.folderIds ?? thread.folderIds;
  const only = chosen.length === 1 ? folders.find((folder) => folder.id === chosen[0]) : undefined;
  const scope = only
    ? cleanName(only.name)
    : chosen.length === 0
      ? t("chat.scope.all")
      : t("chat.scope.some", { count: chosen.length });
  const set = (folderIds: number[]): void => {
    const conversation = thread.conversation;
    page.chat.patch(threadKey, (one) => ({
      ...one,
      folderIds,
      conversation: one.conversation ? { ...one.conversation, folderIds } : null,
    }));
    if (conversation) page.engine.chat.setFolders({ id: conversation.id, folderIds }).catch(page.fail);
  };
  return (
    <Menu
      label={t("chat.scope.menu")}
      trigger={
        <button type="button" className="btn ghost" aria-label={t("chat.scope.label", { scope })} data-scope>
          <span className="cut max-w-40">{scope}</span>
          <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
        </button>
      }
    >
      <MenuChoice chosen={chosen.length === 0} onSelect={() => set([])}>
        {t("chat.scope.all")}
      </MenuChoice>
      {folders.length > 0 ? <MenuLine /> : null}
      {folders.map((folder) => (
        <MenuChoice
          key={folder.id}
          kind="check"
          chosen={chosen.includes(folder.id)}
          onSelect={() =>
            set(chosen.includes(folder.id) ? chosen.filter((id) => id !== folder.id) : [...chosen, folder.id])
          }
        >
          {cleanName(folder.name)}
        </MenuChoice>
      ))}
    </Menu>
  );
}

function ModelMenu({ threadKey, thread, choice }: { threadKey: string; thread: Thread; choice: ModelChoice }) {
  const page = usePage();
  const models = useApp((state) => state.models) ?? [];
  const defaultId = useApp((state) => state.settings?.defaultModelId ?? "none");
  const name = choice.model ? cleanName(choice.model.label) : t("chat.model.none");
  const host = choice.model?.host ?? null;
  const chosenId = thread.conversation?.modelId ?? thread.modelId ?? defaultId;
  const choose = async (modelId: string): Promise<void> => {
    const model = models.find((one) => one.id === modelId);
    const consent = model?.host ? await page.cloud.askConsent(model.host) : false;
    if (model?.host && !consent) return;
    page.chat.patch(threadKey, (one) => ({
      ...one,
      modelId,
      cloudConsent: consent ? modelId : null,
      quotesOnly: false,
    }));
    if (!thread.conversation) return;
    const conversation = await page.engine.chat.setModel({
      id: thread.conversation.id,
      modelId,
      cloudConsent: consent,
    });
    page.chat.patch(threadKey, (one) => ({ ...one, conversation }));
  };
  return (
    <Menu
      label={t("chat.model.menu")}
      trigger={
        <button
          type="button"
          className="btn ghost"
          aria-label={t(host ? "chat.model.labelCloud" : "chat.model.label", { model: name })}
          data-model
        >
          {host ? <Icon of={ShieldAlert} className="warn" /> : null}
          <span className="cut max-w-40">{name}</span>
          <ChevronDown className="i chev" aria-hidden="true" strokeWidth={1.75} />
        </button>
      }
    >
      <MenuLabel>{t("chat.model.menu")}</MenuLabel>
      <MenuChoice
        chosen={choice.model === null}
        note={t("chat.model.noneNote")}
        onSelect={() => void choose("none").catch(page.fail)}
      >
        {t("chat.model.none")}
      </MenuChoice>
      {textModels(models).map((model) => {
        const notes = [
          model.host ? t("chat.model.cloud", { host: cleanName(model.host) }) : "",
          model.state !== "ready" ? (model.reason ?? t("chat.model.missing")) : "",
          model.qualification === "failed" ? t("chat.model.weak") : "",
          model.qualification === "unknown" && !model.host ? t("chat.model.unknown") : "",
        ].filter((note) => note !== "");
        return (
          <MenuChoice
            key={model.id}
            chosen={model.id === chosenId && choice.model !== null}
            disabled={model.state !== "ready"}
            note={notes.join(" ")}
            onSelect={() => void choose(model.id).catch(page.fail)}
          >
            {cleanName(model.label)}
          </MenuChoice>
        );
      })}
      <MenuLine />
      <MenuItem onSelect={() => go({ view: "models" })}>{t("chat.model.manage")}</MenuItem>
    </Menu>
  );
}

interface ChatHeadProps {
  threadKey: string;
  thread: Thread;
  choice: ModelChoice;
}

/** Title, where is searched, who writes, and what can be done with the conversation. */
export function ChatHead({ threadKey, thread, choice }: ChatHeadProps) {
  const page = usePage();
  const conversation = thread.conversation;
  const pinned = useApp((state) => state.conversations?.find((one) => one.id === conversation?.id)?.pinned ?? false);
  const openRename = (): void => {
    requestAnimationFrame(() => document.querySelector<HTMLElement>("[data-rename-title]")?.click());
  };
  return (
    <header className="head">
      <Title conversation={conversation} />
      <div className="tools">
        <ScopeMenu threadKey={threadKey} thread={thread} />
        <ModelMenu threadKey={threadKey} thread={thread} choice={choice} />
        {conversation ? (
          <Menu trigger={<IconButton label={t("common.more")} icon={Ellipsis} />}>
            <MenuItem icon={Pencil} shortcut="F2" onSelect={openRename}>
              {t("conversations.rename")}
            </MenuItem>
            <MenuItem
              icon={pinned ? PinOff : Pin}
              onSelect={() => void pinConversation(page, conversation.id, !pinned)}
            >
              {t(pinned ? "conversations.unpin" : "conversations.pin")}
            </MenuItem>
            <MenuItem icon={Download} onSelect={() => void exportConversation(page, conversation.id)}>
              {t("conversations.export")}
            </MenuItem>
            <MenuLine />
            <MenuItem icon={Trash2} onSelect={() => void removeConversation(page, conversation.id)}>
              {t("conversations.delete")}
            </MenuItem>
          </Menu>
        ) : null}
      </div>
    </header>
  );
}
