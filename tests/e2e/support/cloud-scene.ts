import type { ServerResponse } from "node:http";

import { expect, type Browser, type Page } from "@playwright/test";

import { launchBrowser, openPage } from "../browser/launch-browser.ts";
import { sse } from "../../support/loopback-listener.ts";
import { newFolder, startServer, type DocentServer } from "./docent-server.ts";
import { openEngineWire, waitForLibrary, type EngineWire } from "./engine-wire.ts";
import { chooseFolder, writeFolder } from "./home-folder.ts";
import { answersWith, openProvider, type Provider } from "./provider.ts";

export const key = "sk-sentinel-5b1f0c9e77d24a63";
export const model = "loopback-writer";
export const label = "Loopback provider";

export const depositQuestion = "How large is the deposit for the flat in Alder Street?";
export const keysQuestion = "How many keys were given at the handover in Alder Street?";

const flat = {
  "Lease.md":
    "# Lease\n\nThe deposit for the flat in Alder Street is 2,700 euros. It is returned six weeks after the tenant has moved out.\n",
  "Handover.md":
    "# Handover\n\nAt the handover of the flat in Alder Street the deposit was paid in cash and three keys were given to the tenant.\n",
  "Bicycle.md":
    "# Bicycle cellar\n\nThe bicycle cellar of the house in Alder Street is behind the zanzibar door; its deposit box holds the pump.\n",
};

/** One sentence that the lease supports, one that nothing does. */
export const goodAnswer = answersWith(({ passages }) => {
  const lease = passages.find((passage) => passage.head.startsWith("Lease.md"))?.number ?? 1;
  return ["The deposit is 2,700 ", `euros [${lease}]. `, "The landlord keeps ", "eleven peacocks in the cellar."];
});

/** Counts for ever, so that nothing is said twice; gives way when the other side goes. */
export function countSheep(
  reply: ServerResponse,
  write: (text: string) => void,
  everyMs: number,
  closed?: () => void,
): void {
  reply.writeHead(200, { "content-type": "text/event-stream" });
  let count = 0;
  const timer = setInterval(() => {
    count += 1;
    write(sse([`The flat has sheep ${count} in the cellar. `], null)[0] as string);
  }, everyMs);
  reply.on("close", () => {
    clearInterval(timer);
    closed?.();
  });
}

export interface CloudScene {
  data: string;
  home: string;
  provider: Provider;
  server: DocentServer;
  wire: EngineWire;
  page: Page;
  /** Everything the page wrote to its console. */
  printed: string[];
  close(): Promise<void>;
}

/** Docent with three small files read, a page on it, and a provider that nobody has added yet. */
export async function openCloudScene(): Promise<CloudScene> {
  const data = newFolder("servers-data");
  const home = newFolder("servers-home");
  writeFolder(home, "Flat", flat);
  const provider = await openProvider({ model, key, answer: goodAnswer });
  const server = await startServer({ data, home });
  const wire = await openEngineWire(server.url);
  const browser: Browser = await launchBrowser();
  const { page } = await openPage(browser, server.url);
  const printed: string[] = [];
  page.on("console", (message) => printed.push(message.text()));
  await chooseFolder(page, "Flat");
  await waitForLibrary(wire);
  return {
    data,
    home,
    provider,
    server,
    wire,
    page,
    printed,
    async close() {
      wire.close();
      await browser.close();
      await server.stop();
      await provider.close();
    },
  };
}

/** The ledger as the engine has it, oldest first, once nothing is open any more. */
export async function closedLedger({ wire }: Pick<CloudScene, "wire">) {
  const open = async () => (await wire.engine.ledger.list({})).filter((row) => row.state === "open");
  await expect.poll(open, { timeout: 60_000 }).toEqual([]);
  return (await wire.engine.ledger.list({})).reverse();
}
