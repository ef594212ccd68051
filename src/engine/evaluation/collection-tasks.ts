import type { Answer } from "../../shared/answer-schemas.ts";
import { abstentionValues, refused } from "./abstention-task.ts";
import type { Case, LoadedCollection } from "./cases.ts";
import type { CollectionLibrary } from "./collection-library.ts";
import { askToEnd } from "./engine-like.ts";
import { quoteRow } from "./quote-task.ts";
import { retrievalRow } from "./retrieval-task.ts";
import type { EvaluationRow } from "./run-record.ts";
import type { QuestionSet } from "./set-schema.ts";
import { clusterOf } from "./slice.ts";
import { supportTask } from "./support-task.ts";

/** What a run gathers besides its rows. */
export interface RunNotes {
  searchMs: number[];
  quoteMs: number[];
  detectorMs: number[];
  setupId: string;
  /** The setup as the first answer's run stored it. */
  setup: Record<string, unknown> | null;
}

/** What the report says was wanted. */
export function expectedOf(question: Case): string {
  if (!question.answerable) return "No answer: the documents do not hold one.";
  const answer = question.answers[0] ?? question.evidence[0]?.text ?? "";
  const pages = question.evidence.map((item) => `${item.document}${item.page === null ? "" : `, page ${item.page}`}`);
  return [answer, ...new Set(pages)].filter((part) => part !== "").join(" · ");
}

/** A row of a question without values yet. */
export function emptyRow(question: Case, collection: LoadedCollection, set: QuestionSet): EvaluationRow {
  return {
    id: `${collection.name}/${question.id}`,
    cluster: clusterOf(question, set.cluster, collection.name),
    slice: collection.name,
    question: question.question,
    values: {},
    expected: expectedOf(question),
    found: [],
  };
}

/** Asks in quote mode, as a person without a model does, and notes setup and times. */
export async function askForQuotes(library: CollectionLibrary, question: Case, notes: RunNotes): Promise<Answer> {
  const answer = await askToEnd(library.engine, {
    text: question.question,
    modelId: "none",
    quotesOnly: true,
    surface: "command-line",
  });
  if (answer.error !== null || answer.state !== "complete") {
    throw new Error(`${question.id}: the answer ended ${answer.state}: ${answer.error?.message ?? "no error"}`);
  }
  notes.setupId = answer.setupId;
  if (answer.timings.quoteMs !== null) notes.quoteMs.push(answer.timings.quoteMs);
  if (notes.setup === null) {
    const { manifest } = await library.engine.client.chat.run({ runId: answer.runId });
    notes.setup = manifest;
  }
  return answer;
}

/** Runs every task of the set that asks this collection's own questions, question by question. */
export async function runCollectionTasks(
  set: QuestionSet,
  collection: LoadedCollection,
  library: CollectionLibrary,
  notes: RunNotes,
  progress: (done: number) => void,
): Promise<EvaluationRow[]> {
  const rows: EvaluationRow[] = [];
  for (const [index, question] of collection.cases.entries()) {
    const row = emptyRow(question, collection, set);
    let answer: Answer | null = null;
    const ask = async (): Promise<Answer> => (answer ??= await askForQuotes(library, question, notes));
    for (const task of set.tasks) {
      if (task.kind === "retrieval" && question.answerable) {
        const result = await retrievalRow(question, library, task);
        Object.assign(row.values, result.values);
        row.found.push(...result.found);
        notes.searchMs.push(...result.milliseconds);
      } else if (task.kind === "quote" && question.answerable) {
        const result = await quoteRow(question, await ask(), library, task);
        Object.assign(row.values, result.values);
        row.found.push(...result.found);
      } else if (task.kind === "abstention") {
        Object.assign(row.values, abstentionValues(question.answerable, refused(await ask()), task));
      } else if (task.kind === "support") {
        rows.push(...(await supportTask(question, library, emptyRow(question, collection, set))));
      }
    }
    if (Object.keys(row.values).length > 0) rows.push(row);
    progress(index + 1);
  }
  // A set that only searches stores no run: one question is asked so that its setup is known.
  const first = collection.cases[0];
  if (notes.setup === null && first !== undefined) await askForQuotes(library, first, notes);
  return rows;
}
