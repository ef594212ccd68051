import { spawn } from "node:child_process";
import { once } from "node:events";

import { expect, it } from "vitest";

import { killProcess } from "../../src/main/kill-process.ts";

it("ends a process, and does nothing to one that is gone or never was", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
  const exit = once(child, "exit");
  killProcess(child.pid);
  expect(await exit).toEqual([null, "SIGKILL"]);
  expect(() => killProcess(child.pid)).not.toThrow();
  expect(() => killProcess(undefined)).not.toThrow();
});
