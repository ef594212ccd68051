import { engineRoutes } from "../platform/routes.ts";
import type { Suggestions } from "./suggestions.ts";

/** Routes `suggestions.*`. */
export function suggestionRoutes(suggestions: Suggestions) {
  const routes = engineRoutes.suggestions;
  return routes.router({
    list: routes.list.handler(() => suggestions.list()),
    act: routes.act.handler(({ input }) => {
      suggestions.act(input.id, input.outcome, input.laterUntil ?? null);
      return {};
    }),
    report: routes.report.handler(({ input }) => {
      suggestions.report(input.activity);
      return {};
    }),
    impression: routes.impression.handler(({ input }) => {
      suggestions.impression(input.id, input.visible);
      return {};
    }),
  });
}
