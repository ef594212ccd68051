import type { Session, WebContents } from "electron";
import { expect, it, vi } from "vitest";

import { hardenContents, hardenSession } from "../../src/main/harden.ts";

// Only the types and the switches come from Electron; the guards get their session and contents.
vi.mock("electron", () => ({ app: {} }));

/** Everything a guard sets on a session or on contents, by the name it was set under. */
function recorder(): { object: unknown; handlers: Map<string, (...values: unknown[]) => unknown> } {
  const handlers = new Map<string, (...values: unknown[]) => unknown>();
  const object: unknown = new Proxy(
    {},
    {
      get: (_, name: string) =>
        name === "webRequest"
          ? object
          : (...values: unknown[]) => {
              const handler = values.at(-1);
              if (typeof handler === "function") {
                handlers.set(name === "on" ? String(values[0]) : name, handler as () => unknown);
              }
            },
    },
  );
  return { object, handlers };
}

const full = {
  count() {
    throw new Error("no space left");
  },
};

it.each(["will-navigate", "will-redirect", "will-frame-navigate", "will-attach-webview"])(
  "refuses %s before it counts",
  (event) => {
    const { object, handlers } = recorder();
    hardenContents(object as WebContents, full);
    const preventDefault = vi.fn<() => void>();
    expect(() => handlers.get(event)?.({ preventDefault })).toThrow("no space left");
    expect(preventDefault).toHaveBeenCalledOnce();
  },
);

it("refuses permissions, downloads and foreign requests before it counts", () => {
  const { object, handlers } = recorder();
  hardenSession(object as Session, full);
  const decide = vi.fn<(answer: unknown) => void>();
  expect(() => handlers.get("setPermissionRequestHandler")?.(null, "media", decide)).toThrow("no space left");
  expect(decide).toHaveBeenLastCalledWith(false);
  const preventDefault = vi.fn<() => void>();
  expect(() => handlers.get("will-download")?.({ preventDefault })).toThrow("no space left");
  expect(preventDefault).toHaveBeenCalledOnce();
  const request = { url: "https://example.com/", resourceType: "image" };
  expect(() => handlers.get("onBeforeRequest")?.(request, decide)).toThrow("no space left");
  expect(decide).toHaveBeenLastCalledWith({ cancel: true });
});
