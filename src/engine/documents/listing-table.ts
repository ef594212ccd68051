import type { Database } from "better-sqlite3";

import type { Document, DocumentGroup, LibrarySummary } from "../../shared/library-schemas.ts";
import type { Outcome, SearchFilter } from "../../shared/schemas.ts";
import type { DocumentQuery } from "./library-types.ts";

const groupConditions: Record<DocumentGroup, string> = {
  all: "1",
  ready: "document.outcome = 'indexed'",
  partly: "document.outcome = 'indexed-partly'",
  failed: "document.outcome IN ('no-text', 'encrypted', 'damaged', 'too-big', 'timeout', 'unreadable')",
  waiting: "document.outcome IS NULL",
  skipped: "document.outcome IN ('unsupported', 'excluded', 'online-only', 'link')",
};

const sortColumns: Record<NonNullable<DocumentQuery["sort"]>, string> = {
  name: "document.name COLLATE NOCASE",
  folder: "folder.name COLLATE NOCASE",
  outcome: "document.outcome",
  size: "document.size",
  modified: "document.modified_at",
  read: "document.read_at",
  pages: "document.pages",
};

const documentColumns = `
  document.id, document.folder_id AS folderId, folder.name AS folderName, document.name,
  document.relative_path AS relativePath, document.outcome, document.reason,
  nullif(content.title, '') AS title, content.language, document.pages, document.size,
  document.modified_at AS modifiedAt, document.read_at AS readAt,
  (SELECT count(*) FROM passage WHERE passage.content_id = document.content_id) AS passages,
  coalesce(content.hidden, '[]') <> '[]' AS hiddenText,
  twin.id AS twinId, twin.name AS twinName`;
// The twin is the first document with the same text, so that of several copies one is the original.
const documentJoins = `
  JOIN folder ON folder.id = document.folder_id
  LEFT JOIN content ON content.id = document.content_id
  LEFT JOIN document AS twin ON twin.id =
    (SELECT min(id) FROM document AS other WHERE other.content_id = document.content_id AND other.id < document.id)`;

type Row = Omit<Document, "sameAs" | "hiddenText"> & {
  twinId: number | null;
  twinName: string | null;
  hiddenText: number;
};

function toDocument({ twinId, twinName, hiddenText, ...row }: Row): Document {
  return {
    ...row,
    hiddenText: hiddenText !== 0,
    sameAs: twinId === null || twinName === null ? null : { id: twinId, name: twinName },
  };
}

export interface ReportRow {
  path: string;
  outcome: Outcome | null;
  reason: string | null;
  pages: number | null;
  passages: number;
  language: string | null;
  milliseconds: number | null;
}

export interface ListingTable {
  documents(query: DocumentQuery): { total: number; documents: Document[] };
  document(id: number): Document | null;
  place(id: number): { path: string; contentId: number | null } | null;
  folderCounts(): Map<number, { files: number; ready: number; waiting: number }>;
  /** Counts by outcome; passages are counted apart because that costs more. */
  counts(): Omit<LibrarySummary, "passages" | "passagesWithVectors">;
  passages(): { passages: number; passagesWithVectors: number };
  searched(filter: SearchFilter): { files: number; partly: number; failed: number; waiting: number };
  report(): IterableIterator<ReportRow>;
  /** Passages whose text no document has; 0 unless something went wrong. */
  orphans(): number;
  /** Recently read documents that have text and are nobody's copy, newest first. */
  recent(limit: number): { id: number; name: string; contentId: number }[];
}

/** Pictures of the library for people: lists, counts, the report. */
export function createListingTable(index: Database): ListingTable {
  const one = index.prepare(`SELECT ${documentColumns} FROM document ${documentJoins} WHERE document.id = ?`);
  const place = index.prepare("SELECT path, content_id AS contentId FROM document WHERE id = ?");
  const folderCounts = index.prepare(
    "SELECT folder_id AS id, outcome, count(*) AS files FROM document GROUP BY folder_id, outcome",
  );
  const outcomes = index.prepare("SELECT outcome, count(*) AS files FROM document GROUP BY outcome");
  const duplicates = index
    .prepare(
      `SELECT coalesce(sum(files - 1), 0) FROM
         (SELECT count(*) AS files FROM document WHERE content_id IS NOT NULL GROUP BY content_id HAVING files > 1)`,
    )
    .pluck();
  const passageCount = index.prepare("SELECT count(*) FROM passage").pluck();
  const vectorCount = index
    .prepare(
      `SELECT coalesce(max(vectors), 0) FROM
         (SELECT count(*) AS vectors FROM passage_vector GROUP BY space_id)`,
    )
    .pluck();
  const searched = index.prepare(
    `SELECT outcome, content_id IS NOT NULL AS hasText, count(*) AS files FROM document
     WHERE (json_array_length(@folders) = 0 OR folder_id IN (SELECT value FROM json_each(@folders)))
       AND (json_array_length(@documents) = 0 OR id IN (SELECT value FROM json_each(@documents)))
     GROUP BY outcome, hasText`,
  );
  const report = index.prepare(
    `SELECT document.path, document.outcome, document.reason, document.pages, document.milliseconds, content.language,
       (SELECT count(*) FROM passage WHERE passage.content_id = document.content_id) AS passages
     FROM document LEFT JOIN content ON content.id = document.content_id ORDER BY document.path`,
  );
  const orphans = index
    .prepare(
      `SELECT count(*) FROM passage
       WHERE NOT EXISTS (SELECT 1 FROM document WHERE document.content_id = passage.content_id)`,
    )
    .pluck();
  const recent = index.prepare(
    `SELECT id, name, content_id AS contentId FROM document
     WHERE content_id IS NOT NULL AND outcome IS NOT NULL
       AND id = (SELECT min(id) FROM document AS other WHERE other.content_id = document.content_id)
     ORDER BY modified_at DESC LIMIT ?`,
  );

  const inGroup = (outcome: Outcome | null): DocumentGroup => {
    if (outcome === null) return "waiting";
    if (outcome === "indexed") return "ready";
    if (outcome === "indexed-partly") return "partly";
    return ["unsupported", "excluded", "online-only", "link"].includes(outcome) ? "skipped" : "failed";
  };

  return {
    documents(query) {
      const conditions = [groupConditions[query.group ?? "all"]];
      const values: (number | string)[] = [];
      if (query.folderId !== undefined) {
        conditions.push("document.folder_id = ?");
        values.push(query.folderId);
      }
      for (const [column, ids] of [
        ["document.folder_id", query.folderIds ?? []],
        ["document.id", query.documentIds ?? []],
      ] as const) {
        if (ids.length === 0) continue;
        conditions.push(`${column} IN (SELECT value FROM json_each(?))`);
        values.push(JSON.stringify(ids));
      }
      if (query.extension !== undefined) {
        const ending = `.${query.extension}`;
        conditions.push("lower(substr(document.name, -?)) = ?");
        values.push(ending.length, ending);
      }
      if (query.nameContains !== undefined && query.nameContains !== "") {
        conditions.push("document.relative_path LIKE ? ESCAPE '\\'");
        values.push(`%${query.nameContains.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`);
      }
      const where = `WHERE ${conditions.join(" AND ")}`;
      const total = index
        .prepare(`SELECT count(*) FROM document ${where}`)
        .pluck()
        .get(...values) as number;
      const direction = query.descending === true ? "DESC" : "ASC";
      // Ids first, the joins only for the rows that are shown.
      const ids = `SELECT document.id FROM document JOIN folder ON folder.id = document.folder_id ${where}
        ORDER BY ${sortColumns[query.sort ?? "name"]} ${direction}, document.id LIMIT ? OFFSET ?`;
      const page = index
        .prepare(ids)
        .pluck()
        .all(...values, query.limit ?? 200, query.offset ?? 0) as number[];
      return { total, documents: page.map((id) => toDocument(one.get(id) as Row)) };
    },
    document(id) {
      const row = one.get(id) as Row | undefined;
      return row === undefined ? null : toDocument(row);
    },
    place: (id) => (place.get(id) as { path: string; contentId: number | null } | undefined) ?? null,
    folderCounts() {
      const counts = new Map<number, { files: number; ready: number; waiting: number }>();
      for (const row of folderCounts.all() as { id: number; outcome: Outcome | null; files: number }[]) {
        const count = counts.get(row.id) ?? { files: 0, ready: 0, waiting: 0 };
        count.files += row.files;
        if (row.outcome === null) count.waiting += row.files;
        if (row.outcome === "indexed" || row.outcome === "indexed-partly") count.ready += row.files;
        counts.set(row.id, count);
      }
      return counts;
    },
    counts() {
      const summary = {
        files: 0,
        ready: 0,
        partly: 0,
        failed: 0,
        waiting: 0,
        skipped: 0,
        duplicates: duplicates.get() as number,
        outcomes: {} as Partial<Record<Outcome, number>>,
      };
      for (const { outcome, files } of outcomes.all() as { outcome: Outcome | null; files: number }[]) {
        summary.files += files;
        const group = inGroup(outcome);
        if (group !== "all") summary[group] += files;
        if (outcome !== null) summary.outcomes[outcome] = files;
      }
      return summary;
    },
    passages: () => ({
      passages: passageCount.get() as number,
      passagesWithVectors: vectorCount.get() as number,
    }),
    searched(filter) {
      const rows = searched.all({
        folders: JSON.stringify(filter.folderIds),
        documents: JSON.stringify(filter.documentIds),
      }) as { outcome: Outcome | null; hasText: number; files: number }[];
      const result = { files: 0, partly: 0, failed: 0, waiting: 0 };
      for (const { outcome, hasText, files } of rows) {
        if (hasText !== 0) result.files += files;
        const group = inGroup(outcome);
        if (group === "partly" || group === "failed" || group === "waiting") result[group] += files;
      }
      return result;
    },
    report: () => report.iterate() as IterableIterator<ReportRow>,
    orphans: () => orphans.get() as number,
    recent: (limit) => recent.all(limit) as { id: number; name: string; contentId: number }[],
  };
}
