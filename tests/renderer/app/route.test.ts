import { expect, test } from "vitest";

import { formatRoute, parseRoute } from "../../../src/renderer/app/route.ts";
import type { Route } from "../../../src/renderer/app/route.ts";

test("every route is read back as it was written", () => {
  const routes: Route[] = [
    { view: "chat", conversationId: null },
    { view: "chat", conversationId: 42 },
    { view: "library" },
    { view: "models" },
    { view: "settings", section: "privacy" },
    { view: "suggestions" },
    { view: "ledger" },
    { view: "quick" },
  ];
  for (const route of routes) expect(parseRoute(formatRoute(route))).toEqual(route);
});

test("what is unknown leads to the chat", () => {
  for (const hash of ["", "#", "#/nonsense", "#/conversation/-1", "#/conversation/x"]) {
    expect(parseRoute(hash)).toEqual({ view: "chat", conversationId: null });
  }
  expect(parseRoute("#/settings/nonsense")).toEqual({ view: "settings", section: "general" });
});
