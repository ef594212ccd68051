import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { App } from "./app/app.tsx";
import { createPage } from "./app/create-page.ts";
import { listenToOpenings } from "./app/opening.ts";
import { PageContext } from "./app/page.ts";
import { listenToKeys } from "./commands/keyboard.ts";
import { connect } from "./engine-client/engine-client.ts";
import { preloadProse } from "./features/chat/lazy-prose.tsx";
import "./styles/index.css";

const nonce = document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content;
if (nonce) setNonce(nonce);

const page = createPage(connect(window));
listenToKeys(page, window);
listenToOpenings(page, window);

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <PageContext.Provider value={page}>
        <App />
      </PageContext.Provider>
    </StrictMode>,
  );
}
preloadProse();
