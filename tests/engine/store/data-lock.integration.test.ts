import { fork } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it } from "vitest";

import { lockData } from "../../../src/engine/store/data-lock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("keeps other processes out, and a killed one leaves no lock behind", async () => {
  const folder = temporaryFolder();
  const script = path.join(folder, "holder.ts");
  const source = path.resolve(import.meta.dirname, "../../../src/engine/store/data-lock.ts");
  writeFileSync(
    script,
    `import { lockData } from ${JSON.stringify(source)};
     lockData(${JSON.stringify(folder)});
     process.send("locked");
     setInterval(() => undefined, 1_000);`,
  );
  const holder = fork(script, { execArgv: ["--disable-warning=ExperimentalWarning"] });
  const [message] = (await once(holder, "message", { signal: AbortSignal.timeout(60_000) })) as [string];
  expect(message).toBe("locked");
  expect(() => lockData(folder)).toThrow(expect.objectContaining({ code: "data-folder-locked" }));
  holder.kill("SIGKILL");
  await once(holder, "exit", { signal: AbortSignal.timeout(60_000) });
  const lock = lockData(folder);
  lock.release();
  lock.release();
});

it("does not let a foreign file in its place lock anyone out", () => {
  const folder = temporaryFolder();
  writeFileSync(path.join(folder, "docent.lock"), "something else ".repeat(400));
  const lock = lockData(folder);
  expect(() => lockData(folder)).toThrow(expect.objectContaining({ code: "data-folder-locked" }));
  lock.release();
});
