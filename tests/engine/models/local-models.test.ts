import { writeFileSync } from "node:fs";
import path from "node:path";

import { expect, it, onTestFinished } from "vitest";

import type { FromLlama, ToLlama } from "../../../src/engine/models/llama/llama-protocol.ts";
import { createLocalModels } from "../../../src/engine/models/local-models.ts";
import type { TextModel } from "../../../src/engine/models/model-types.ts";
import type { ChildExit, ProcessLauncher } from "../../../src/engine/platform/child-process.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { goodHeader, write } from "./gguf-bytes.ts";

/* Which models are in memory, with children that are played: each writes one word and goes on when it is told to. */

interface PlayedChild {
  alive: boolean;
  finish(): void;
}

function playedLauncher(): ProcessLauncher & { children: Map<string, PlayedChild> } {
  const children = new Map<string, PlayedChild>();
  return {
    children,
    start({ name }) {
      const messages = new Set<(message: unknown) => void>();
      const exits = new Set<(exit: ChildExit) => void>();
      let writing = 0;
      const send = (message: FromLlama): void => {
        if (child.alive) for (const listener of messages) listener(message);
      };
      const child: PlayedChild = {
        alive: true,
        finish: () => send({ id: writing, part: { type: "done", reason: "end", promptTokens: 1, outputTokens: 2 } }),
      };
      children.set(name, child);
      const answer = ({ id, call }: Extract<ToLlama, { call: unknown }>): void => {
        if (call.type === "load") {
          send({ id, reply: { dimensions: 4, contextTokens: 64, template: "none", systemRole: true } });
        }
        if (call.type === "count") send({ id, reply: call.text.length });
        if (call.type === "generate") {
          writing = id;
          send({ id, part: { type: "text", text: "word" } });
        }
      };
      return Promise.resolve({
        pid: 1,
        postMessage(message) {
          const incoming = message as ToLlama;
          if ("call" in incoming) queueMicrotask(() => answer(incoming));
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
          child.alive = false;
          for (const listener of exits) listener({ code: null, signal: "SIGKILL" });
        },
      });
    },
  };
}

async function set(): Promise<{ launcher: ReturnType<typeof playedLauncher>; first: TextModel; second: TextModel }> {
  const launcher = playedLauncher();
  const directory = temporaryFolder();
  const local = createLocalModels({
    launcher,
    clock: createFakeClock(),
    log: silentLog,
    directory,
    hash: () => Promise.resolve("0"),
    onQuarantine: (id) => expect.unreachable(id),
  });
  onTestFinished(() => local.close());
  const model = (id: number): Promise<TextModel> => {
    const file = path.join(directory, `${id}.gguf`);
    writeFileSync(file, write(goodHeader()));
    const facts = { id, name: "tiny", path: file, sha256: "0", sizeBytes: 1, license: null, contextTokens: 64 };
    return local.fileText({ ...facts, quarantined: null });
  };
  return { launcher, first: await model(1), second: await model(2) };
}

function writeWith(model: TextModel, signal = new AbortController().signal) {
  const purpose = { conversationId: 1, documents: [], passages: 0 };
  const parts = model.generate({ messages: [], temperature: 0, seed: 1, maxTokens: 9, stop: [], signal, purpose });
  return parts[Symbol.asyncIterator]();
}

it("unloads an idle model when another is asked", async () => {
  const { launcher, first, second } = await set();
  expect(await first.countTokens("abc")).toBe(3);
  expect(await second.countTokens("abc")).toBe(3);
  expect(launcher.children.get("file:1")?.alive).toBe(false);
  expect(launcher.children.get("file:2")?.alive).toBe(true);
});

it("lets a model finish its answer before it is unloaded for another", async () => {
  const { launcher, first, second } = await set();
  const one = writeWith(first);
  expect((await one.next()).value).toEqual({ type: "text", text: "word" });
  const two = writeWith(second);
  expect((await two.next()).value).toEqual({ type: "text", text: "word" });
  expect(launcher.children.get("file:1")?.alive).toBe(true);
  launcher.children.get("file:1")?.finish();
  expect((await one.next()).value).toMatchObject({ type: "done" });
  await one.return?.();
  expect(launcher.children.get("file:1")?.alive).toBe(false);
  expect(launcher.children.get("file:2")?.alive).toBe(true);
});

it("unloads a stopped model whose place was taken, and keeps the one that was asked last", async () => {
  const { launcher, first, second } = await set();
  const stop = new AbortController();
  const one = writeWith(first, stop.signal);
  await one.next();
  const two = writeWith(second);
  await two.next();
  stop.abort();
  await expect(one.next()).rejects.toMatchObject({ code: "cancelled" });
  expect(launcher.children.get("file:1")?.alive).toBe(false);
  await two.return?.();
  expect(launcher.children.get("file:2")?.alive).toBe(true);
});
