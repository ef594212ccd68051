import path from "node:path";

import { onTestFinished } from "vitest";

import { createModels, type Models } from "../../src/engine/models/models.ts";
import { systemClock } from "../../src/engine/platform/clock.ts";
import { createEgressBroker } from "../../src/engine/platform/egress/egress-broker.ts";
import type { Log } from "../../src/engine/platform/log.ts";
import type { Child, ProcessLauncher } from "../../src/engine/platform/child-process.ts";
import { createNodeLauncher } from "../../src/engine/platform/node-launcher.ts";
import { openStore } from "../../src/engine/store/store.ts";
import { createMemoryLedger } from "./memory-ledger.ts";
import { temporaryFolder } from "./temporary-folder.ts";

export const resourcesDirectory = path.resolve(import.meta.dirname, "../../resources");

/** Models on real weights in real children; the children started so far are in `children`. Ends with the test. */
export function openRealModels(options: { directory?: string; llamaEntry?: string } = {}): {
  models: Models;
  children: Child[];
  logged: string[];
  close: () => Promise<void>;
} {
  const logged: string[] = [];
  const log: Log = { write: (_level, event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`) };
  const store = openStore({ directory: options.directory ?? temporaryFolder(), clock: systemClock, log });
  const fork = createNodeLauncher(options.llamaEntry === undefined ? {} : { entries: { llama: options.llamaEntry } });
  const children: Child[] = [];
  const launcher: ProcessLauncher = {
    async start(options) {
      const child = await fork.start(options);
      children.push(child);
      return child;
    },
  };
  const egress = createEgressBroker({ ledger: createMemoryLedger(), clock: systemClock, log });
  const models = createModels({ store, launcher, egress, clock: systemClock, log, resourcesDirectory });
  const close = async (): Promise<void> => {
    await models.close();
    egress.close();
    store.close();
  };
  onTestFinished(close);
  return { models, children, logged, close };
}
