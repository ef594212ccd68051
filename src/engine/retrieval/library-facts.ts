import type { SearchFilter } from "../../shared/schemas.ts";
import type { CandidateTable } from "./candidate-table.ts";
import { scopeOf, type Scope } from "./filters.ts";
import type { LexicalTable } from "./lexical-table.ts";

export interface SearchedScope extends Scope {
  passages: number;
}

/** What a search asks of the whole library, kept until the database changes, because counting walks tables. */
export function createLibraryFacts(candidates: CandidateTable, lexical: LexicalTable) {
  let version = "";
  let languages: (string | null)[] = [];
  const scopes = new Map<string, SearchedScope>();
  const frequencies = new Map<string, number>();

  const refresh = (): void => {
    const current = candidates.version();
    if (current === version) return;
    version = current;
    scopes.clear();
    frequencies.clear();
    languages = candidates.languages();
  };
  const scope = (filter: SearchFilter): SearchedScope => {
    const key = JSON.stringify([filter.folderIds, filter.documentIds]);
    let known = scopes.get(key);
    if (known === undefined) {
      const found = scopeOf(filter, candidates.searchableDocuments(), candidates.contentCount());
      known = { ...found, passages: candidates.passageCount(found.contentIds) };
      scopes.set(key, known);
    }
    return known;
  };
  return {
    /** Changes whenever the database does. */
    version(): string {
      refresh();
      return version;
    },
    /** Languages of the library, most text first. */
    languages(): readonly (string | null)[] {
      refresh();
      return languages;
    },
    scope(filter: SearchFilter): SearchedScope {
      refresh();
      return scope(filter);
    },
    /** Passages of the whole library that hold a term. */
    documentFrequency: (term: string): number => {
      refresh();
      let frequency = frequencies.get(term);
      if (frequency === undefined) {
        frequency = lexical.documentFrequency(term);
        frequencies.set(term, frequency);
      }
      return frequency;
    },
    /** Passages of the whole library. */
    passages(): number {
      refresh();
      return scope({ folderIds: [], documentIds: [] }).passages;
    },
  };
}
