import type { Activity } from "../../shared/feedback-schemas.ts";
import type { Connection } from "../engine-client/engine-client.ts";
import { toPageError } from "../engine-client/page-error.ts";
import { createChat } from "../features/chat/chat.ts";
import { createCloud } from "../features/cloud/cloud.ts";
import { createSourcePanel } from "../features/sources/source-panel-store.ts";
import { errorText } from "../strings/error-texts.ts";
import { createAppStore } from "./app-store.ts";
import { createLayoutStore, textScale } from "./layout-store.ts";
import { followNews } from "./news.ts";
import type { Page } from "./page.ts";
import { currentRoute } from "./route.ts";
import { sayAlert } from "./speech.ts";
import { createLook } from "./theme.ts";

const reportEvery = 2_000;

/** The only place where the page's parts are put together. */
export function createPage(connection: Connection): Page {
  const { engine, desktop } = connection;
  const app = createAppStore();
  // The look first: how much fits beside each other depends on the text size.
  const setLook = createLook();
  const layout = createLayoutStore(window);
  let toasts = 0;

  const toast: Page["toast"] = (text, action) => {
    toasts += 1;
    app.setState({ toast: { id: toasts, text, ...(action ? { action } : {}) } });
  };
  const fail: Page["fail"] = (error) => {
    const { wire } = toPageError(error);
    if (wire.code === "cancelled") return;
    const text = errorText(wire);
    toast(`${text.what} ${text.safe}`.trim());
    sayAlert(text.what);
  };
  const refreshConversations: Page["refreshConversations"] = async () => {
    const { conversationSearch } = app.getState();
    app.setState({ conversations: await engine.chat.conversations({ search: conversationSearch }) });
  };
  const changeSettings: Page["changeSettings"] = async (patch) => {
    const before = app.getState().settings;
    if (before) app.setState({ settings: { ...before, ...patch } });
    try {
      app.setState({ settings: await engine.settings.set(patch) });
    } catch (error) {
      app.setState({ settings: before });
      fail(error);
    }
  };

  const lastReport = new Map<Activity, number>();
  const report: Page["report"] = (activity) => {
    const now = Date.now();
    const frequent = activity === "typing" || activity === "streaming";
    if (frequent && now - (lastReport.get(activity) ?? 0) < reportEvery) return;
    lastReport.set(activity, now);
    // A lost report only makes a card wait for the next break; it is not worth a message.
    engine.suggestions.report({ activity }).catch(() => undefined);
  };

  const undo: Page["undo"] = () => {
    const { action } = app.getState().toast ?? {};
    if (!action) return false;
    app.setState({ toast: null });
    action.perform();
    return true;
  };

  const cloud = createCloud({ engine });
  const source = createSourcePanel();
  const chat = createChat({ engine, app, cloud, report, fail });
  const page: Page = {
    connection,
    engine,
    desktop,
    app,
    layout,
    chat,
    source,
    cloud,
    report,
    toast,
    changeSettings,
    refreshConversations,
    fail,
    openFolderChooser: (choosingFolder) => app.setState({ choosingFolder }),
    undo,
  };

  app.subscribe((state, before) => {
    if (!state.settings || state.settings === before.settings) return;
    setLook(state.settings);
    const windowWidth = window.innerWidth / textScale(window);
    if (windowWidth !== layout.getState().windowWidth) layout.setState({ windowWidth });
  });
  connection.onState((wire) => {
    app.setState({ wire });
    if (wire === "gone") chat.engineGone();
  });
  app.setState({ wire: connection.state() });
  void followNews({ engine, app, refreshConversations, fail });
  desktop
    .capabilities({})
    .then((capabilities) => app.setState({ capabilities }))
    .catch(fail);
  if (currentRoute().view !== "quick") {
    window.addEventListener("focus", () => report("focus"));
    window.addEventListener("blur", () => report("blur"));
  }
  return page;
}
