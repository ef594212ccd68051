import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";

import { _electron, errors, type ElectronApplication, type Page } from "@playwright/test";

import { tracedCalls } from "../../support/socket-trace.ts";

export interface DocentWindow {
  app: ElectronApplication;
  main: Page;
  quick: Page;
  /** Events of the shell's log, in order. */
  events(): { event: string; [field: string]: unknown }[];
  close(): Promise<void>;
}

/** The window whose page says of itself that it is, or is not, the quick prompt. */
async function pageThat(app: ElectronApplication, quick: boolean): Promise<Page> {
  for (;;) {
    for (const page of app.windows()) {
      await page.waitForURL(/^app:/);
      if ((await page.evaluate(() => location.hash.startsWith("#/quick"))) === quick) return page;
    }
    if (app.windows().length < 2) await app.waitForEvent("window");
  }
}

/**
 * Starts Electron with the test runner attached. Now and then the runner's attachment to this old runtime never ends
 * although Docent is up (its log says that the engine runs): the runner kills that process, and another is started,
 * said aloud. A Docent that is not up is an error at once, and nothing else is ever tried again.
 */
async function attach(
  options: { executablePath: string; args: string[] },
  isUp: () => boolean,
): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await _electron.launch({ ...options, timeout: 45_000 });
    } catch (error) {
      if (attempt === 3 || !(error instanceof errors.TimeoutError) || !isUp()) throw error;
      console.log(`The test runner did not get hold of a running Electron (${attempt}); started again.`);
      // The engine of the killed one ends by itself within a second or two and gives its data folder free.
      await new Promise((resolve) => setTimeout(resolve, 5_000));
    }
  }
}

/** A program that runs another one, with all its children and threads, under the system's own trace of sockets. */
function tracedProgram(program: string, trace: string): string {
  const script = `${trace}.sh`;
  const strace = `strace -f --seccomp-bpf -o '${trace}' -e trace=${tracedCalls}`;
  writeFileSync(script, `#!/bin/sh\nexec ${strace} '${program}' "$@"\n`, { mode: 0o755 });
  return script;
}

/**
 * Starts Docent in the Electron that scripts/electron-test.ts found, on a data folder of its own; with `trace`, every
 * process of it under a trace of its sockets, written to that file.
 */
export async function launchDocent(options: { data: string; extra?: string[]; trace?: string }): Promise<DocentWindow> {
  const electron = process.env["DOCENT_TEST_ELECTRON_FILE"];
  if (electron === undefined) throw new Error("Run these tests by: npm run test:electron");
  const appArguments = JSON.parse(process.env["DOCENT_TEST_ELECTRON_ARGUMENTS"] ?? "[]") as string[];
  const asRoot = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const log = path.join(options.data, "logs", "shell.log");
  const app = await attach(
    {
      executablePath: options.trace === undefined ? electron : tracedProgram(electron, options.trace),
      args: [...appArguments, ...asRoot, "--disable-gpu", `--data=${options.data}`, ...(options.extra ?? [])],
    },
    () => existsSync(log) && readFileSync(log, "utf8").includes('"engine-running"'),
  );
  const main = await pageThat(app, false);
  const quick = await pageThat(app, true);
  return {
    app,
    main,
    quick,
    events: () =>
      existsSync(log)
        ? readFileSync(log, "utf8")
            .trimEnd()
            .split("\n")
            .map((line) => JSON.parse(line) as { event: string })
        : [],
    close: () => app.close(),
  };
}
