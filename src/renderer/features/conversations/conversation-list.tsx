import { Download, Ellipsis, Pencil, Pin, PinOff, Search, Trash2, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import type { Conversation } from "../../../shared/answer-schemas.ts";
import { useApp, usePage } from "../../app/page.ts";
import { formatRoute } from "../../app/route.ts";
import { t } from "../../strings/strings.ts";
import { IconButton } from "../../ui/button.tsx";
import { cleanName } from "../../ui/file-name.ts";
import { Icon } from "../../ui/icon.tsx";
import { Menu, MenuItem, MenuLine } from "../../ui/menu.tsx";
import { useNow } from "../../ui/use-now.ts";
import { exportConversation, pinConversation, removeConversation, renameConversation } from "./conversation-actions.ts";
import { groupConversations } from "./group-conversations.ts";

/** Searches the text of all conversations, a moment after the last key. */
export function ConversationSearch() {
  const page = usePage();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => {
      if (page.app.getState().conversationSearch === text) return;
      page.app.setState({ conversationSearch: text });
      page.refreshConversations().catch(page.fail);
    }, 120);
    return () => clearTimeout(timer);
  }, [page, text]);
  const close = (): void => {
    setText("");
    setOpen(false);
  };
  if (!open) {
    return (
      <button
        type="button"
        className="find"
        data-search-conversations
        onClick={() => setOpen(true)}
        title={t("nav.search")}
      >
        <Icon of={Search} />
        <span className="text">{t("nav.search")}</span>
      </button>
    );
  }
  return (
    <div className="field find">
      <Icon of={Search} />
      <input
        autoFocus
        value={text}
        placeholder={t("conversations.search")}
        aria-label={t("conversations.search")}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          close();
        }}
      />
      <IconButton label={t("common.close")} icon={X} small onClick={close} />
    </div>
  );
}

interface RowProps {
  conversation: Conversation;
  current: boolean;
}

function Row({ conversation, current }: RowProps) {
  const page = usePage();
  const [renaming, setRenaming] = useState(false);
  const link = useRef<HTMLAnchorElement>(null);
  const title = cleanName(conversation.title) || t("conversations.untitled");
  if (renaming) {
    const finish = (text: string | null): void => {
      setRenaming(false);
      if (text !== null && text.trim() !== conversation.title) void renameConversation(page, conversation.id, text);
      requestAnimationFrame(() => link.current?.focus());
    };
    return (
      <li className="conv">
        <div className="field">
          <input
            autoFocus
            defaultValue={conversation.title}
            aria-label={t("conversations.title")}
            onFocus={(event) => event.currentTarget.select()}
            onBlur={(event) => finish(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.nativeEvent.isComposing) return;
              if (event.key === "Enter") event.currentTarget.blur();
              if (event.key === "Escape") {
                event.preventDefault();
                event.currentTarget.value = conversation.title;
                event.currentTarget.blur();
              }
            }}
          />
        </div>
      </li>
    );
  }
  return (
    <li className="conv">
      <a
        ref={link}
        href={formatRoute({ view: "chat", conversationId: conversation.id })}
        aria-current={current ? "page" : undefined}
        title={title}
        data-conversation={conversation.id}
        onKeyDown={(event) => {
          if (event.key === "F2") {
            event.preventDefault();
            event.stopPropagation();
            setRenaming(true);
          }
          if (event.key === "Delete") void removeConversation(page, conversation.id);
        }}
      >
        <span className="cut" dir="auto">
          {title}
        </span>
      </a>
      <Menu
        align="start"
        trigger={<IconButton className="more" label={t("conversations.menu", { title })} icon={Ellipsis} small />}
      >
        <MenuItem icon={Pencil} shortcut="F2" onSelect={() => requestAnimationFrame(() => setRenaming(true))}>
          {t("conversations.rename")}
        </MenuItem>
        <MenuItem
          icon={conversation.pinned ? PinOff : Pin}
          onSelect={() => void pinConversation(page, conversation.id, !conversation.pinned)}
        >
          {t(conversation.pinned ? "conversations.unpin" : "conversations.pin")}
        </MenuItem>
        <MenuItem icon={Download} onSelect={() => void exportConversation(page, conversation.id)}>
          {t("conversations.export")}
        </MenuItem>
        <MenuLine />
        <MenuItem icon={Trash2} onSelect={() => void removeConversation(page, conversation.id)}>
          {t("conversations.delete")}
        </MenuItem>
      </Menu>
    </li>
  );
}

/** All conversations by day, pinned first. Up and down walk through the rows. */
export function ConversationRows({ open }: { open: number | null }) {
  const conversations = useApp((state) => state.conversations);
  const now = useNow();
  const searching = useApp((state) => state.conversationSearch !== "");
  const move = (event: React.KeyboardEvent<HTMLElement>): void => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (!(event.target instanceof HTMLAnchorElement)) return;
    const rows = [...event.currentTarget.querySelectorAll<HTMLElement>("[data-conversation]")];
    const next = rows[rows.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1)];
    if (next) {
      event.preventDefault();
      next.focus();
    }
  };
  return (
    <div className="convs" onKeyDown={move} role="presentation">
      {groupConversations(conversations ?? [], now).map(({ group, conversations: rows }) => (
        <section key={group} aria-label={t(`conversations.group.${group}`)}>
          <p className="group" aria-hidden="true">
            {t(`conversations.group.${group}`)}
          </p>
          <ul>
            {rows.map((conversation) => (
              <Row key={conversation.id} conversation={conversation} current={conversation.id === open} />
            ))}
          </ul>
        </section>
      ))}
      {searching && conversations?.length === 0 ? <p className="group">{t("conversations.none")}</p> : null}
    </div>
  );
}
