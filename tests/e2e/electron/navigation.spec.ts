import { readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { newFolder } from "../support/docent-server.ts";
import { launchDocent, type DocentWindow } from "./launch-electron.ts";
import { places } from "./places.ts";

/* Items 13 to 15 of the checklist: a page can go nowhere, open nothing, and send an address out only by asking. */
let docent: DocentWindow;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  docent = await launchDocent({ data: newFolder("electron-navigation") });
  await expect(docent.main.getByTestId("first-step")).toBeVisible({ timeout: 120_000 });
});

test.afterAll(async () => {
  await docent?.close();
});

function refused(kind: RegExp): number {
  return docent.events().filter((one) => one.event === "refused" && kind.test(String(one["kind"]))).length;
}

test("13: no navigation away from the page succeeds, in 20 forms of an address", async () => {
  expect(places.length).toBe(20);
  const before = await docent.main.evaluate(() => location.href);
  const guarded = places.filter((place) => place !== "about:blank");
  for (const place of guarded) {
    await docent.main.evaluate((address) => {
      const link = document.createElement("a");
      link.href = address;
      document.body.append(link);
      link.click();
      link.remove();
    }, place);
  }
  for (const place of guarded.filter((one) => !one.startsWith("javascript:"))) {
    await docent.main.evaluate((address) => {
      try {
        location.assign(address);
      } catch {
        // Some forms are refused before any navigation starts.
      }
    }, place);
  }
  // A round trip through the page: whatever was going to happen has happened.
  const stands = (): Promise<[string, boolean, boolean]> =>
    docent.main.evaluate(() => [
      location.href,
      document.querySelector('[data-testid="first-step"]') !== null,
      document.title.includes("taken"),
    ]);
  await expect.poll(stands).toEqual([before, true, false]);
  expect(refused(/navigation/)).toBeGreaterThan(10);

  // No guard is asked about about:blank: the window comes back by itself.
  await docent.main.evaluate(() => setTimeout(() => location.assign("about:blank")));
  await expect.poll(() => stands().catch(() => null), { timeout: 60_000 }).toEqual([before, true, false]);
});

test("14: no popup opens, in 20 forms of an address", async () => {
  const opened = await docent.main.evaluate((addresses) => addresses.map((one) => window.open(one) !== null), places);
  expect(opened.filter(Boolean)).toEqual([]);
  const windows = await docent.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length);
  expect(windows).toBe(2);
  expect(refused(/popup/)).toBeGreaterThan(0);
});

/** Calls a route of the shell over a page's own port, with whatever address a hostile page may choose. */
function openLinkFromPage(address: string): Promise<string> {
  return docent.main.evaluate(
    (url) =>
      new Promise<string>((resolve) => {
        const { desktopPort } = window as unknown as { desktopPort: MessagePort };
        desktopPort.addEventListener("message", (event: MessageEvent<unknown>) => {
          const reply = String(event.data);
          if (reply.includes(`"i":"${url}"`)) resolve(reply);
        });
        desktopPort.postMessage(JSON.stringify({ i: url, p: { u: "/openLink", b: { json: { url } } } }));
      }),
    address,
  );
}

test("15: an address leaves only by the one call that asks first", async () => {
  await docent.main.addInitScript(() => {
    window.addEventListener("message", (event: MessageEvent<{ type?: string }>) => {
      if (event.data?.type !== "docent:ports") return;
      [, (window as unknown as { desktopPort?: MessagePort }).desktopPort] = event.ports;
    });
  });
  await docent.main.reload();
  await expect(docent.main.getByTestId("first-step")).toBeVisible();
  await docent.app.evaluate(({ shell, dialog }) => {
    const state = globalThis as unknown as { links: string[]; agrees: number };
    state.links = [];
    state.agrees = 0;
    shell.openExternal = async (address: string): Promise<void> => void state.links.push(`opened ${address}`);
    const ask = (...given: unknown[]): Promise<{ response: number; checkboxChecked: boolean }> => {
      const question = given.at(-1) as { detail?: string };
      state.links.push(`asked ${question.detail}`);
      return Promise.resolve({ response: state.agrees, checkboxChecked: false });
    };
    dialog.showMessageBox = ask;
  });
  const links = (): Promise<string[]> =>
    docent.app.evaluate(() => (globalThis as unknown as { links: string[] }).links.splice(0));

  for (const address of places.filter((one) => !/^(https:|mailto:)/.test(one))) await openLinkFromPage(address);
  await openLinkFromPage("https://name:word@example.invalid/");
  expect(await links()).toEqual([]);

  await openLinkFromPage("https://example.invalid/a");
  expect(await links()).toEqual(["asked https://example.invalid/a"]);

  await docent.app.evaluate(() => {
    (globalThis as unknown as { agrees: number }).agrees = 1;
  });
  await openLinkFromPage("https://example.invalid/b");
  expect(await links()).toEqual(["asked https://example.invalid/b", "opened https://example.invalid/b"]);
  const source = readFileSync(path.resolve(import.meta.dirname, "../../../out/main/index.cjs"), "utf8");
  expect(source.match(/openExternal\(/g)?.length).toBe(1);
});
