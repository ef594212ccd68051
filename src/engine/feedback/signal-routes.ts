import { engineRoutes } from "../platform/routes.ts";
import type { Signals } from "./signals.ts";

/** Routes `signals.*`. `afterRemoval` lets the parts that show learned things look again. */
export function signalRoutes(signals: Signals, afterRemoval: () => void) {
  const routes = engineRoutes.signals;
  return routes.router({
    record: routes.record.handler(({ input }) => {
      signals.record(input);
      return {};
    }),
    list: routes.list.handler(({ input }) => signals.list(input.limit, input.beforeId)),
    export: routes.export.handler(() => ({ fileName: "docent-signals.jsonl", jsonl: signals.export() })),
    removeAll: routes.removeAll.handler(async () => {
      const removed = await signals.removeAll();
      afterRemoval();
      return { removed };
    }),
  });
}
