import { engineRoutes } from "../platform/routes.ts";
import type { Chat } from "./chat.ts";

/** Routes `search.*`: passages without an answer, for the quick prompt and the command line. */
export function searchRoutes(chat: Pick<Chat, "search">) {
  const routes = engineRoutes.search;
  return routes.router({
    passages: routes.passages.handler(({ input, signal }) => chat.search(input, signal)),
  });
}
