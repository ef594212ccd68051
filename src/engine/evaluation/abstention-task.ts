import type { Answer } from "../../shared/answer-schemas.ts";
import type { Case, LoadedCollection } from "./cases.ts";
import type { Task } from "./set-schema.ts";
import { hashPlace } from "./statistics.ts";

type AbstentionTask = Extract<Task, { kind: "abstention" }>;

/**
 * Did the answer say that the files do not hold it? "weak" evidence is worded as "closest passages" and counts as
 * a refusal, as in the measurements that the thresholds come from.
 */
export function refused(answer: Pick<Answer, "mode" | "evidence">): boolean {
  return answer.mode === "abstained" || (answer.mode === "quote" && answer.evidence !== "enough");
}

/** Rates of one question asked in the whole library (form of NoMIRACL, Thakur et al. 2023). */
export function abstentionValues(
  answerable: boolean,
  didRefuse: boolean,
  task: Omit<AbstentionTask, "kind">,
): Record<string, number> {
  if (answerable) return { [task.refusedWrongly]: didRefuse ? 1 : 0 };
  const values: Record<string, number> = {};
  if (task.refusedRightly !== undefined) values[task.refusedRightly] = didRefuse ? 1 : 0;
  if (task.answeredWrongly !== undefined) values[task.answeredWrongly] = didRefuse ? 0 : 1;
  return values;
}

/** In which part a question's document is taken out. */
export function foldOf(question: Pick<Case, "id">, seed: string, folds: number): number {
  return Math.floor(hashPlace(`${seed}/fold`, question.id) * folds);
}

/**
 * The collection of one part: without the documents of that part's answerable questions, asked exactly those.
 * Each question so meets a library that is truly without its document, words and frequencies included.
 */
export function withoutFold(collection: LoadedCollection, seed: string, folds: number, fold: number): LoadedCollection {
  const cases = collection.cases.filter((item) => item.answerable && foldOf(item, seed, folds) === fold);
  const gone = new Set(cases.flatMap((item) => item.relevant));
  return {
    name: collection.name,
    documents: collection.documents.filter((document) => !gone.has(document.key)),
    cases: cases.map((item) => ({ ...item, answerable: false, relevant: [], evidence: [] })),
  };
}
