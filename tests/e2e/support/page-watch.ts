import type { Page } from "@playwright/test";

export interface PageWatch {
  /** Addresses that the page asked for and that are not its own origin. */
  foreign: string[];
  /** Breaks of the content security policy, as the page reported them. */
  reports: string[];
  /** Errors of the page's scripts and of the console. */
  errors: string[];
}

/** Watches all that a page fetches, breaks or logs as an error. Must be called before the page is opened. */
export async function watchPage(page: Page, own: string): Promise<PageWatch> {
  const watch: PageWatch = { foreign: [], reports: [], errors: [] };
  const foreign = (address: string): void => {
    if (!address.startsWith(own) && !address.startsWith(own.replace(/^http/, "ws"))) watch.foreign.push(address);
  };
  page.on("request", (request) => foreign(request.url()));
  page.on("websocket", (socket) => foreign(socket.url()));
  page.on("popup", (popup) => watch.foreign.push(`popup ${popup.url()}`));
  page.on("pageerror", (error) => watch.errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") watch.errors.push(message.text());
  });
  await page.exposeFunction("reportPolicyBreak", (text: string) => void watch.reports.push(text));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      const { reportPolicyBreak } = window as unknown as { reportPolicyBreak(text: string): void };
      reportPolicyBreak(`${event.effectiveDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  return watch;
}
