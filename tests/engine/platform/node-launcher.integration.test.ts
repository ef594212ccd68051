import { spawn } from "node:child_process";
import path from "node:path";

import { describe, expect, it, onTestFinished } from "vitest";

import type { Child, ChildExit } from "../../../src/engine/platform/child-process.ts";
import { createNodeLauncher } from "../../../src/engine/platform/node-launcher.ts";

const entry = path.resolve(import.meta.dirname, "../../support/odd-child.ts");

async function start(onStderr?: (name: string, text: string) => void) {
  const launcher = createNodeLauncher({ entries: { parser: entry }, onStderr });
  const child = await launcher.start({ kind: "parser", memoryLimitMb: 64, name: "odd" });
  onTestFinished(() => child.kill());
  const exits: ChildExit[] = [];
  child.onExit((exit) => exits.push(exit));
  return { child, exits };
}

const exitOf = (child: Child): Promise<ChildExit> => new Promise((resolve) => child.onExit(resolve));

/** The next message after `deed`. */
function answer(child: Child, deed: string, argument?: unknown): Promise<unknown> {
  return new Promise((resolve) => {
    const stop = child.onMessage((message) => {
      stop();
      resolve(message);
    });
    child.postMessage({ deed, argument });
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("createNodeLauncher", () => {
  it("carries typed arrays, maps and undefined fields both ways", async () => {
    const { child } = await start();
    const message = { vector: Float32Array.of(1, -0.5), bytes: Uint8Array.of(1, 2), map: new Map([["a", 1n]]) };
    expect(await answer(child, "echo", message)).toEqual(message);
  });

  it("gives a child nothing of the environment that it does not need", async () => {
    process.env["DOCENT_TEST_KEY"] = "sk-canary";
    onTestFinished(() => void delete process.env["DOCENT_TEST_KEY"]);
    const { child } = await start();
    const names = (await answer(child, "environment")) as string[];
    expect(names).not.toContain("DOCENT_TEST_KEY");
    expect(names).toContain("PATH");
  });

  it("reports an exit once, after the last message, also to one who asks late", async () => {
    const { child, exits } = await start();
    const messages: unknown[] = [];
    child.onMessage((message) => messages.push(message));
    child.postMessage({ deed: "exit", argument: 7 });
    expect(await exitOf(child)).toEqual({ code: 7, signal: null });
    expect(messages.length).toBe(50);
    expect(await exitOf(child)).toEqual({ code: 7, signal: null });
    child.kill();
    child.kill();
    child.postMessage({ deed: "echo" });
    expect(exits).toEqual([{ code: 7, signal: null }]);
  });

  it("kills a child that never comes back to its messages", async () => {
    const { child } = await start();
    expect(await answer(child, "hang")).toBe("hanging");
    child.kill();
    expect((await exitOf(child)).signal).toBe("SIGKILL");
    expect(isAlive(child.pid)).toBe(false);
  });

  it("outlives a child that aborts, one that runs out of memory and one with an unhandled rejection", async () => {
    for (const [deed, wanted] of [
      ["abort", { code: null, signal: "SIGABRT" }],
      ["memory", { code: null, signal: "SIGABRT" }],
      ["rejection", { code: 1, signal: null }],
    ] as const) {
      const { child } = await start();
      child.postMessage({ deed });
      expect({ deed, ...(await exitOf(child)) }).toEqual({ deed, ...wanted });
    }
  });

  it("reads stderr, so that a child that prints much is not stopped", async () => {
    let characters = 0;
    const { child } = await start((name, text) => {
      expect(name).toBe("odd");
      characters += text.length;
    });
    expect(await answer(child, "noise")).toBe("done");
    await expect.poll(() => characters).toBeGreaterThan(1_900_000);
  });

  it.each(["echo", "hang"])("lets no child live on after its parent was killed (%s)", async (deed) => {
    const file = path.resolve(import.meta.dirname, "../../support/launching-parent.ts");
    const parent = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", file, entry, deed], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const line = await new Promise<string>((resolve) => {
      parent.stdout.once("data", (data: Buffer) => resolve(data.toString()));
    });
    const { pid } = JSON.parse(line) as { pid: number };
    expect(isAlive(pid)).toBe(true);
    parent.kill("SIGKILL");
    await expect.poll(() => isAlive(pid), { timeout: 30_000, interval: 100 }).toBe(false);
  });
});
