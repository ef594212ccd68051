import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { StoreApi } from "zustand/vanilla";

import type { Activity } from "../../shared/feedback-schemas.ts";
import type { Settings } from "../../shared/settings-schemas.ts";
import type { Connection, DesktopApi, EngineApi } from "../engine-client/engine-client.ts";
import type { Chat, ChatState } from "../features/chat/chat.ts";
import type { Cloud } from "../features/cloud/cloud.ts";
import type { SourcePanel, SourceState } from "../features/sources/source-panel-store.ts";
import type { AppState, Toast } from "./app-store.ts";
import type { LayoutState } from "./layout-store.ts";

/** Everything a view needs; made once in `create-page.ts` and handed down. */
export interface Page {
  connection: Connection;
  engine: EngineApi;
  desktop: DesktopApi;
  app: StoreApi<AppState>;
  layout: StoreApi<LayoutState>;
  chat: Chat;
  source: SourcePanel;
  cloud: Cloud;
  /** Tells what the user does, never what they write; at most once in two seconds a kind. */
  report(activity: Activity): void;
  toast(text: string, action?: Toast["action"]): void;
  changeSettings(patch: Partial<Settings>): Promise<void>;
  refreshConversations(): Promise<void>;
  /** Shows an error of a side action (not of an answer) as a toast and says it. */
  fail(error: unknown): void;
  /** Opens or closes the page's own folder chooser, used where there is no dialog of the system. */
  openFolderChooser(open: boolean): void;
  /** Runs the newest "Undo" that is still on screen; false when there is none. */
  undo(): boolean;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("A view stands outside the page.");
  return page;
}

export function useApp<Slice>(select: (state: AppState) => Slice): Slice {
  return useStore(usePage().app, select);
}

export function useLayout<Slice>(select: (state: LayoutState) => Slice): Slice {
  return useStore(usePage().layout, select);
}

export function useChat<Slice>(select: (state: ChatState) => Slice): Slice {
  return useStore(usePage().chat.store, select);
}

export function useSource<Slice>(select: (state: SourceState) => Slice): Slice {
  return useStore(usePage().source.store, select);
}
