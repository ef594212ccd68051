import path from "node:path";

import { expect, test, type Page } from "@playwright/test";
import { build } from "vite";

import { newFolder } from "../support/docent-server.ts";
import { until } from "./desktop.ts";
import { launchDocent, type DocentWindow } from "./launch-electron.ts";

/*
 * The engine as a utility process, the way packages run it, with a probe in its place that needs no add-ons: ports
 * handed straight to it, its death and its hanging seen, a new one started, and an end after too many deaths.
 */
test.describe.configure({ mode: "serial" });

const data = newFolder("probe");
let docent: DocentWindow;

interface Echo {
  echo: unknown;
  pid: number;
}

test.beforeAll(async () => {
  test.setTimeout(300_000);
  const outDir = newFolder("probe-engine");
  await build({
    configFile: false,
    logLevel: "warn",
    build: {
      outDir,
      target: "node18",
      lib: {
        entry: path.join(import.meta.dirname, "probe-engine.ts"),
        formats: ["cjs"],
        fileName: () => "probe-engine.cjs",
      },
      rollupOptions: { external: [/^node:/] },
    },
  });
  docent = await launchDocent({ data, extra: [`--probe-engine=${path.join(outDir, "probe-engine.cjs")}`] });
  await listen(docent.main);
  // The page took its first ports before the test listened; a new load gets new ones.
  await docent.main.reload();
});

test.afterAll(async () => {
  await docent?.close();
});

/** Keeps a second hand on the ports that the preload posts to the page. */
async function listen(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept = window as unknown as { enginePorts: MessagePort[]; portsOrigins: string[]; engineDead: boolean };
    kept.enginePorts = [];
    kept.engineDead = false;
    kept.portsOrigins = [];
    window.addEventListener("message", (event: MessageEvent<{ type?: string }>) => {
      if (event.data?.type === "docent:engine-dead") kept.engineDead = true;
      if (event.data?.type !== "docent:ports") return;
      kept.portsOrigins.push(event.origin);
      const [port] = event.ports;
      if (port !== undefined) kept.enginePorts.push(port);
    });
  });
}

function portsSoFar(): Promise<number> {
  return docent.main.evaluate(() => (window as unknown as { enginePorts: unknown[] }).enginePorts?.length ?? 0);
}

/** Sends a message over the newest port and waits for its echo. */
function echo(message: string): Promise<Echo> {
  return docent.main.evaluate(
    (text) =>
      new Promise<Echo>((resolve) => {
        const port = (window as unknown as { enginePorts: MessagePort[] }).enginePorts.at(-1);
        port?.addEventListener("message", (event: MessageEvent<Echo>) => {
          if (event.data?.echo === text) resolve(event.data);
        });
        port?.start();
        port?.postMessage(text);
      }),
    message,
  );
}

function send(message: string): Promise<void> {
  return docent.main.evaluate((text) => {
    (window as unknown as { enginePorts: MessagePort[] }).enginePorts.at(-1)?.postMessage(text);
  }, message);
}

let firstPid = 0;

test("the page's port leads straight to the utility process", async () => {
  await until("the page has its ports", async () => (await portsSoFar()) >= 1);
  const answer = await echo("hello");
  expect(answer.echo).toBe("hello");
  firstPid = answer.pid;
  const main = await docent.app.evaluate(() => process.pid);
  expect(answer.pid).not.toBe(main);
  const origins = await docent.main.evaluate(() => (window as unknown as { portsOrigins: string[] }).portsOrigins);
  expect(new Set(origins)).toEqual(new Set(["app://docent"]));
});

test("a death is seen, a new process is started and the page gets new ports", async () => {
  const before = await portsSoFar();
  await send("crash");
  await until("the page has new ports", async () => (await portsSoFar()) > before);
  const answer = await echo("again");
  expect(answer.pid).not.toBe(firstPid);
  expect(docent.events().filter((one) => one.event === "engine-gone").length).toBe(1);
});

test("a process that hangs is ended and replaced", async () => {
  test.setTimeout(240_000);
  const before = await portsSoFar();
  await send("hang");
  await until("the hanging process is found", () => docent.events().some((one) => one.event === "engine-hangs"), 120);
  await until("the page has new ports", async () => (await portsSoFar()) > before, 60);
  expect((await echo("after the hang")).echo).toBe("after the hang");
});

test("after five deaths it is not started again, and the page is told", async () => {
  test.setTimeout(240_000);
  for (let death = 3; death <= 5; death += 1) {
    const before = await portsSoFar();
    await send("crash");
    if (death < 5) await until("the page has new ports", async () => (await portsSoFar()) > before, 90);
  }
  await until("the shell gives up", () => docent.events().some((one) => one.event === "engine-dead"), 60);
  expect(docent.events().filter((one) => one.event === "engine-gone").length).toBe(5);
  // The probe answers no call of the page, so the page stands empty; what it is told is what is looked at.
  await until("the page is told", () =>
    docent.main.evaluate(() => (window as unknown as { engineDead: boolean }).engineDead),
  );
});
