import type { Source } from "../../shared/answer-schemas.ts";
import type { Case } from "./cases.ts";
import type { CollectionLibrary } from "./collection-library.ts";
import { firstPlaces, rankingMetric } from "./metrics.ts";
import type { EvaluationRow } from "./run-record.ts";
import type { Task } from "./set-schema.ts";
import { type DocumentSpan, evidenceShare, fillContext, overlaps } from "./spans.ts";

type RetrievalTask = Extract<Task, { kind: "retrieval" }>;

/** As deep as any metric looks; also what the engine gives at most. */
const depth = 100;

/** A found passage under the set's name of its document. */
export type RankedPassage = DocumentSpan & { label: string; text: string };

/** Passages with documents named as in the set. */
export function rankedPassages(sources: readonly Source[], keyOf: (documentId: number) => string): RankedPassage[] {
  return sources.map((source) => ({
    document: keyOf(source.documentId),
    start: source.start,
    end: source.end,
    label: `${source.documentName}${source.page === null ? "" : `, page ${source.page}`}`,
    text: source.text,
  }));
}

/**
 * Values of one ranking. With relevance "document" each document stands at its best passage. With "span" a passage
 * is right when it overlaps the evidence; ranks are those of passages, and the share of evidence characters in a
 * context of so many characters is a metric too.
 */
export function retrievalValues(
  metrics: readonly string[],
  relevance: RetrievalTask["relevance"],
  ranked: readonly DocumentSpan[],
  relevantDocuments: readonly string[],
  evidence: readonly DocumentSpan[],
): Record<string, number> {
  const values: Record<string, number> = {};
  const right = (span: DocumentSpan): boolean => evidence.some((item) => overlaps(item, span));
  for (const metric of metrics) {
    const budget = /^evidence@(\d+)$/.exec(metric)?.[1];
    let value: number | null;
    if (budget !== undefined) value = evidenceShare(evidence, fillContext(ranked, Number(budget)));
    else if (relevance === "document") {
      value = rankingMetric(metric, firstPlaces(ranked.map((span) => span.document)), new Set(relevantDocuments));
    } else if (/^(?:hit|mrr)/.test(metric)) {
      const names = ranked.map((span, index) => (right(span) ? "right" : `wrong ${index}`));
      value = evidence.length === 0 ? null : rankingMetric(metric, names, new Set(["right"]));
    } else {
      throw new Error(`${metric} has no meaning for spans`);
    }
    if (value !== null) values[metric] = value;
  }
  return values;
}

/** Searches for one question in every mode of the task. */
export async function retrievalRow(
  question: Case,
  library: CollectionLibrary,
  task: RetrievalTask,
): Promise<Pick<EvaluationRow, "values" | "found"> & { milliseconds: number[]; setupId: string }> {
  const evidence = task.relevance === "span" ? await library.spansOf(question) : [];
  const row: Pick<EvaluationRow, "values" | "found"> = { values: {}, found: [] };
  const milliseconds: number[] = [];
  let setupId = "";
  for (const mode of task.modes) {
    const result = await library.engine.client.search.passages({ query: question.question, k: depth, mode });
    const ranked = rankedPassages(result.sources, library.keyOf);
    const values = retrievalValues(task.metrics, task.relevance, ranked, question.relevant, evidence);
    for (const [name, value] of Object.entries(values))
      row.values[mode === "hybrid" ? name : `${mode} ${name}`] = value;
    if (mode !== "hybrid") continue;
    milliseconds.push(result.tookMs);
    setupId = result.setupId;
    row.found = ranked.slice(0, 5).map((span, index) => ({
      label: `${index + 1}. ${span.label}`,
      text: span.text,
      right:
        task.relevance === "document"
          ? question.relevant.includes(span.document)
          : evidence.some((item) => overlaps(item, span)),
    }));
  }
  return { ...row, milliseconds, setupId };
}
