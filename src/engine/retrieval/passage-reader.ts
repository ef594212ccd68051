import type { Database } from "better-sqlite3";

import type { EmbeddingModel } from "../models/model-types.ts";
import type { Store } from "../store/store.ts";
import { createCandidateTable } from "./candidate-table.ts";
import { matchSpans } from "./highlight.ts";
import { createLexicalTable } from "./lexical-table.ts";
import { createLibraryFacts } from "./library-facts.ts";
import { headingPath } from "./passage-index.ts";
import { queryTerms } from "./query-terms.ts";
import { tokenise } from "./tokenise.ts";
import { createDocumentVectorTable } from "./document-vector-table.ts";
import { weighTerms } from "./weigh-terms.ts";

/** A passage of one file with what comparing it to a question takes. */
export interface ReadPassage {
  passageId: number;
  contentId: number;
  documentId: number;
  documentName: string;
  page: number | null;
  start: number;
  end: number;
  text: string;
  /** Terms of heading and text in the form of the index. */
  terms: ReadonlySet<string>;
  vector: Float32Array | null;
}

/** Reads whole files and questions in the form of the search, for detectors that compare the two. */
export function createPassageReader({
  store,
  embedding,
}: {
  store: Pick<Store, "index">;
  embedding: () => Promise<EmbeddingModel>;
}) {
  const database: Database = store.index;
  const candidates = createCandidateTable(database);
  const vectors = createDocumentVectorTable(database);
  const facts = createLibraryFacts(candidates, createLexicalTable(database));

  return {
    /** Passages of one file in the order of its text; none when it is gone. */
    ofDocument(documentId: number): ReadPassage[] {
      const rows = vectors.ofDocument(documentId);
      const passages = candidates.passages(rows.map((row) => row.passageId));
      const document = candidates.documents([documentId]).get(documentId);
      if (document === undefined) return [];
      return rows.flatMap(({ passageId, vector }) => {
        const passage = passages.get(passageId);
        if (passage === undefined) return [];
        const { words } = tokenise(`${headingPath(passage)}\n${passage.text}`, passage.language);
        const { contentId, page, start, end, text } = passage;
        const { documentName } = document;
        const read = { passageId, contentId, documentId, documentName, page, start, end, text, vector };
        return [{ ...read, terms: new Set(words.map(({ term }) => term)) }];
      });
    },
    /** Those of the files of which no passage waits for its vector. */
    complete: vectors.complete,
    /** Terms without stop words in every form the index may hold, their idf now, and the vector where there is a model. */
    async question(text: string, language: string | null, withVector: boolean) {
      const terms = weighTerms(
        queryTerms(text, [...facts.languages(), language]),
        facts.passages(),
        facts.documentFrequency,
      );
      const vector = withVector ? ((await (await embedding()).embed([text], { priority: "query" }))[0] ?? null) : null;
      return { terms: terms.map(({ variants, idf }) => ({ variants, idf })), vector };
    },
    matches: (question: string, text: string, language: string | null) =>
      matchSpans(queryTerms(question, [...facts.languages(), language]), text, language),
  };
}
export type PassageReader = ReturnType<typeof createPassageReader>;
