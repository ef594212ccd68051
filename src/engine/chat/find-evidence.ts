import type { Quote, Source } from "../../shared/answer-schemas.ts";
import type { Evidence, SearchFilter, SearchMode } from "../../shared/schemas.ts";
import type { EmbeddingModel } from "../models/model-types.ts";
import { DocentError, isCancellation } from "../platform/docent-error.ts";
import type { Log } from "../platform/log.ts";
import type { Retrieval, Retriever } from "../retrieval/retrieval-types.ts";
import { askedKind } from "./asked-kind.ts";
import { contextParameters } from "./context-budget.ts";
import type { DocumentLookup } from "./document-table.ts";
import { embedderKnows } from "./embedder-languages.ts";
import { cutPassages, type CutPassage, type EvidenceSentence } from "./evidence-sentences.ts";
import { type EvidenceSignals, judgeEvidence } from "./judge.ts";
import { createQuestionTerms, type TermsForLanguage } from "./question-terms.ts";
import {
  addCosines,
  addWindows,
  pickQuotes,
  quoteParameters,
  scoreByWords,
  windowText,
  worthEmbedding,
  worthRereading,
} from "./quote.ts";
import { toQuote, toSource } from "./sources.ts";

/** Candidates kept in a run's manifest. */
const candidatesKept = 30;

export interface FoundEvidence {
  query: string;
  retrieval: Retrieval;
  mode: SearchMode;
  /** The best passages, numbered as citations number them. */
  sources: Source[];
  passages: readonly CutPassage[];
  termsFor: TermsForLanguage;
  evidence: Evidence;
  signals: EvidenceSignals;
  retrievalMs: number;
}

export interface EvidenceParts {
  retriever: Retriever;
  embedding: () => Promise<EmbeddingModel>;
  lookup: DocumentLookup;
  log: Log;
}

/** Searches by words and meaning; when the embedding model fails, by words alone, for search must go on without it. */
async function retrieve(
  { retriever, log }: EvidenceParts,
  request: { query: string; mode: SearchMode; filter: SearchFilter; k: number; signal?: AbortSignal },
): Promise<{ retrieval: Retrieval; mode: SearchMode }> {
  try {
    return { retrieval: await retriever.retrieve(request), mode: request.mode };
  } catch (error) {
    if (isCancellation(error) || !(error instanceof DocentError) || request.mode !== "hybrid") throw error;
    log.write("warn", "search-by-words-only", { code: error.code });
    return { retrieval: await retriever.retrieve({ ...request, mode: "lexical" }), mode: "lexical" };
  }
}

/** Finds passages, numbers the best ones as sources and judges whether an answer is in them. */
export async function findEvidence(
  parts: EvidenceParts,
  request: { query: string; filter: SearchFilter; mode?: SearchMode; sources?: number; signal?: AbortSignal },
): Promise<FoundEvidence> {
  const shown = request.sources ?? contextParameters.passages;
  const { query, filter, signal } = request;
  const { retrieval, mode } = await retrieve(parts, {
    query,
    filter,
    mode: request.mode ?? "hybrid",
    k: Math.max(candidatesKept, shown),
    ...(signal && { signal }),
  });
  const best = retrieval.candidates[0]?.score ?? 0;
  const top = retrieval.candidates.slice(0, shown);
  const sources = top.map((candidate, index) =>
    toSource(candidate, index + 1, best, query, (...of) => parts.retriever.matches(...of)),
  );
  const passages = cutPassages(top.slice(0, contextParameters.passages));
  const termsFor = createQuestionTerms(query, retrieval.terms);
  const { evidence, signals } = judgeEvidence(passages, termsFor);
  return {
    query,
    retrieval,
    mode,
    sources,
    passages,
    termsFor,
    evidence,
    signals,
    retrievalMs: retrieval.timings.totalMs,
  };
}

/** The quotes of an answer, and the judge's last word now that sentences have vectors. */
export interface QuotedEvidence {
  quotes: Quote[];
  evidence: Evidence;
  signals: EvidenceSignals;
}

/** The best sentences word for word, best first; vectors only for the few sentences that words already favour. */
export async function findQuotes(
  parts: EvidenceParts,
  found: FoundEvidence,
  signal?: AbortSignal,
): Promise<QuotedEvidence> {
  const { query, passages, termsFor, sources } = found;
  const vector = embedderKnows(passages[0]?.passage.language ?? null) ? found.retrieval.queryVector : null;
  const question = { text: query, termsFor, asked: askedKind(query), vectors: vector !== null };
  let scored = scoreByWords(passages, question);
  let { evidence, signals } = found;
  if (vector !== null) {
    const chosen = worthEmbedding(scored).map((one) => one.sentence);
    const cosines = await embedSentences(parts, chosen, (one) => one.text, vector, signal);
    scored = addCosines(scored, cosines);
    const again = worthRereading(scored).filter((one) => cosines.has(one));
    const around = (one: EvidenceSentence) => windowText(passages[one.passage] as CutPassage, one);
    scored = addWindows(scored, cosines, await embedSentences(parts, again, around, vector, signal));
    const best = cosines.size === 0 ? null : Math.max(...cosines.values());
    ({ evidence, signals } = judgeEvidence(passages, termsFor, best));
  }
  const quotes = pickQuotes(passages, scored).map((picked) => {
    const passage = passages[picked.passage] as CutPassage;
    const pages = parts.lookup.pages(passage.passage.contentId);
    return toQuote(picked, sources[picked.passage] as Source, pages, query, (...of) => parts.retriever.matches(...of));
  });
  return { quotes, evidence, signals };
}

async function embedSentences(
  { embedding, log }: EvidenceParts,
  sentences: readonly EvidenceSentence[],
  textOf: (sentence: EvidenceSentence) => string,
  query: Float32Array,
  signal: AbortSignal | undefined,
): Promise<Map<EvidenceSentence, number>> {
  if (sentences.length === 0) return new Map();
  try {
    const model = await embedding();
    const vectors = await model.embed(sentences.map(textOf), { priority: "query", ...(signal && { signal }) });
    return new Map(sentences.map((sentence, index) => [sentence, dot(vectors[index] as Float32Array, query)]));
  } catch (error) {
    if (isCancellation(error) || !(error instanceof DocentError)) throw error;
    // Quotes by words alone are nearly as good; no quote at all is not.
    log.write("warn", "quote-by-words-only", { code: error.code });
    return new Map();
  }
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let index = 0; index < a.length; index += 1) sum += (a[index] as number) * (b[index] as number);
  return sum;
}

/** Quote parameters and judge thresholds are part of every setup; named here so that the setup can't forget one. */
export const evidenceSetup = {
  quote: quoteParameters,
  titleTerms: "title-headings-name-numbers-1",
  candidates: candidatesKept,
} as const;
