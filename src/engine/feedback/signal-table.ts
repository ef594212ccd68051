import type { Database } from "better-sqlite3";

import type { Signal, SignalType } from "../../shared/feedback-schemas.ts";

interface RawRow {
  id: number;
  at: number;
  run_id: number;
  type: SignalType;
  value: string | null;
  surface: Signal["surface"];
}

const fromRaw = (raw: RawRow): Signal => ({
  id: raw.id,
  at: raw.at,
  runId: raw.run_id,
  type: raw.type,
  value: raw.value,
  surface: raw.surface,
});

/** What users did with answers, as it happened; labels are computed from it and never stored. */
export function createSignalTable(database: Database) {
  const insert = database.prepare("INSERT INTO signal (at, run_id, type, value, surface) VALUES (?, ?, ?, ?, ?)");
  const list = database.prepare<[number, number], RawRow>("SELECT * FROM signal WHERE id < ? ORDER BY id DESC LIMIT ?");
  const count = database.prepare<[], { n: number }>("SELECT count(*) AS n FROM signal");
  const runExists = database.prepare<[number], { n: number }>("SELECT count(*) AS n FROM run WHERE id = ?");
  const setups = database.prepare<[], { run_id: number; setup_id: string }>(
    "SELECT DISTINCT signal.run_id, run.setup_id FROM signal JOIN run ON run.id = signal.run_id",
  );
  return {
    add(signal: Omit<Signal, "id">): void {
      insert.run(signal.at, signal.runId, signal.type, signal.value, signal.surface);
    },
    newest: (limit: number, beforeId = Number.MAX_SAFE_INTEGER): Signal[] => list.all(beforeId, limit).map(fromRaw),
    count: (): number => count.get()?.n ?? 0,
    runExists: (runId: number): boolean => (runExists.get(runId)?.n ?? 0) > 0,
    /** Setup of every run that has a signal. */
    setups: (): Map<number, string> => new Map(setups.all().map((row) => [row.run_id, row.setup_id])),
  };
}

/** Tables emptied by "delete all signals", children before parents. */
export const learnedTables = [
  "signal",
  "outcome",
  "impression",
  "decision",
  "suggestion",
  "suppression",
  "open_question",
] as const;

/** Statements that forget everything learned, for the database and for each of its backups. */
export const forgetStatements: readonly string[] = [
  ...learnedTables.map((table) => `DELETE FROM ${table}`),
  // Ratings stand on their answers too; the key goes, the answer stays.
  "UPDATE message SET body = json_set(body, '$.rating', NULL) WHERE json_extract(body, '$.rating') IS NOT NULL",
];

/** Rows that `forgetStatements` would delete now. */
export function countLearned(database: Database): number {
  return learnedTables.reduce(
    (sum, table) => sum + (database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0),
    0,
  );
}
