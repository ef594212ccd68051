import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import type { Answer } from "../../shared/answer-schemas.ts";
import type { LoadedCollection } from "./cases.ts";
import { faults, writtenValues } from "./citation-metrics.ts";
import { openCollection } from "./collection-library.ts";
import { askToEnd } from "./engine-like.ts";
import type { EvaluationRow } from "./run-record.ts";
import type { RunContext } from "./run-set.ts";
import { type CheckQuestion, checkQuestionSchema, type Task } from "./set-schema.ts";

type ScriptedTask = Extract<Task, { kind: "scripted" }>;

/** One library of all passages of the questions, each a file of its own, the same passage once. */
export function checkCollection(questions: readonly CheckQuestion[]): LoadedCollection {
  const texts = [...new Set(questions.flatMap((question) => question.p))];
  return {
    name: "passages",
    documents: texts.map((text, index) => ({
      key: text,
      fileName: `note-${String(index + 1).padStart(3, "0")}.txt`,
      content: { text },
      characters: text.length,
    })),
    cases: [],
  };
}

/** Does a text hold what a right answer must, and nothing of what it must not? */
export function isRight(text: string, question: Pick<CheckQuestion, "must" | "mustnot">): boolean {
  if (question.must === null || question.must === undefined) return false;
  const has = (pattern: string): boolean => new RegExp(pattern, "i").test(text);
  return has(question.must) && !question.mustnot.some(has);
}

/** Values of one answer of a scripted model. */
export function scriptedValues(answer: Answer, question: CheckQuestion): Record<string, number> {
  const values = writtenValues(answer);
  const written = answer.mode === "written";
  // A script may quote a neighbour too; what must not be said is asked of real models only.
  if (question.ans) values["right answer"] = written && isRight(answer.text, { ...question, mustnot: [] }) ? 1 : 0;
  else values["refused"] = answer.mode === "abstained" ? 1 : 0;
  const { planted, flagged } = faults(answer);
  if (planted > 0) values["faults flagged"] = flagged / planted;
  return values;
}

/**
 * Lets every script answer every question in the whole pipeline. What each script must give is committed beside the
 * set and compared exactly by a test.
 */
export async function runScripted(context: RunContext, task: ScriptedTask): Promise<EvaluationRow[]> {
  const { loaded, notes } = context;
  const file = path.join(loaded.directory, task.questions);
  const all = z.array(checkQuestionSchema).parse(JSON.parse(await readFile(file, "utf8")));
  const collection = checkCollection(all);
  const questions = context.sliced ? all.slice(0, loaded.set.slice.questions) : all;
  const library = await openCollection(collection, path.join(context.workDirectory, "scripted"), context.openEngine);
  const rows: EvaluationRow[] = [];
  try {
    for (const script of task.scripts) {
      context.progress(`${loaded.set.name}: ${script}`);
      const modelId = `scripted:${path.join(context.evalsDirectory, "scripts", `${script}.json`)}`;
      for (const [index, question] of questions.entries()) {
        const answer = await askToEnd(library.engine, {
          text: question.q,
          modelId,
          write: true,
          seed: 1,
          surface: "command-line",
        });
        notes.setupId = answer.setupId;
        notes.setup ??= (await library.engine.client.chat.run({ runId: answer.runId })).manifest;
        rows.push({
          id: `${script}/${index + 1}`,
          cluster: `${index + 1}`,
          slice: script,
          question: question.q,
          values: scriptedValues(answer, question),
          expected: question.ans ? `must match ${question.must ?? ""}` : "a refusal",
          found: [
            { label: answer.mode, text: answer.text, right: isRight(answer.text, question) },
            ...answer.sentences.map((sentence) => ({
              label: `${sentence.support} [${sentence.citations.join(", ")}]`,
              text: sentence.text,
              right: sentence.support === "supported",
            })),
          ],
        });
      }
    }
  } finally {
    await library.close();
  }
  return rows;
}
