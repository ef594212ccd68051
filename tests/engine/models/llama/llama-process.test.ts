import { describe, expect, it } from "vitest";

import type { FromLlama, ToLlama } from "../../../../src/engine/models/llama/llama-protocol.ts";
import { createLlamaProcess } from "../../../../src/engine/models/llama/llama-process.ts";
import { createLlamaText } from "../../../../src/engine/models/llama/llama-text.ts";
import type { ChildExit, ProcessLauncher } from "../../../../src/engine/platform/child-process.ts";
import { silentLog } from "../../../../src/engine/platform/log.ts";
import { createFakeClock } from "../../../support/fake-clock.ts";

/* The supervisor's rules, with a child that is played by the test; real children are in the integration test. */

type Answer = (
  message: Extract<ToLlama, { call: unknown }>,
  send: (message: FromLlama) => void,
  die: () => void,
) => void;

const loaded = { dimensions: 4, contextTokens: 64, template: "none", systemRole: true };

function set(
  answer: Answer,
  load = () => Promise.resolve({ role: "text" as const, path: "x", contextTokens: 64, threads: 1 }),
) {
  const clock = createFakeClock();
  const sent: ToLlama[] = [];
  const state = { started: 0, killed: 0, quarantined: "" };
  const launcher: ProcessLauncher = {
    start() {
      state.started += 1;
      const messages = new Set<(message: unknown) => void>();
      const exits = new Set<(exit: ChildExit) => void>();
      let gone = false;
      const die = (): void => {
        if (gone) return;
        gone = true;
        for (const listener of exits) listener({ code: null, signal: "SIGSEGV" });
      };
      const send = (message: FromLlama): void => {
        if (!gone) for (const listener of messages) listener(message);
      };
      return Promise.resolve({
        pid: 1_000 + state.started,
        postMessage(message) {
          const incoming = message as ToLlama;
          sent.push(incoming);
          if ("call" in incoming) queueMicrotask(() => answer(incoming, send, die));
        },
        onMessage(listener) {
          messages.add(listener);
          return () => messages.delete(listener);
        },
        onExit(listener) {
          exits.add(listener);
          return () => exits.delete(listener);
        },
        kill() {
          state.killed += 1;
          die();
        },
      });
    },
  };
  const process = createLlamaProcess({
    launcher,
    clock,
    log: silentLog,
    load,
    label: "test",
    memoryLimitMb: 64,
    onQuarantine: (reason) => (state.quarantined = reason),
  });
  return { clock, process, sent, state };
}

const good: Answer = ({ id, call }, send) => {
  if (call.type === "load") send({ id, reply: loaded });
  if (call.type === "ping") send({ id, reply: null });
  if (call.type === "count") send({ id, reply: call.text.length });
};
const count = { type: "count", text: "abc" } as const;
const facts = { id: "x", label: "X", qualified: false, trainedContextTokens: 64, sha256: "0" };
const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
};

describe("createLlamaProcess", () => {
  it("starts nothing before it is asked, and one child for many calls", async () => {
    const { process, state } = set(good);
    expect([state.started, process.pid()]).toEqual([0, null]);
    expect(await Promise.all([process.call<"count">(count), process.call<"count">(count), process.loaded()])).toEqual([
      3,
      3,
      loaded,
    ]);
    expect([state.started, process.pid()]).toEqual([1, 1_001]);
  });

  it("rejects every waiting call when the child dies, and starts another for the next one", async () => {
    let deadly = true;
    const { clock, process, state } = set((message, send, die) => {
      if (deadly && message.call.type === "count") die();
      else good(message, send, die);
    });
    const both = await Promise.allSettled([process.call<"count">(count), process.call<"count">(count)]);
    expect(both.map((result) => result.status === "rejected" && (result.reason as { code: string }).code)).toEqual([
      "model-failed",
      "model-failed",
    ]);
    deadly = false;
    const next = process.call<"count">(count);
    await turns();
    clock.advance(500);
    expect(await next).toBe(3);
    expect(state.started).toBe(2);
  });

  it("quarantines a model whose load kills the child twice, and tells why", async () => {
    const { clock, process, state } = set((_message, _send, die) => die());
    await expect(process.loaded()).rejects.toMatchObject({ code: "model-failed" });
    const second = process.loaded();
    const caught = second.catch((error: unknown) => error);
    await turns();
    clock.advance(500);
    expect(await caught).toMatchObject({ code: "model-failed" });
    expect(state.quarantined).toMatch(/Loading this model file/);
    await expect(process.loaded()).rejects.toMatchObject({ message: state.quarantined });
    expect(state.started).toBe(2);
  });

  it("does not count a typed refusal as a death", async () => {
    const { process, state } = set(({ id }, send) => send({ id, failed: { code: "model-refused", message: "no" } }));
    for (let attempt = 0; attempt < 6; attempt += 1) {
      await expect(process.loaded()).rejects.toMatchObject({ code: "model-refused" });
    }
    expect(state).toMatchObject({ quarantined: "", killed: 6 });
  });

  it("kills a child that answers nothing for twenty seconds", async () => {
    const { clock, process, state } = set((message, send, die) => {
      if (message.call.type === "load") good(message, send, die);
    });
    const caught = process.call<"count">(count).catch((error: unknown) => error);
    await turns();
    for (let second = 0; second < 26; second += 1) clock.advance(1_000);
    expect(await caught).toMatchObject({ code: "model-failed" });
    expect(state.killed).toBe(1);
  });

  it("kills a child that answers pings but gives no token for a minute", async () => {
    const { clock, process, state } = set(good);
    const request = { messages: [], temperature: 0, seed: 1, maxTokens: 1, stop: [] };
    const caught = process.call<"generate">({ type: "generate", request }).catch((error: unknown) => error);
    await turns();
    for (let second = 0; second < 58; second += 1) {
      clock.advance(1_000);
      await turns();
    }
    expect(state.killed).toBe(0);
    for (let second = 0; second < 8; second += 1) {
      clock.advance(1_000);
      await turns();
    }
    expect(await caught).toMatchObject({ code: "model-failed" });
    expect(state.killed).toBe(1);
  });

  it("sends no ping while nothing is asked", async () => {
    const { clock, process, sent } = set(good);
    await process.call<"count">(count);
    clock.advance(2_000);
    const before = sent.length;
    clock.advance(600_000);
    expect(sent.length).toBe(before);
  });

  it("cancels at once, tells the child, and takes no late answer for another call", async () => {
    const { process, sent } = set((message, send, die) => {
      if (message.call.type === "load") good(message, send, die);
    });
    const controller = new AbortController();
    const caught = process.call<"count">(count, { signal: controller.signal }).catch((error: unknown) => error);
    await turns();
    controller.abort();
    expect(await caught).toMatchObject({ code: "cancelled" });
    expect(sent.at(-1)).toEqual({ id: 2, cancel: true });
  });

  it("does not wait for a child that is still loading when cancelled", async () => {
    const { process } = set(() => undefined);
    const controller = new AbortController();
    const caught = process.call<"count">(count, { signal: controller.signal }).catch((error: unknown) => error);
    await turns();
    controller.abort();
    expect(await caught).toMatchObject({ code: "cancelled" });
  });

  it("ends its child when it closes, and starts none afterwards", async () => {
    const { process, state } = set(good);
    await process.loaded();
    process.close();
    expect(state.killed).toBe(1);
    await expect(process.loaded()).rejects.toMatchObject({ code: "model-failed" });
    expect(state).toMatchObject({ started: 1, quarantined: "" });
  });
});

describe("createLlamaText", () => {
  it("stops the model when its reader leaves early", async () => {
    const { clock, process, sent } = set(({ id, call }, send, die) => {
      if (call.type === "generate") send({ id, part: { type: "text", text: "a" } });
      else good({ id, call }, send, die);
    });
    const signal = new AbortController().signal;
    const purpose = { conversationId: 1, documents: [], passages: 0 };
    const request = { messages: [], temperature: 0, seed: 1, maxTokens: 9, stop: [], signal, purpose };
    for await (const part of createLlamaText(process, clock, facts).generate(request)) {
      expect(part).toEqual({ type: "text", text: "a" });
      break;
    }
    expect(sent.at(-1)).toEqual({ id: 2, cancel: true });
  });

  it("stops counting tokens at once, also while the model loads", async () => {
    const { clock, process, state } = set(() => undefined);
    const model = createLlamaText(process, clock, facts);
    const aborter = new AbortController();
    const counted = model.countTokens("abcd", { signal: aborter.signal });
    await turns();
    expect(state.started).toBe(1);
    aborter.abort();
    await expect(counted).rejects.toMatchObject({ code: "cancelled" });
    await expect(model.countTokens("abcd", { signal: aborter.signal })).rejects.toMatchObject({ code: "cancelled" });
  });

  it("leaves no child behind when it is unloaded while one is being started", async () => {
    const { process, state } = set(good);
    const counted = process.call<"count">(count);
    process.unload();
    await expect(counted).rejects.toMatchObject({ code: "model-failed" });
    await turns();
    expect([state.started - state.killed, process.pid()]).toEqual([0, null]);
    expect(await process.call<"count">(count)).toBe(3);
    expect(state.started - state.killed).toBe(1);
  });

  it("gives memory back after ten idle minutes and loads again when asked", async () => {
    const { clock, process, state } = set(good);
    const model = createLlamaText(process, clock, facts);
    expect(await model.countTokens("abcd")).toBe(4);
    await turns();
    clock.advance(9 * 60_000);
    expect(await model.countTokens("abcd")).toBe(4);
    await turns();
    clock.advance(9 * 60_000);
    expect(state.killed).toBe(0);
    clock.advance(60_000);
    expect([state.killed, process.pid()]).toEqual([1, null]);
    expect(await model.countTokens("abcd")).toBe(4);
    expect(state.started).toBe(2);
  });
});
