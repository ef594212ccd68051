import type { LedgerRow } from "../../shared/feedback-schemas.ts";
import { engineRoutes } from "../platform/routes.ts";
import type { Models } from "./models.ts";

/** What a page may ask of models: never a path, never a key. */
export function modelRoutes(models: Models) {
  const routes = engineRoutes.models;
  return {
    list: routes.list.handler(() => models.list()),
    addServer: routes.addServer.handler(({ input }) => models.addServer(input)),
    remove: routes.remove.handler(({ input }) => {
      models.remove(input.id);
      return {};
    }),
    checkServer: routes.checkServer.handler(({ input, signal }) => models.checkServer(input.id, signal)),
  };
}

/** The privacy ledger, newest first. */
export function ledgerRoutes(ledger: { list(limit: number): LedgerRow[] }) {
  return { list: engineRoutes.ledger.list.handler(({ input }) => ledger.list(input.limit)) };
}
