import { existsSync, readFileSync } from "node:fs";
import path from "node:path";

import { expect, test } from "@playwright/test";

import { newFolder } from "../support/docent-server.ts";
import { openLeakTarget } from "../support/hostile-library.ts";
import { launchDocent, type DocentWindow } from "./launch-electron.ts";

/*
 * Electron's own checklist of 20 items, each asserted against the running app where that is possible; fuses and the
 * version floor against what is built with.
 */
const root = path.resolve(import.meta.dirname, "..", "..", "..");
let docent: DocentWindow;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  docent = await launchDocent({ data: newFolder("electron-security") });
  await expect(docent.main.getByTestId("first-step")).toBeVisible({ timeout: 120_000 });
});

test.afterAll(async () => {
  await docent?.close();
});

function refused(kind: RegExp): number {
  return docent.events().filter((one) => one.event === "refused" && kind.test(String(one["kind"]))).length;
}

function countContents(): Promise<number> {
  return docent.app.evaluate(({ webContents }) => webContents.getAllWebContents().length);
}

test("1 and 8: only our own scheme is loaded; a request to anything else is cancelled", async () => {
  const target = await openLeakTarget();
  const before = refused(/^request mainFrame/);
  const addresses = [
    `${target.address}/page`,
    "file:///etc/passwd",
    "data:text/html,hello",
    "https://example.invalid/",
  ];
  const shown = await docent.app.evaluate(async ({ BrowserWindow, session }, wanted) => {
    const texts: string[] = [];
    for (const address of wanted) {
      const window = new BrowserWindow({ show: false, webPreferences: { session: session.fromPartition("docent") } });
      // Rejects for a cancelled load, which is what should happen; what counts is what the window then shows.
      await window.loadURL(address).catch(() => undefined);
      texts.push(String(await window.webContents.executeJavaScript("document.body?.innerText ?? ''")));
      window.destroy();
    }
    return texts;
  }, addresses);
  target.close();
  expect(shown.join("")).not.toMatch(/leaked|root:|hello/);
  expect(target.hits).toEqual([]);
  expect(refused(/^request mainFrame/)).toBeGreaterThanOrEqual(before + addresses.length);
});

test("2, 3, 4, 6, 9, 10: every window is isolated, sandboxed, without Node and with web security", async () => {
  // A window that an earlier test destroyed may still be on its way out.
  await expect.poll(countContents).toBe(2);
  const preferences = await docent.app.evaluate(({ webContents }) =>
    webContents
      .getAllWebContents()
      .map((contents) => (contents as unknown as { getLastWebPreferences(): object }).getLastWebPreferences()),
  );
  for (const one of preferences as Record<string, unknown>[]) {
    expect(one).toMatchObject({ contextIsolation: true, sandbox: true, webSecurity: true });
    // An older Electron leaves out of this list what is off.
    const off = [
      "nodeIntegration",
      "nodeIntegrationInWorker",
      "nodeIntegrationInSubFrames",
      "webviewTag",
      "plugins",
      "navigateOnDragDrop",
      "experimentalFeatures",
      "allowRunningInsecureContent",
    ];
    expect(off.filter((name) => (one[name] ?? false) !== false)).toEqual([]);
    expect(one["enableBlinkFeatures"] ?? "").toBe("");
  }
  const spelling = await docent.app.evaluate(({ session }) => session.fromPartition("docent").isSpellCheckerEnabled());
  expect(spelling).toBe(false);
});

test("2 and 20: the page sees nothing of Node or Electron and no bridge", async () => {
  for (const page of [docent.main, docent.quick]) {
    const seen = await page.evaluate(() => {
      const world = globalThis as unknown as Record<string, unknown>;
      return ["require", "process", "module", "Buffer", "electron", "ipcRenderer", "docent", "api", "bridge"].filter(
        (name) => world[name] !== undefined,
      );
    });
    expect(seen).toEqual([]);
  }
});

test("5: every permission is refused", async () => {
  const names = [
    "geolocation",
    "notifications",
    "camera",
    "microphone",
    "clipboard-read",
    "midi",
    "persistent-storage",
  ];
  const states = await docent.main.evaluate(async (wanted) => {
    const found: string[] = [];
    for (const name of wanted) {
      const status = await navigator.permissions.query({ name: name as PermissionName });
      found.push(`${name} ${status.state}`);
    }
    return found;
  }, names);
  expect(states).toEqual(names.map((name) => `${name} denied`));
  const asked = await docent.main.evaluate(
    () =>
      new Promise<string>((resolve) => {
        navigator.geolocation.getCurrentPosition(
          () => resolve("given"),
          () => resolve("refused"),
        );
      }),
  );
  expect(asked).toBe("refused");
});

test("7: the policy is in force, as a header with a new nonce each load", async () => {
  const nonce = (): Promise<string | null> =>
    docent.main.evaluate(() => document.querySelector('meta[name="style-nonce"]')?.getAttribute("content") ?? null);
  const first = await nonce();
  expect(first).toMatch(/^[A-Za-z0-9+/]{22}==$/);
  const broken = await docent.main.evaluate(
    () =>
      new Promise<string>((resolve) => {
        document.addEventListener("securitypolicyviolation", (event) => resolve(event.originalPolicy), { once: true });
        const style = document.createElement("style");
        style.textContent = "body { color: red }";
        document.head.append(style);
      }),
  );
  for (const rule of [
    "default-src 'none'",
    "script-src 'self'",
    "img-src 'self'",
    "connect-src 'none'",
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]) {
    expect(broken).toContain(rule);
  }
  // In a task of the page's own: what a test evaluates directly is let past the policy.
  const evaluated = await docent.main.evaluate(
    () =>
      new Promise<string>((resolve) => {
        setTimeout(() => {
          try {
            // oxlint-disable-next-line typescript/no-implied-eval -- what must be refused
            resolve(String(new Function("return 1")()));
          } catch (error) {
            resolve((error as Error).name);
          }
        });
      }),
  );
  expect(evaluated).toMatch(/EvalError|TypeError/);
});

test("11 and 12: a web view can't be attached", async () => {
  const attached = await docent.main.evaluate(() => {
    const view = document.createElement("webview");
    view.setAttribute("src", "https://example.invalid/");
    document.body.append(view);
    const has = "getWebContentsId" in view;
    view.remove();
    return has;
  });
  expect(attached).toBe(false);
  await expect.poll(countContents).toBe(2);
});

test("16: the version that is shipped is current", () => {
  const { devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as {
    devDependencies: Record<string, string>;
  };
  expect(Number(devDependencies["electron"]?.split(".")[0])).toBeGreaterThanOrEqual(42);
});

test("17: main listens to no message of a page but over the ports it gave out itself", async () => {
  const listeners = await docent.app.evaluate(({ ipcMain }) => ipcMain.eventNames().map(String));
  // Electron itself listens to the errors of its emitter.
  expect(listeners.filter((name) => name !== "error")).toEqual([]);
  // A frame that isn't ours gets no port: the handing over looks at the top frame's own address.
  const source = readFileSync(path.join(root, "src", "main", "page-ports.ts"), "utf8");
  expect(source).toContain("isOwnPage(page.mainFrame.url)");
});

test("18: the scheme gives out nothing but the page, and file: is refused", async () => {
  const paths = [
    "../package.json",
    "..%2f..%2fpackage.json",
    "%2e%2e/%2e%2e/package.json",
    "..\\..\\package.json",
    "....//package.json",
    "assets/../../package.json",
    "assets/%2e%2e/%2e%2e/main/index.cjs",
    "//etc/passwd",
    "/etc/passwd",
    "index.html%00.js",
    "main/index.cjs",
    "package.json",
    ".git/config",
    "doc/1/page/1/../../../../package.json",
    "doc/0/page/1",
    "doc/1/page/1e9",
  ];
  const probes = Array.from({ length: 200 }, (_, index) => {
    const one = paths[index % paths.length] ?? "";
    return "../".repeat(Math.floor(index / paths.length)) + one;
  });
  const statuses = await docent.app.evaluate(async ({ session }, wanted) => {
    const page = session.fromPartition("docent");
    const found: number[] = [];
    for (const one of wanted) {
      try {
        const response = await page.fetch(`app://docent/${one}`, { bypassCustomProtocolHandlers: false });
        found.push(response.status);
      } catch {
        // Not even an address.
        found.push(0);
      }
    }
    return found;
  }, probes);
  expect(statuses.filter((status) => status === 200)).toEqual([]);
  expect(statuses.filter((status) => status === 404).length).toBeGreaterThan(100);
  const otherHost = await docent.app.evaluate(async ({ session }) => {
    const response = await session.fromPartition("docent").fetch("app://other/index.html");
    return response.status;
  });
  expect(otherHost).toBe(404);
});

test("19: fuses are set as they must be where packages are made", async () => {
  const { default: builder } = (await import("../../../electron-builder.ts")) as {
    default: { electronFuses?: Record<string, boolean> };
  };
  expect(builder.electronFuses).toMatchObject({
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    grantFileProtocolExtraPrivileges: false,
    loadBrowserProcessSpecificV8Snapshot: false,
  });
});

test("the preload is small and hands over nothing but ports and two notes", () => {
  const preload = path.join(root, "out", "preload", "index.cjs");
  const text = readFileSync(preload, "utf8");
  expect(text.length).toBeLessThan(10_000);
  expect(text).not.toContain("contextBridge");
  expect(text.match(/ipcRenderer\.on\("[^"]+"/g)).toEqual([
    'ipcRenderer.on("docent:ports"',
    'ipcRenderer.on("docent:open"',
    'ipcRenderer.on("docent:engine-dead"',
  ]);
});

test("a second start ends at once and the first one stays", async () => {
  const { spawnSync } = await import("node:child_process");
  const executable = process.env["DOCENT_TEST_ELECTRON_FILE"] ?? "";
  const given = JSON.parse(process.env["DOCENT_TEST_ELECTRON_ARGUMENTS"] ?? "[]") as string[];
  const dataDirectory = await docent.app.evaluate(({ app }) => app.getPath("userData"));
  const second = spawnSync(
    executable,
    [...given, "--no-sandbox", "--disable-gpu", `--data=${path.dirname(dataDirectory)}`],
    { timeout: 60_000 },
  );
  expect(second.status).toBe(0);
  expect(existsSync(dataDirectory)).toBe(true);
  await expect(docent.main.getByTestId("first-step")).toBeVisible();
});

test("main holds no native add-on", async () => {
  const objects = await docent.app.evaluate(
    () => (process.report as unknown as { getReport(): { sharedObjects?: string[] } }).getReport().sharedObjects ?? [],
  );
  expect(objects.length).toBeGreaterThan(10);
  expect(objects.filter((file) => file.endsWith(".node"))).toEqual([]);
});
