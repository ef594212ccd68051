import path from "node:path";

import { afterAll, beforeAll, expect, it } from "vitest";

import type { Answer, AnswerEvent } from "../../../src/shared/answer-schemas.ts";
import { createEngine, createNodeLauncher, type Engine, silentLog } from "../../../src/engine/index.ts";
import { writeFiles } from "../../support/library.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { files, shownText } from "./chat-under-test.ts";

const resourcesDirectory = path.resolve(import.meta.dirname, "../../../resources");
let engine: Engine;

beforeAll(async () => {
  const folder = temporaryFolder();
  writeFiles(folder, files);
  engine = await createEngine({
    dataDirectory: temporaryFolder(),
    resourcesDirectory,
    launcher: createNodeLauncher(),
    log: silentLog,
  });
  await engine.control.grantFolder({ path: folder });
  await engine.library.settled();
});
afterAll(() => engine.close());

async function ask(input: Parameters<Engine["client"]["chat"]["ask"]>[0]) {
  const events: AnswerEvent[] = [];
  for await (const event of await engine.client.chat.ask(input)) events.push(event);
  const last = events.at(-1);
  if (last?.type !== "finished") throw new Error("the answer did not finish");
  return { answer: last.answer, events };
}

/** The figures of a text, as a person would compare them. */
const figures = (text: string) => new Set(text.replaceAll(/\[\d+\]/g, "").match(/\d[\d.,]*\d|\d/g) ?? []);

function expectHonest(answer: Answer): void {
  const evidence = figures(answer.sources.map((source) => `${source.heading} ${source.text}`).join(" "));
  for (const sentence of answer.sentences) {
    if (sentence.support !== "supported") continue;
    for (const figure of figures(sentence.text)) expect(evidence).toContain(figure);
    expect(sentence.citations.length).toBeGreaterThan(0);
  }
}

it("quotes the right sentence with real vectors, and abstains off the files", async () => {
  const { answer } = await ask({ text: "How much do I pay for the apartment every month?", modelId: "none" });
  expect(answer.mode).toBe("quote");
  expect(answer.quotes[0]?.text).toContain("1,265 euros");
  const { answer: none } = await ask({ text: "Who won the football world cup in 1998?", modelId: "none" });
  expect(none).toMatchObject({ mode: "abstained", quotes: [], keptOpen: true });
  expect(none.sources.length).toBeGreaterThan(0);
});

it("streams from the bundled model when it is named, labels it weak and judges every sentence", async () => {
  const { answer, events } = await ask({
    text: "How high is the deposit for the flat?",
    modelId: "smollm2-135m-instruct",
  });
  expect(answer).toMatchObject({ state: "complete", mode: "written", model: { weak: true, host: null } });
  expect(answer.text.length).toBeGreaterThan(0);
  expect(shownText(events)).toBe(answer.text);
  expect(answer.sentences.length).toBeGreaterThan(0);
  expect(answer.timings.promptTokens).toBeGreaterThan(50);
  expect(events.some((event) => event.type === "progress")).toBe(true);
  expectHonest(answer);
  const { manifest } = await engine.client.chat.run({ runId: answer.runId });
  expect(manifest).toMatchObject({ setupId: answer.setupId, setup: { model: { id: "smollm2-135m-instruct" } } });
});

it("stops the bundled model soon after it is told to, and keeps what was written", async () => {
  const controller = new AbortController();
  const events: AnswerEvent[] = [];
  const input = {
    text: "Describe the house rules and the lease in many words.",
    modelId: "smollm2-135m-instruct",
    write: true,
  };
  let stoppedAt = 0;
  for await (const event of await engine.client.chat.ask(input, { signal: controller.signal })) {
    events.push(event);
    if (event.type === "delta" && stoppedAt === 0) {
      stoppedAt = performance.now();
      controller.abort();
    }
  }
  // The target is 200 ms; a shared machine gets ten times that before it is called broken.
  expect(performance.now() - stoppedAt).toBeLessThan(2_000);
  const [conversation] = await engine.client.chat.conversations({ search: "Describe the house rules" });
  await expect
    .poll(async () => {
      const { questions } = await engine.client.chat.conversation({ id: conversation!.id });
      return questions[0]?.answers[0]?.state;
    })
    .toBe("stopped");
});

it("finds passages with the best quote for the quick prompt", async () => {
  const found = await engine.client.search.passages({ query: "deposit", k: 5 });
  expect(found.bestQuote?.text).toContain("2,530 euros");
  expect(found.sources[0]?.matches.length).toBeGreaterThan(0);
  expect(found.setupId).toBe((await engine.client.status({})).setupId);
});

it.each([
  ["answers-well", true],
  ["invents-number", false],
  ["cites-wrongly", false],
  ["ignores-not-in-files", false],
] as const)("judges the scripted model %s", async (script, honest) => {
  const { answer } = await ask({ text: "How high is the deposit for the flat?", modelId: `scripted:${script}` });
  expectHonest(answer);
  const faults = answer.sentences.filter(({ support }) => support !== "supported").length;
  expect(faults > 0).toBe(!honest);
});
