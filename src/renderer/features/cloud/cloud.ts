import { createStore } from "zustand/vanilla";
import type { StoreApi } from "zustand/vanilla";

import type { EngineApi } from "../../engine-client/engine-client.ts";

export type Prepared = Awaited<ReturnType<EngineApi["chat"]["prepare"]>>;

export interface Send {
  preparedId: string;
  passages: number[];
  /** Some passages that were shown were left out. */
  heldBack: boolean;
}

export interface CloudState {
  consent: { host: string; answer: (allowed: boolean) => void } | null;
  send: { prepared: Prepared; answer: (send: Send | null) => void } | null;
}

/** Asks the person before anything leaves: once for the conversation, and with the exact text before a send. */
export interface Cloud {
  store: StoreApi<CloudState>;
  askConsent(host: string): Promise<boolean>;
  /** Shows what would be sent; null when the person cancels. */
  askSend(request: Parameters<EngineApi["chat"]["prepare"]>[0]): Promise<Send | null>;
}

export function createCloud({ engine }: { engine: EngineApi }): Cloud {
  const store = createStore<CloudState>(() => ({ consent: null, send: null }));
  return {
    store,
    askConsent: (host) =>
      new Promise((resolve) => {
        store.getState().consent?.answer(false);
        store.setState({
          consent: {
            host,
            answer: (allowed) => {
              store.setState({ consent: null });
              resolve(allowed);
            },
          },
        });
      }),
    askSend: async (request) => {
      const prepared = await engine.chat.prepare(request);
      return new Promise((resolve) => {
        store.getState().send?.answer(null);
        store.setState({
          send: {
            prepared,
            answer: (send) => {
              store.setState({ send: null });
              resolve(send);
            },
          },
        });
      });
    },
  };
}
