import { app, type Session, type WebContents } from "electron";

import { isOwnPage } from "./page-origin.ts";

/**
 * What the guards refused since the start; the tests read it, and the log names it. A guard refuses first and counts
 * then, so that trouble with the counting lets nothing through.
 */
export interface Refusals {
  count(kind: string): void;
}

/** Switches that must be set before Chromium starts. */
export function hardenCommandLine(): void {
  // Chromium's sandbox can't be had for root, as on a test machine, which then says so; windows stay sandboxed pages.
  if (!app.commandLine.hasSwitch("no-sandbox")) app.enableSandbox();
  // A second wall behind the policy of the page: Chromium can resolve no name at all.
  app.commandLine.appendSwitch("host-resolver-rules", "MAP * ~NOTFOUND");
  app.commandLine.appendSwitch("force-webrtc-ip-handling-policy", "disable_non_proxied_udp");
  app.commandLine.appendSwitch("disable-features", "SpareRendererForSitePerProcess,AutofillServerCommunication");
  app.commandLine.appendSwitch("no-pings");
}

/** Refuses every permission, device, download and request of a session but those to our own page. */
export function hardenSession(session: Session, refusals: Refusals): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    decide(false);
    refusals.count(`permission ${permission}`);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.on("will-download", (event) => {
    event.preventDefault();
    refusals.count("download");
  });
  for (const event of ["select-hid-device", "select-serial-port", "select-usb-device"] as const) {
    session.on(event as "select-hid-device", (refused) => refused.preventDefault());
  }
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest((details, decide) => {
    const own = isOwnPage(details.url);
    decide({ cancel: !own });
    if (!own) refusals.count(`request ${details.resourceType}`);
  });
}

/** Refuses navigation, popups, web views and drops for every page that is ever made. */
export function hardenContents(contents: WebContents, refusals: Refusals): void {
  const refuse = (kind: string) => (event: { preventDefault(): void }) => {
    event.preventDefault();
    refusals.count(kind);
  };
  contents.on("will-navigate", refuse("navigation"));
  contents.on("will-redirect", refuse("redirect"));
  contents.on("will-frame-navigate", refuse("frame navigation"));
  contents.on("will-attach-webview", refuse("web view"));
  contents.on("select-bluetooth-device", (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => {
    queueMicrotask(() => refusals.count("popup"));
    return { action: "deny" };
  });
  contents.setWebRTCIPHandlingPolicy("disable_non_proxied_udp");
}
