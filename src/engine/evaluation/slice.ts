import type { Case, LoadedCollection, SourceDocument } from "./cases.ts";
import type { QuestionSet } from "./set-schema.ts";
import { hashPlace } from "./statistics.ts";

/** Documents that must be in the library for a question to mean anything. */
export function neededDocuments(question: Case): string[] {
  return [
    ...new Set([...question.relevant, ...(question.about === null ? [] : [question.about]), ...question.candidates]),
  ];
}

/**
 * A smaller collection for the gate that is the same on every machine: questions in the order of a seeded hash of
 * their ids, answerable and unanswerable in turn, each with its documents, until the limits are reached; then other
 * documents by hash as distractors. Adding or removing a question moves no other one. A question whose documents
 * do not fit is passed over.
 */
export function sliceCollection(collection: LoadedCollection, rule: QuestionSet["slice"]): LoadedCollection {
  const byKey = new Map(collection.documents.map((document) => [document.key, document]));
  const place = (id: string): number => hashPlace(rule.seed, id);
  const ordered = [...collection.cases].sort((a, b) => place(a.id) - place(b.id) || (a.id < b.id ? -1 : 1));
  const queues = [ordered.filter((item) => item.answerable), ordered.filter((item) => !item.answerable)];
  const chosen: Case[] = [];
  const documents = new Set<string>();
  let characters = 0;

  const add = (keys: readonly string[], limit: number): boolean => {
    const fresh = keys.filter((key) => !documents.has(key));
    const cost = fresh.reduce((sum, key) => sum + (byKey.get(key)?.characters ?? 0), 0);
    if (characters + cost > limit) return false;
    for (const key of fresh) documents.add(key);
    characters += cost;
    return true;
  };

  // A part of the room is kept for distractors: a library that holds nothing but answers is too easy.
  const roomForEvidence = rule.characters * 0.7;
  for (let turn = 0; chosen.length < rule.questions && queues.some((queue) => queue.length > 0); turn += 1) {
    const question = queues[turn % 2]?.shift();
    if (question !== undefined && add(neededDocuments(question), roomForEvidence)) chosen.push(question);
  }
  const distractors = collection.documents
    .filter((document) => !documents.has(document.key))
    .sort((a, b) => place(a.key) - place(b.key) || (a.key < b.key ? -1 : 1));
  for (const document of distractors) add([document.key], rule.characters);

  const kept: SourceDocument[] = collection.documents.filter((document) => documents.has(document.key));
  const keptCases = collection.cases.filter((item) => chosen.includes(item));
  return { name: collection.name, documents: kept, cases: keptCases };
}

/** Name of the group that a question is drawn with when intervals are computed. */
export function clusterOf(question: Case, rule: QuestionSet["cluster"], collection: string): string {
  const document = question.about ?? question.relevant[0] ?? question.id;
  const base = rule.separator === undefined ? document : (document.split(rule.separator)[0] as string);
  const start = question.evidence[0]?.start ?? null;
  const block = rule.block === undefined || start === null ? "" : `:${Math.floor(start / rule.block)}`;
  return `${collection}/${base}${block}`;
}
