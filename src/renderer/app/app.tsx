import { Toast as ToastBase, Tooltip } from "radix-ui";
import { Suspense, lazy, useEffect, useRef } from "react";

import { CloudDialogs } from "../features/cloud/cloud-dialogs.tsx";
import { ChatView } from "../features/chat/chat-view.tsx";
import { SourcePanel } from "../features/sources/source-panel.tsx";
import { t } from "../strings/strings.ts";
import { LinkDialog } from "./link-dialog.tsx";
import { useApp, useLayout, usePage, useSource } from "./page.ts";
import { isRail, isSourceOver } from "./layout-store.ts";
import { Notices } from "./notices.tsx";
import { useRoute } from "./route.ts";
import type { Route } from "./route.ts";
import { Sidebar } from "./sidebar.tsx";
import { Toasts } from "./toasts.tsx";

const LibraryView = lazy(() =>
  import("../features/library/library-view.tsx").then((part) => ({ default: part.LibraryView })),
);
const FolderChooser = lazy(() =>
  import("../features/library/folder-chooser.tsx").then((part) => ({ default: part.FolderChooser })),
);
const ModelsView = lazy(() =>
  import("../features/models/models-view.tsx").then((part) => ({ default: part.ModelsView })),
);
const SettingsView = lazy(() =>
  import("../features/settings/settings-view.tsx").then((part) => ({ default: part.SettingsView })),
);
const SuggestionsView = lazy(() =>
  import("../features/suggestions/suggestions-view.tsx").then((part) => ({ default: part.SuggestionsView })),
);
const LedgerView = lazy(() =>
  import("../features/ledger/ledger-view.tsx").then((part) => ({ default: part.LedgerView })),
);
const QuickView = lazy(() => import("../features/quick/quick-view.tsx").then((part) => ({ default: part.QuickView })));

/** The view of an address. */
function View({ route }: { route: Route }) {
  switch (route.view) {
    case "library":
      return <LibraryView />;
    case "models":
      return <ModelsView />;
    case "settings":
      return <SettingsView section={route.section} />;
    case "suggestions":
      return <SuggestionsView />;
    case "ledger":
      return <LedgerView />;
    case "quick":
      return null;
    case "chat":
      return <ChatView conversationId={route.conversationId} />;
  }
}

function Frame({ route }: { route: Route }) {
  const rail = useLayout(isRail);
  const over = useLayout(isSourceOver);
  const sourceOpen = useSource((state) => state.open);
  const sourceWidth = useLayout((state) => state.sourceWidth);
  const choosing = useApp((state) => state.choosingFolder);
  const beside = sourceOpen && !over;
  const page = usePage();
  const place = route.view === "chat" ? `chat ${route.conversationId ?? "new"}` : route.view;
  const lastPlace = useRef(place);
  useEffect(() => {
    // A conversation that just got its number is still the same place.
    const named = lastPlace.current === "chat new" && place.startsWith("chat ");
    if (lastPlace.current !== place && !named) page.source.store.setState({ open: false });
    lastPlace.current = place;
  }, [page, place]);
  return (
    <div
      className="app"
      data-rail={rail}
      data-source={sourceOpen ? (over ? "over" : "beside") : "none"}
      ref={(element) => {
        element?.style.setProperty("--source-width", `${sourceWidth / 16}rem`);
      }}
    >
      <a
        className="skip"
        href="#conversation"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>("[data-pane='main']")?.focus();
        }}
      >
        {t("app.skip")}
      </a>
      <Sidebar route={route} rail={rail} />
      <div className="main centre">
        <Notices />
        <Suspense fallback={<main className="main" aria-label={t("common.loading")} />}>
          <View route={route} />
        </Suspense>
        <Toasts />
      </div>
      {sourceOpen ? <SourcePanel over={!beside} /> : null}
      {choosing ? (
        <Suspense fallback={null}>
          <FolderChooser />
        </Suspense>
      ) : null}
      <LinkDialog />
    </div>
  );
}

/** The width of a scrollbar here, so that what scrolls and what does not stand on the same edges. */
function measureScrollbar(): void {
  const probe = document.createElement("div");
  Object.assign(probe.style, {
    position: "absolute",
    visibility: "hidden",
    overflowY: "scroll",
    width: "100px",
    height: "100px",
  });
  document.body.append(probe);
  document.documentElement.style.setProperty("--scrollbar", `${probe.offsetWidth - probe.clientWidth}px`);
  probe.remove();
}

/** The whole page: the quick prompt alone, or the frame with one view. */
export function App() {
  const route = useRoute();
  const page = usePage();
  const host = page.connection.host;
  const quick = route.view === "quick";
  useEffect(measureScrollbar, []);
  useEffect(() => {
    document.body.dataset["host"] = host;
    document.body.dataset["view"] = quick ? "quick" : "frame";
  }, [host, quick]);
  return (
    <Tooltip.Provider delayDuration={500}>
      <ToastBase.Provider duration={10_000} swipeDirection="down">
        {quick ? (
          <Suspense fallback={null}>
            <QuickView />
          </Suspense>
        ) : (
          <Frame route={route} />
        )}
        <CloudDialogs />
      </ToastBase.Provider>
    </Tooltip.Provider>
  );
}
