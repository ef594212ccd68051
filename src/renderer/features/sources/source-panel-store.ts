import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

/** A passage that the panel can show: where it stands, and the text as it was when it was found. */
export interface PanelEntry {
  number: number;
  documentId: number;
  documentName: string;
  page: number | null;
  heading: string;
  start: number;
  end: number;
  text: string;
  readAt: number;
  /** Of the answer that cites it; null for a passage found in the quick prompt or a suggestion. */
  answerId: number | null;
  runId: number | null;
  /** The answer stores this citation, so the engine can say what became of it. */
  stored: boolean;
}

export interface SourceState {
  open: boolean;
  /** What the stepper walks through. */
  entries: PanelEntry[];
  index: number;
  /** Answer the entries belong to, so that its chips can show which is open. */
  owner: string | null;
  zoom: number;
  mode: "page" | "text";
  /** Counts openings: the same passage opened again scrolls again. */
  opening: number;
  /** The heading takes the focus: the panel was opened by keyboard. */
  takeFocus: boolean;
}

export interface SourcePanel {
  store: StoreApi<SourceState>;
  show(options: {
    entries: PanelEntry[];
    index: number;
    owner: string | null;
    opener: HTMLElement | null;
    takeFocus: boolean;
  }): void;
  step(by: number): void;
  close(): void;
  toggle(): void;
  current(): PanelEntry | null;
  /** Puts the focus back on what opened the panel. */
  focusOpener(): void;
}

export const zooms = [50, 75, 100, 125, 150, 200, 300];

export function createSourcePanel(): SourcePanel {
  const store = createStore<SourceState>(() => ({
    open: false,
    entries: [],
    index: 0,
    owner: null,
    zoom: 100,
    mode: "page",
    opening: 0,
    takeFocus: false,
  }));
  let opener: HTMLElement | null = null;
  const focusOpener = (): void => {
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  };
  return {
    store,
    show: (options) => {
      opener = options.opener ?? opener;
      store.setState((state) => ({
        open: true,
        entries: options.entries,
        index: options.index,
        owner: options.owner,
        takeFocus: options.takeFocus,
        mode: "page",
        opening: state.opening + 1,
      }));
    },
    step: (by) =>
      store.setState((state) => {
        if (state.entries.length === 0) return state;
        const index = (state.index + by + state.entries.length) % state.entries.length;
        return { index, opening: state.opening + 1, takeFocus: false };
      }),
    close: () => {
      const { open } = store.getState();
      store.setState({ open: false });
      if (open) focusOpener();
    },
    toggle: () => store.setState((state) => ({ open: !state.open })),
    current: () => {
      const { open, entries, index } = store.getState();
      return open ? (entries[index] ?? null) : null;
    },
    focusOpener,
  };
}
