import {
  CircleCheck,
  Cpu,
  FolderPlus,
  Inbox,
  Library,
  LoaderCircle,
  PanelLeft,
  Plus,
  Settings,
  ShieldCheck,
  TriangleAlert,
} from "lucide-react";
import type { LucideIcon } from "lucide-react";

import { commandShortcut } from "../commands/commands.ts";
import { shortcutLabel } from "../commands/shortcut.ts";
import { ConversationRows, ConversationSearch } from "../features/conversations/conversation-list.tsx";
import { daysBetween } from "../ui/format.ts";
import { Icon } from "../ui/icon.tsx";
import { t } from "../strings/strings.ts";
import { useNow } from "../ui/use-now.ts";
import { useApp, usePage } from "./page.ts";
import { formatRoute, go } from "./route.ts";
import type { Route } from "./route.ts";

interface LinkProps {
  to: Route;
  icon: LucideIcon;
  label: string;
  current: boolean;
  count?: number;
}

function ViewLink({ to, icon, label, current, count }: LinkProps) {
  return (
    <a href={formatRoute(to)} aria-current={current ? "page" : undefined} title={label}>
      <Icon of={icon} />
      <span className="text">{label}</span>
      {count ? (
        <span className="n">
          <span aria-hidden="true">{count}</span>
          <span className="sr">{t("nav.suggestions.new", { count })}</span>
        </span>
      ) : null}
    </a>
  );
}

/** How much can be searched, and what has left the computer: both lines are doors to the whole story. */
function Foot() {
  const summary = useApp((state) => state.summary);
  const progress = useApp((state) => state.progress);
  const ledger = useApp((state) => state.ledger);
  const now = useNow();
  const files = summary ? summary.ready + summary.partly + summary.failed + summary.waiting : 0;
  const reading = progress !== null && (progress.state === "walking" || progress.state === "reading");
  const sends = ledger?.filter((row) => row.passages > 0 && daysBetween(row.at, now) === 0).length ?? 0;
  const ledgerText =
    ledger === null || ledger.length === 0
      ? t("nav.ledger.nothing")
      : sends > 0
        ? t("nav.ledger.today", { count: sends })
        : t("nav.ledger.before");
  const filesText =
    summary === null || files === 0
      ? t("nav.files.none")
      : reading
        ? t("nav.files.reading", { done: progress.filesDone, files: progress.filesTotal })
        : t("nav.files", { ready: summary.ready + summary.partly, files });
  const filesIcon = files === 0 ? FolderPlus : reading ? LoaderCircle : CircleCheck;
  return (
    <div className="foot">
      <button
        type="button"
        title={filesText}
        data-tone={files === 0 || reading ? "muted" : undefined}
        onClick={() => go({ view: "library" })}
      >
        <Icon of={filesIcon} />
        <span className="text num">{filesText}</span>
      </button>
      <button
        type="button"
        title={ledgerText}
        data-tone={sends > 0 ? "warn" : undefined}
        onClick={() => go({ view: "ledger" })}
      >
        <Icon of={sends > 0 ? TriangleAlert : ShieldCheck} />
        <span className="text">{ledgerText}</span>
      </button>
    </div>
  );
}

/** The sidebar: a new conversation, the views, the list of conversations and two lines of state. */
export function Sidebar({ route, rail }: { route: Route; rail: boolean }) {
  const page = usePage();
  const waiting = useApp((state) => state.waitingCards);
  const shortcut = commandShortcut("chat.new");
  const fresh = route.view === "chat" && route.conversationId === null;
  return (
    <nav className="side" aria-label={t("app.main")} data-pane="nav" tabIndex={-1}>
      <a
        className="new"
        href={formatRoute({ view: "chat", conversationId: null })}
        aria-current={fresh ? "page" : undefined}
        title={t("nav.new")}
        data-pane-focus
      >
        <Icon of={Plus} />
        <span className="text">{t("nav.new")}</span>
        {shortcut && page.connection.host === "electron" ? <kbd className="push">{shortcutLabel(shortcut)}</kbd> : null}
      </a>
      {rail ? (
        <button
          type="button"
          title={t("nav.wider")}
          aria-label={t("nav.wider")}
          onClick={() => page.layout.setState({ rail: false })}
        >
          <Icon of={PanelLeft} />
        </button>
      ) : null}
      <ConversationSearch />
      <ViewLink to={{ view: "library" }} icon={Library} label={t("nav.library")} current={route.view === "library"} />
      <ViewLink
        to={{ view: "suggestions" }}
        icon={Inbox}
        label={t("nav.suggestions")}
        current={route.view === "suggestions"}
        count={waiting}
      />
      <ViewLink to={{ view: "models" }} icon={Cpu} label={t("nav.models")} current={route.view === "models"} />
      <ViewLink
        to={{ view: "settings", section: "general" }}
        icon={Settings}
        label={t("nav.settings")}
        current={route.view === "settings"}
      />
      <ConversationRows open={route.view === "chat" ? route.conversationId : null} />
      <Foot />
    </nav>
  );
}
