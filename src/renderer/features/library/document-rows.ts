import { useCallback, useEffect, useRef, useState } from "react";

import type { Document, DocumentGroup } from "../../../shared/library-schemas.ts";
import { usePage } from "../../app/page.ts";

export type SortColumn = "name" | "folder" | "outcome" | "size" | "modified" | "read" | "pages";

export interface DocumentQuery {
  group: DocumentGroup;
  folderId: number | null;
  nameContains: string;
  sort: SortColumn;
  descending: boolean;
}

const pageSize = 200;

export interface DocumentRows {
  total: number | null;
  /** Row at an index, once its part has come. */
  row: (index: number) => Document | undefined;
  /** Loads what is about to be seen. */
  need: (from: number, to: number) => void;
  loaded: Document[];
}

/**
 * The rows of the table, loaded in parts of 200 as they come into view, so that ten thousand files open as quickly
 * as ten. `version` loads again what is there, when the library changed.
 */
export function useDocumentRows(query: DocumentQuery, version: number): DocumentRows {
  const page = usePage();
  const [state, setState] = useState<{ key: string; total: number | null; parts: Map<number, Document[]> }>({
    key: "",
    total: null,
    parts: new Map(),
  });
  const key = JSON.stringify(query);
  const asked = useRef(new Set<string>());
  const load = useCallback(
    (part: number) => {
      const name = `${key} ${version} ${part}`;
      if (asked.current.has(name)) return;
      asked.current.add(name);
      const wanted = JSON.parse(key) as DocumentQuery;
      page.engine.library
        .documents({
          group: wanted.group,
          ...(wanted.folderId === null ? {} : { folderId: wanted.folderId }),
          nameContains: wanted.nameContains,
          sort: wanted.sort,
          descending: wanted.descending,
          offset: part * pageSize,
          limit: pageSize,
        })
        .then(({ total, documents }) =>
          setState((now) => {
            const parts = now.key === key ? new Map(now.parts) : new Map<number, Document[]>();
            parts.set(part, documents);
            return { key, total, parts };
          }),
        )
        .catch(page.fail);
    },
    [page, key, version],
  );
  useEffect(() => {
    asked.current.clear();
    load(0);
  }, [load]);
  return {
    total: state.total,
    row: (index) => state.parts.get(Math.floor(index / pageSize))?.[index % pageSize],
    need: (from, to) => {
      for (let part = Math.floor(from / pageSize); part <= Math.floor(to / pageSize); part += 1) load(part);
    },
    loaded: [...state.parts.values()].flat(),
  };
}
