import type { Database } from "better-sqlite3";

export type SuggestionState = "ready" | "shown" | "later" | "done" | "expired" | "suppressed";

export interface EvidenceRow {
  documentId: number;
  contentId: number;
  passageId: number;
  documentName: string;
  page: number | null;
  start: number;
  end: number;
  snippet: string;
}

export interface SuggestionRow {
  id: number;
  kind: "late-answer";
  dedupeKey: string;
  createdAt: number;
  expiresAt: number;
  state: SuggestionState;
  laterUntil: number | null;
  detector: string;
  detectorVersion: number;
  /** 0 to 1. */
  confidence: number;
  reasonCode: string;
  /** Facts that the "why" sentences are filled with. */
  reasonArguments: Record<string, string | number>;
  evidence: EvidenceRow[];
}

interface RawRow {
  id: number;
  kind: "late-answer";
  dedupe_key: string;
  created_at: number;
  expires_at: number;
  state: SuggestionState;
  later_until: number | null;
  detector: string;
  detector_version: number;
  confidence: number;
  reason_code: string;
  reason_arguments: string;
  evidence: string;
}

function fromRaw(raw: RawRow): SuggestionRow {
  return {
    id: raw.id,
    kind: raw.kind,
    dedupeKey: raw.dedupe_key,
    createdAt: raw.created_at,
    expiresAt: raw.expires_at,
    state: raw.state,
    laterUntil: raw.later_until,
    detector: raw.detector,
    detectorVersion: raw.detector_version,
    confidence: raw.confidence,
    reasonCode: raw.reason_code,
    reasonArguments: JSON.parse(raw.reason_arguments) as Record<string, string | number>,
    evidence: JSON.parse(raw.evidence) as EvidenceRow[],
  };
}

/** Cards, whatever has become of them. */
export function createSuggestionTable(database: Database) {
  const columns = "SELECT * FROM suggestion";
  const insert = database.prepare(
    `INSERT INTO suggestion (kind, dedupe_key, created_at, expires_at, state, detector, detector_version, confidence, reason_code, reason_arguments, evidence)
     VALUES (@kind, @dedupeKey, @createdAt, @expiresAt, 'ready', @detector, @detectorVersion, @confidence, @reasonCode, @reasonArguments, @evidence)
     ON CONFLICT (dedupe_key) DO UPDATE SET created_at = excluded.created_at, expires_at = excluded.expires_at, confidence = excluded.confidence,
       reason_arguments = excluded.reason_arguments, evidence = excluded.evidence
       WHERE suggestion.state IN ('ready', 'expired') AND excluded.confidence > suggestion.confidence`,
  );
  const byId = database.prepare<[number], RawRow>(`${columns} WHERE id = ?`);
  const open = database.prepare<[], RawRow>(`${columns} WHERE state IN ('ready', 'shown', 'later') ORDER BY id DESC`);
  const all = database.prepare<[number], RawRow>(`${columns} ORDER BY id DESC LIMIT ?`);
  const setState = database.prepare("UPDATE suggestion SET state = ?, later_until = ? WHERE id = ?");
  const expire = database.prepare(
    "UPDATE suggestion SET state = 'expired' WHERE state IN ('ready', 'later') AND expires_at <= ?",
  );
  const wake = database.prepare(
    "UPDATE suggestion SET state = 'ready', later_until = NULL WHERE state = 'later' AND later_until <= ?",
  );
  return {
    /** Adds a card; a card of the same key that still waits gets the better evidence instead. True when a row changed. */
    add(row: Omit<SuggestionRow, "id" | "state" | "laterUntil">): boolean {
      return (
        insert.run({
          ...row,
          reasonArguments: JSON.stringify(row.reasonArguments),
          evidence: JSON.stringify(row.evidence),
        }).changes > 0
      );
    },
    byId(id: number): SuggestionRow | undefined {
      const raw = byId.get(id);
      return raw === undefined ? undefined : fromRaw(raw);
    },
    /** Ready, shown and put off, newest first. */
    open: (): SuggestionRow[] => open.all().map(fromRaw),
    newest: (limit: number): SuggestionRow[] => all.all(limit).map(fromRaw),
    setState(id: number, state: SuggestionState, laterUntil: number | null = null): void {
      setState.run(state, laterUntil, id);
    },
    /** Expires what is past its time and wakes what was put off until now. */
    age(now: number): void {
      expire.run(now);
      wake.run(now);
    },
  };
}
export type SuggestionTable = ReturnType<typeof createSuggestionTable>;
