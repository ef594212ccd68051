import type { SearchFilter, SearchMode } from "../../shared/schemas.ts";

interface RetrieveRequest {
  query: string;
  mode: SearchMode;
  filter: SearchFilter;
  /** Number of candidates wanted, 1 to 100. */
  k: number;
  signal?: AbortSignal;
}

/** A passage found, best first, with all that later steps need; spans are code points of the document's text. */
export interface Candidate {
  rank: number;
  passageId: number;
  contentId: number;
  documentId: number;
  documentName: string;
  folderId: number;
  folderName: string;
  documentModifiedAt: number;
  readAt: number;
  ordinal: number;
  start: number;
  end: number;
  page: number | null;
  title: string;
  headings: string[];
  text: string;
  language: string | null;
  /** BM25/BM25max + lambda * cosine. */
  score: number;
  /** null when the passage is not among the best 100 by words. */
  bm25: number | null;
  lexicalRank: number | null;
  /** null when no vector was at hand; -1 to 1. */
  cosine: number | null;
  /** null when the passage is not among the 100 nearest. */
  vectorRank: number | null;
}

export interface Retrieval {
  candidates: Candidate[];
  /**
   * The query's telling terms with their inverse document frequency ln(1 + (N - df + .5)/(df + .5)). A library of
   * several languages holds a word in several forms: a text has the term when it has any of `variants`.
   */
  terms: { term: string; variants: string[]; idf: number; documentFrequency: number }[];
  /** Vector of the query, null when the search was by words alone. */
  queryVector: Float32Array | null;
  /** Passages searched after the filter. */
  searchedPassages: number;
  timings: { lexicalMs: number; embedMs: number; vectorMs: number; totalMs: number };
}

export interface Retriever {
  /** Setup fields that can change a ranking. */
  readonly setup: Record<string, string | number | boolean>;
  retrieve(request: RetrieveRequest): Promise<Retrieval>;
  /** Spans of `text` (code points) that match terms of `query`, for highlighting. */
  matches(query: string, text: string, language: string | null): { start: number; end: number }[];
}
