import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

import type { Conversation } from "../../shared/answer-schemas.ts";
import type { Capabilities } from "../../shared/desktop-contract.ts";
import type { LedgerRow, Suggestion } from "../../shared/feedback-schemas.ts";
import type { Folder, LibraryProgress, LibrarySummary } from "../../shared/library-schemas.ts";
import type { Model } from "../../shared/model-schemas.ts";
import type { Settings, Status } from "../../shared/settings-schemas.ts";
import type { WireState } from "../engine-client/wire.ts";

export interface Toast {
  id: number;
  text: string;
  action?: { label: string; perform: () => void };
}

/** What every view may read: the engine's state as last told, null until it was told. */
export interface AppState {
  wire: WireState;
  status: Status | null;
  settings: Settings | null;
  capabilities: Capabilities | null;
  folders: Folder[] | null;
  summary: LibrarySummary | null;
  progress: LibraryProgress | null;
  conversations: Conversation[] | null;
  conversationSearch: string;
  models: Model[] | null;
  ledger: LedgerRow[] | null;
  card: Suggestion | null;
  waitingCards: number;
  toast: Toast | null;
  /** Address that waits for the user's word before it is opened outside. */
  link: string | null;
  choosingFolder: boolean;
}

export function createAppStore(): StoreApi<AppState> {
  return createStore<AppState>(() => ({
    wire: "connecting",
    status: null,
    settings: null,
    capabilities: null,
    folders: null,
    summary: null,
    progress: null,
    conversations: null,
    conversationSearch: "",
    models: null,
    ledger: null,
    card: null,
    waitingCards: 0,
    toast: null,
    link: null,
    choosingFolder: false,
  }));
}
