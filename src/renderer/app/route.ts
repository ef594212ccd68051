import { useSyncExternalStore } from "react";

export const settingsSections = ["general", "privacy", "appearance", "about"] as const;
export type SettingsSection = (typeof settingsSections)[number];

export type Route =
  | { view: "chat"; conversationId: number | null }
  | { view: "library" }
  | { view: "models" }
  | { view: "settings"; section: SettingsSection }
  | { view: "suggestions" }
  | { view: "ledger" }
  | { view: "quick" };

/** Reads the part of the address after "#". What is unknown leads to the chat. */
export function parseRoute(hash: string): Route {
  const [head, tail] = hash.replace(/^#?\/?/, "").split("/");
  if (head === "conversation") {
    const id = Number(tail);
    return { view: "chat", conversationId: Number.isSafeInteger(id) && id > 0 ? id : null };
  }
  if (head === "settings") {
    const section = settingsSections.find((one) => one === tail) ?? "general";
    return { view: "settings", section };
  }
  if (head === "library" || head === "models" || head === "suggestions" || head === "ledger" || head === "quick") {
    return { view: head };
  }
  return { view: "chat", conversationId: null };
}

export function formatRoute(route: Route): string {
  if (route.view === "chat") return route.conversationId === null ? "#/" : `#/conversation/${route.conversationId}`;
  if (route.view === "settings") return `#/settings/${route.section}`;
  return `#/${route.view}`;
}

/** Goes to a view; `replace` leaves no step back. */
export function go(route: Route, replace = false): void {
  const hash = formatRoute(route);
  if (window.location.hash === hash) return;
  if (replace) {
    window.history.replaceState(null, "", hash);
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  } else {
    window.location.hash = hash;
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener("hashchange", listener);
  return () => window.removeEventListener("hashchange", listener);
}

let last: { hash: string; route: Route } = { hash: "\u0000", route: { view: "chat", conversationId: null } };

export function currentRoute(): Route {
  const { hash } = window.location;
  if (hash !== last.hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, currentRoute);
}
