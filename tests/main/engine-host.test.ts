import { expect, it } from "vitest";

import { createEngineHost } from "../../src/main/engine-host.ts";
import type { RunningEngine } from "../../src/main/engine-runner.ts";
import type { FromEngine } from "../../src/shared/engine-process-protocol.ts";

/** An engine that says what it is told to and answers no call. */
function playedEngine() {
  const messages: ((message: FromEngine) => void)[] = [];
  const exits: ((code: number | null) => void)[] = [];
  const closes: (() => void)[] = [];
  let posted = 0;
  const engine: RunningEngine = {
    pid: 1,
    send: () => undefined,
    attachPage: () => undefined,
    control: {
      postMessage: () => void (posted += 1),
      on(event: string, listener: never) {
        if (event === "close") closes.push(listener);
      },
    },
    onMessage: (listener) => void messages.push(listener),
    onExit: (listener) => void exits.push(listener),
    kill: () => undefined,
  };
  return {
    engine,
    posted: () => posted,
    say: (message: FromEngine) => messages.forEach((listener) => listener(message)),
    closePorts: () => closes.forEach((listener) => listener()),
    exit: (code: number) => exits.forEach((listener) => listener(code)),
  };
}

const gone = { code: "DOCENT", defined: true, data: expect.objectContaining({ code: "engine-gone" }) as unknown };

it("answers engine-gone before the engine runs, for calls it leaves open, and after it has ended", async () => {
  const played = playedEngine();
  const host = createEngineHost({
    start: () => Promise.resolve(played.engine),
    dataDirectory: "/data",
    resourcesDirectory: "/resources",
    onRunning: () => undefined,
    onDead: () => undefined,
    log: () => undefined,
  });
  expect(() => host.control()).toThrow(expect.objectContaining(gone));
  host.start();
  await Promise.resolve();
  played.say({ type: "ready" });
  const open = host.control().documentPath({ documentId: 1 });
  await expect.poll(() => played.posted()).toBe(1);
  const stopped = host.stop();
  played.closePorts();
  await expect(open).rejects.toMatchObject(gone);
  played.exit(0);
  await stopped;
  expect(() => host.control()).toThrow(expect.objectContaining(gone));
});
