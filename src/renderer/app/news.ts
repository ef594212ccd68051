import type { StoreApi } from "zustand/vanilla";

import type { EngineApi } from "../engine-client/engine-client.ts";
import { t } from "../strings/strings.ts";
import type { AppState } from "./app-store.ts";
import { say } from "./speech.ts";

interface NewsOptions {
  engine: EngineApi;
  app: StoreApi<AppState>;
  refreshConversations: () => Promise<void>;
  fail: (error: unknown) => void;
}

/** Loads what every view needs; called at the start and after each reconnect. */
async function loadAll({ engine, app, refreshConversations }: NewsOptions): Promise<void> {
  const [status, settings, folders, library, models, ledger, inbox] = await Promise.all([
    engine.status({}),
    engine.settings.get({}),
    engine.library.folders({}),
    engine.library.summary({}),
    engine.models.list({}),
    engine.ledger.list({}),
    engine.suggestions.list({}),
    refreshConversations(),
  ]);
  const waiting = inbox.suggestions.filter((one) => one.state === "ready" || one.state === "shown").length;
  app.setState({ status, settings, folders, models, ledger, waitingCards: waiting, ...library });
}

/** Follows the engine's news for as long as the page lives; begins again when the wire is back. */
export async function followNews(options: NewsOptions): Promise<never> {
  const { engine, app, refreshConversations, fail } = options;
  for (;;) {
    try {
      const news = await engine.events.watch({});
      await loadAll(options);
      for await (const event of news) {
        if (event.type === "library") app.setState({ summary: event.summary, progress: event.progress });
        else if (event.type === "folders") app.setState({ folders: event.folders });
        else if (event.type === "conversations") await refreshConversations();
        else if (event.type === "models") app.setState({ models: await engine.models.list({}) });
        else if (event.type === "ledger") app.setState({ ledger: await engine.ledger.list({}) });
        else {
          if (event.waiting > app.getState().waitingCards) say(t("suggestions.new.say"));
          app.setState({ card: event.card, waitingCards: event.waiting });
        }
      }
    } catch (error) {
      if (app.getState().wire === "open") fail(error);
    }
    // A wire that is open and ends the stream at once must not spin.
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
}
