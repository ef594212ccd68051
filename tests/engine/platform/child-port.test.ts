import { describe, expect, it, onTestFinished } from "vitest";

import { connectParent } from "../../../src/engine/platform/child-port.ts";

/** A port of Electron's shape that keeps what is sent. */
function fakePort() {
  const listeners: ((event: { data: unknown; ports?: unknown[] }) => void)[] = [];
  const sent: unknown[] = [];
  const state = { started: false };
  return {
    sent,
    state,
    deliver: (data: unknown, ports: unknown[] = []) => {
      for (const listener of listeners) listener({ data, ports });
    },
    port: {
      postMessage: (message: unknown) => void sent.push(message),
      on(event: string, listener: (event: { data: unknown; ports?: unknown[] }) => void) {
        if (event === "message") listeners.push(listener);
      },
      start: () => void (state.started = true),
    },
  };
}

describe("connectParent in a utility process", () => {
  it("speaks over the port that the shell hands over, and keeps what it said before", () => {
    const before = process.listeners("unhandledRejection");
    const parent = fakePort();
    Object.assign(process, { parentPort: parent.port });
    onTestFinished(() => {
      Object.assign(process, { parentPort: undefined });
      for (const listener of process.listeners("unhandledRejection")) {
        if (!before.includes(listener)) process.off("unhandledRejection", listener);
      }
    });
    const child = connectParent();
    const heard: unknown[] = [];
    child.onMessage((message) => heard.push(message));
    child.postMessage("early");

    const engine = fakePort();
    parent.deliver({ type: "port" }, [engine.port]);
    child.postMessage("late");
    engine.deliver({ id: 1 });
    expect(engine.sent).toEqual(["early", "late"]);
    expect(engine.state.started).toBe(true);
    expect(heard).toEqual([{ id: 1 }]);
    expect(parent.sent).toEqual([]);

    // A second port would let somebody else listen in.
    const other = fakePort();
    parent.deliver({ type: "port" }, [other.port]);
    child.postMessage("still");
    expect(other.sent).toEqual([]);
    expect(engine.sent.at(-1)).toBe("still");
  });
});
