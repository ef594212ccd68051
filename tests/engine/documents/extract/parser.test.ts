import { describe, expect, test } from "vitest";

import type { Extraction } from "../../../../src/engine/documents/document-types.ts";
import { createParser } from "../../../../src/engine/documents/extract/parser.ts";
import type { ParserRequest } from "../../../../src/engine/documents/extract/parser-protocol.ts";
import type { ParserBudgets } from "../../../../src/engine/documents/extract/supervised-child.ts";
import type { Child, ChildExit, ChildOptions, ProcessLauncher } from "../../../../src/engine/platform/child-process.ts";
import { silentLog } from "../../../../src/engine/platform/log.ts";
import { createFakeClock } from "../../../support/fake-clock.ts";

/** What a child does with one request: answers, says nothing, or ends. */
type Habit = "answer" | "silent" | ChildExit;

const extraction: Extraction = {
  outcome: "indexed",
  reason: null,
  title: null,
  language: null,
  text: "words",
  textFormat: "plain",
  blocks: [],
  pages: [],
  runs: [],
  extractor: "plain-text",
  hidden: [],
};

/** Starts children that are only listeners; each request of each child follows the list of habits, in order. */
function createLauncher(
  habits: Habit[],
): ProcessLauncher & { started: ChildOptions[]; killed: number; asked: () => Promise<void> } {
  let onAsked: (() => void) | null = null;
  const launcher = {
    started: [] as ChildOptions[],
    killed: 0,
    /** Resolves when a request has reached a child. */
    asked: () => new Promise<void>((resolve) => (onAsked = resolve)),
    async start(options: ChildOptions): Promise<Child> {
      launcher.started.push(options);
      const messages = new Set<(message: unknown) => void>();
      const exits = new Set<(exit: ChildExit) => void>();
      let dead = false;
      const say = (message: unknown): void =>
        queueMicrotask(() => !dead && messages.forEach((listener) => listener(message)));
      const end = (exit: ChildExit): void => {
        dead = true;
        for (const listener of exits) listener(exit);
      };
      const child: Child = {
        // No such process: the supervisor sees neither CPU time nor memory, as on systems that do not tell.
        pid: 2 ** 22 + 5,
        postMessage(message) {
          const { id } = message as ParserRequest;
          const habit = habits.shift() ?? "answer";
          onAsked?.();
          if (habit === "answer") say({ kind: "extraction", id, extraction, bug: null });
          else if (habit !== "silent") queueMicrotask(() => end(habit));
        },
        onMessage(listener) {
          messages.add(listener);
          say({ kind: "ready" });
          return () => messages.delete(listener);
        },
        onExit(listener) {
          exits.add(listener);
          return () => exits.delete(listener);
        },
        kill() {
          if (!dead) launcher.killed += 1;
          dead = true;
        },
      };
      return child;
    },
  };
  return launcher;
}

const file = { name: "a.txt", bytes: Uint8Array.of(97) };
const crash: ChildExit = { code: 1, signal: null };
const fullHeap: ChildExit = { code: null, signal: "SIGABRT" };

function setUp(habits: Habit[], budgets: Partial<ParserBudgets> = {}) {
  const launcher = createLauncher(habits);
  const clock = createFakeClock();
  return { launcher, clock, parser: createParser({ launcher, clock, log: silentLog, budgets }) };
}

describe("parser", () => {
  test("starts nothing before the first file, and one process for many", async () => {
    const { parser, launcher } = setUp([]);
    expect(launcher.started).toHaveLength(0);
    await Promise.all([parser.extract(file), parser.extract(file), parser.extract(file)]);
    expect(launcher.started).toMatchObject([{ kind: "parser", name: "parser" }]);
  });

  test("a process is replaced after its share of files", async () => {
    const { parser, launcher } = setUp([], { requests: 2 });
    for (let index = 0; index < 5; index += 1) await parser.extract(file);
    expect(launcher.started).toHaveLength(3);
    expect(launcher.killed).toBe(2);
  });

  test("a file that never ends is a timeout and the next one is read", async () => {
    const { parser, launcher, clock } = setUp(["silent"], { wallSeconds: 20 });
    const asked = launcher.asked();
    const reading = parser.extract(file);
    await asked;
    const results: Extraction[] = [];
    void reading.then((value) => results.push(value));
    while (results.length === 0) {
      clock.advance(1_000);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(results).toMatchObject([{ outcome: "timeout", text: "" }]);
    expect(clock.monotonic()).toBeGreaterThan(20_000);
    expect(launcher.killed).toBe(1);
    expect(await parser.extract(file)).toMatchObject({ outcome: "indexed" });
  });

  test("a crash of a fresh process is the file's fault, with the reason in words", async () => {
    const { parser, launcher } = setUp([crash]);
    expect(await parser.extract(file)).toMatchObject({ outcome: "damaged", reason: "The file made its reader fail." });
    expect(launcher.started).toHaveLength(1);
    expect(await parser.extract(file)).toMatchObject({ outcome: "indexed" });
  });

  test("a crash after other files is tried once more in a fresh process", async () => {
    const { parser, launcher } = setUp(["answer", crash, "answer", "answer", crash, crash]);
    await parser.extract(file);
    expect(await parser.extract(file)).toMatchObject({ outcome: "indexed" });
    await parser.extract(file);
    expect(await parser.extract(file)).toMatchObject({ outcome: "damaged" });
    expect(launcher.started).toHaveLength(3);
  });

  test("a full heap is too big", async () => {
    const { parser } = setUp([fullHeap]);
    expect(await parser.extract(file)).toMatchObject({ outcome: "too-big" });
  });

  test("a file over 64 MB starts nothing", async () => {
    const { parser, launcher } = setUp([]);
    const large = { name: "a.txt", bytes: new Uint8Array(64 * 1024 * 1024 + 1) };
    expect(await parser.extract(large)).toMatchObject({ outcome: "too-big" });
    expect(launcher.started).toHaveLength(0);
  });

  test("an abort stops the process and says cancelled", async () => {
    const { parser, launcher } = setUp(["silent"]);
    const controller = new AbortController();
    const asked = launcher.asked();
    const reading = parser.extract(file, { signal: controller.signal });
    await asked;
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: "cancelled" });
    expect(launcher.killed).toBe(1);
    await expect(parser.extract(file, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: "cancelled" });
  });

  test("closing ends what is read and what waits", async () => {
    const { parser, launcher } = setUp(["silent"]);
    const asked = launcher.asked();
    const readings = Promise.allSettled([parser.extract(file), parser.extract(file)]);
    await asked;
    await parser.close();
    expect(await readings).toMatchObject([
      { status: "rejected", reason: { code: "cancelled" } },
      { status: "rejected", reason: { code: "cancelled" } },
    ]);
    expect(launcher.started).toHaveLength(1);
  });

  test("a picture has a process of its own and does not wait for a file", async () => {
    const { parser, launcher } = setUp(["silent", crash]);
    const asked = launcher.asked();
    const reading = parser.extract(file).catch(() => undefined);
    await asked;
    await expect(parser.pagePicture(file.bytes, 1, 100)).rejects.toMatchObject({ code: "page-not-drawn" });
    expect(launcher.started.map((options) => options.name)).toEqual(["parser", "parser-pictures"]);
    await parser.close();
    await reading;
  });

  test("pages before the first are not there", async () => {
    const { parser, launcher } = setUp([]);
    await expect(parser.pagePicture(file.bytes, 0, 100)).rejects.toMatchObject({ code: "not-found" });
    await expect(parser.pagePicture(file.bytes, 1, 0)).rejects.toMatchObject({ code: "invalid-input" });
    expect(launcher.started).toHaveLength(0);
  });
});
