import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import { sliceCodePoints } from "../platform/code-points.ts";
import { type LoadedCollection, loadSet } from "./cases.ts";
import { askToEnd } from "./engine-like.ts";
import {
  type Arrival,
  type Card,
  judgeCards,
  lateAnswerTrials,
  type LateAnswerTrial,
  type OpenQuestionCase,
} from "./late-answer-protocol.ts";
import type { EvaluationRow } from "./run-record.ts";
import type { RunContext } from "./run-set.ts";
import type { Task } from "./set-schema.ts";
import { hashPlace } from "./statistics.ts";
import { plainWords } from "./text-metrics.ts";

type LateAnswerTask = Extract<Task, { kind: "late-answer" }>;

async function collectionOf(context: RunContext, from: { set: string; collection: string }): Promise<LoadedCollection> {
  const directory = path.join(context.evalsDirectory, "sets", from.set);
  const loaded = await loadSet(directory, path.join(context.resourcesDirectory, "sample-library"));
  const collection = loaded.collections.find((item) => item.name === from.collection);
  if (collection === undefined) throw new Error(`${from.set} has no collection ${from.collection}`);
  return collection;
}

async function textsOf(collection: LoadedCollection): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for (const { key, content } of collection.documents) {
    texts.set(key, "text" in content ? content.text : await readFile(content.copy, "utf8"));
  }
  return texts;
}

/** Passages with their questions, each passage once. */
async function passagesOf(
  collection: LoadedCollection,
): Promise<{ passages: Arrival[]; questions: OpenQuestionCase[] }> {
  const texts = await textsOf(collection);
  const passages = new Map<string, Arrival>();
  const questions: OpenQuestionCase[] = [];
  for (const item of collection.cases) {
    if (item.passage === null || item.about === null) throw new Error(`question ${item.id} names no passage`);
    const { start, end } = item.passage;
    const key = `${item.about}:${start}`;
    const text = sliceCodePoints(texts.get(item.about) as string, start, end);
    if (!passages.has(key)) passages.set(key, { key, text });
    questions.push({ id: item.id, question: item.question, answeredBy: key });
  }
  return { passages: [...passages.values()], questions };
}

/** Docent tidies the blanks of a question before it keeps it. */
const wordsOf = (text: string): string => plainWords(text).join(" ");

interface TrialResult {
  cards: Card[];
  /** Milliseconds that the detector looked at a file, one a file, from the engine's log. */
  milliseconds: number[];
}

/** Plays one trial in a library of its own, with the real files, questions, detectors and inbox. */
async function playTrial(context: RunContext, trial: LateAnswerTrial, directory: string): Promise<TrialResult> {
  const folder = path.join(directory, "library");
  await mkdir(folder, { recursive: true });
  const names = new Map<string, string>();
  const write = async (arrival: Arrival, index: number): Promise<void> => {
    const name = `note-${String(index).padStart(4, "0")}.txt`;
    names.set(name, arrival.key);
    await writeFile(path.join(folder, name), arrival.text);
  };
  for (const [index, arrival] of trial.present.entries()) await write(arrival, index);

  const engine = await context.openEngine({ dataDirectory: path.join(directory, "data") });
  const result: TrialResult = { cards: [], milliseconds: [] };
  try {
    const { id: folderId } = await engine.control.grantFolder({ path: folder });
    await engine.settled();
    const idByText = new Map(trial.questions.map((question) => [wordsOf(question.question), question.id]));
    for (const question of trial.questions) {
      const answer = await askToEnd(engine, {
        text: question.question,
        modelId: "none",
        quotesOnly: true,
        surface: "command-line",
      });
      context.notes.setupId = answer.setupId;
      context.notes.setup ??= (await engine.client.chat.run({ runId: answer.runId })).manifest;
      if (!answer.keptOpen) await engine.client.chat.keepOpen({ answerId: answer.id, keep: true });
    }
    for (const [index, arrival] of trial.arriving.entries()) {
      await write(arrival, trial.present.length + index);
      await engine.client.library.rescan({ folderId });
      await engine.settled();
      await engine.suggestionsSettled();
    }
    const documents = new Map<number, string>();
    for (const document of (await engine.client.library.documents({ limit: 500, offset: 0 })).documents) {
      documents.set(document.id, names.get(document.relativePath) as string);
    }
    for (const card of (await engine.client.suggestions.list({})).suggestions) {
      const questionId = idByText.get(wordsOf(card.question));
      const documentKey = documents.get(card.evidence[0]?.documentId ?? 0);
      if (questionId === undefined || documentKey === undefined)
        throw new Error(`a card of nothing: ${JSON.stringify({ questionId, documentKey, card })}`);
      result.cards.push({ questionId, documentKey });
    }
  } finally {
    await engine.close();
  }
  result.milliseconds = looksIn(await readFile(path.join(directory, "data", "docent.log"), "utf8"));
  return result;
}

/** Durations of the detector's looks in a log; throws when it looked at nothing. */
export function looksIn(log: string): number[] {
  const line = z.object({ event: z.string(), ms: z.number().optional() });
  const looks = log
    .split("\n")
    .filter((text) => text !== "")
    .map((text) => line.parse(JSON.parse(text)))
    .filter((entry) => entry.event === "late-answer")
    .map((entry) => entry.ms);
  if (looks.length === 0) throw new Error("the detector looked at no file");
  return looks.filter((ms) => ms !== undefined);
}

/** Rows of one trial: recall has one value a question, precision one a card. */
export function lateAnswerRows(trial: LateAnswerTrial, cards: readonly Card[]): EvaluationRow[] {
  const textOf = new Map([...trial.present, ...trial.arriving].map((arrival) => [arrival.key, arrival.text]));
  return judgeCards(trial, cards).map(({ question, result, card }) => {
    const values: Record<string, number> = { recall: result === "right" ? 1 : 0 };
    if (card !== null) values["precision"] = result === "right" ? 1 : 0;
    return {
      id: `${trial.repeat}/${question.id}`,
      cluster: question.answeredBy,
      slice: `repeat ${trial.repeat}`,
      question: question.question,
      values,
      expected: question.answeredBy,
      found:
        card === null
          ? []
          : [{ label: card.documentKey, text: textOf.get(card.documentKey) ?? "", right: result === "right" }],
    };
  });
}

/** For the gate: one repeat over a few passages, as many open questions as the slice says, fewer other files. */
function smallTrial(
  context: RunContext,
  task: LateAnswerTask,
  passages: readonly Arrival[],
  questions: readonly OpenQuestionCase[],
  noise: readonly Arrival[],
): LateAnswerTrial[] {
  const { seed, questions: openQuestions } = context.loaded.set.slice;
  const place = (passage: Arrival): number => hashPlace(seed, passage.key);
  const few = [...passages].sort((a, b) => place(a) - place(b)).slice(0, openQuestions);
  const keys = new Set(few.map((passage) => passage.key));
  const asked = questions.filter((question) => keys.has(question.answeredBy));
  const noiseDocuments = Math.round(openQuestions / 2);
  return lateAnswerTrials(few, asked, noise, { ...task, repeats: 1, openQuestions, noiseDocuments });
}

/** Plays the protocol of `late-answer-protocol.ts`. */
export async function runLateAnswer(context: RunContext, task: LateAnswerTask): Promise<EvaluationRow[]> {
  const { passages, questions } = await passagesOf(await collectionOf(context, task.questions));
  const noise = [...(await textsOf(await collectionOf(context, task.noise)))].map(([key, text]) => ({ key, text }));
  const trials = context.sliced
    ? smallTrial(context, task, passages, questions, noise)
    : lateAnswerTrials(passages, questions, noise, task);
  const rows: EvaluationRow[] = [];
  for (const trial of trials) {
    context.progress(`${context.loaded.set.name}: repeat ${trial.repeat + 1} of ${trials.length}`);
    const directory = path.join(context.workDirectory, `late-answer-${trial.repeat}`);
    const { cards, milliseconds } = await playTrial(context, trial, directory);
    context.notes.detectorMs.push(...milliseconds);
    rows.push(...lateAnswerRows(trial, cards));
  }
  return rows;
}
