import type { Database } from "better-sqlite3";

export interface ImpressionRow {
  id: number;
  suggestionId: number;
  shownAt: number;
}

/** Impressions (a card was on screen), outcomes (what the user did) and suppressions (what must not come again). */
export function createOutcomeTable(database: Database) {
  const addImpression = database.prepare(
    "INSERT INTO impression (decision_id, suggestion_id, surface, shown_at) VALUES (?, ?, ?, ?)",
  );
  const openImpression = database.prepare<[number], { id: number; suggestion_id: number; shown_at: number }>(
    "SELECT id, suggestion_id, shown_at FROM impression WHERE suggestion_id = ? ORDER BY id DESC LIMIT 1",
  );
  const closeImpression = database.prepare(
    "UPDATE impression SET visible_ms = ?, closed_by = ? WHERE id = ? AND visible_ms IS NULL",
  );
  const addOutcome = database.prepare(
    "INSERT INTO outcome (suggestion_id, impression_id, at, type, latency_ms) VALUES (?, ?, ?, ?, ?)",
  );
  const shownSince = database.prepare<[number], { n: number; last: number | null }>(
    "SELECT count(*) AS n, max(shown_at) AS last FROM impression WHERE shown_at >= ?",
  );
  const lastShown = database.prepare<[], { last: number | null }>(
    "SELECT shown_at AS last FROM impression ORDER BY id DESC LIMIT 1",
  );
  const lastOutcomes = database.prepare<[number, number], { type: string }>(
    "SELECT type FROM outcome WHERE at >= ? AND type <> 'open-evidence' ORDER BY id DESC LIMIT ?",
  );
  const kindCounts = database.prepare<[string], { shown: number; accepted: number }>(
    `SELECT count(DISTINCT impression.id) AS shown, count(DISTINCT CASE WHEN outcome.type = 'accept' THEN impression.id END) AS accepted
     FROM impression JOIN suggestion ON suggestion.id = impression.suggestion_id
     LEFT JOIN outcome ON outcome.impression_id = impression.id WHERE suggestion.kind = ?`,
  );
  const dismissals = database.prepare<[string], { n: number }>(
    `SELECT count(*) AS n FROM outcome JOIN suggestion ON suggestion.id = outcome.suggestion_id
     WHERE suggestion.dedupe_key = ? AND outcome.type = 'dismiss'`,
  );
  const suppress = database.prepare(
    "INSERT INTO suppression (scope, key, until, source) VALUES (?, ?, ?, ?) ON CONFLICT (scope, key) DO UPDATE SET until = excluded.until, source = excluded.source",
  );
  const release = database.prepare("DELETE FROM suppression WHERE scope = ? AND key = ?");
  const suppressed = database.prepare<[string, string, number], { n: number }>(
    "SELECT count(*) AS n FROM suppression WHERE scope = ? AND key = ? AND (until IS NULL OR until > ?)",
  );
  return {
    addImpression(decisionId: number, suggestionId: number, surface: string, at: number): number {
      return Number(addImpression.run(decisionId, suggestionId, surface, at).lastInsertRowid);
    },
    latestImpression(suggestionId: number): ImpressionRow | undefined {
      const raw = openImpression.get(suggestionId);
      return raw === undefined ? undefined : { id: raw.id, suggestionId: raw.suggestion_id, shownAt: raw.shown_at };
    },
    closeImpression(id: number, visibleMs: number, closedBy: string): void {
      closeImpression.run(visibleMs, closedBy, id);
    },
    addOutcome(row: {
      suggestionId: number;
      impressionId: number | null;
      at: number;
      type: string;
      latencyMs: number | null;
    }): void {
      addOutcome.run(row.suggestionId, row.impressionId, row.at, row.type, row.latencyMs);
    },
    shownSince(time: number): number {
      return shownSince.get(time)?.n ?? 0;
    },
    lastShownAt: (): number | null => lastShown.get()?.last ?? null,
    /** Dismissals with nothing else between them, newest backwards, since `time`. */
    dismissedInARow(since: number, limit: number): number {
      let count = 0;
      for (const row of lastOutcomes.all(since, limit)) {
        if (row.type !== "dismiss") break;
        count += 1;
      }
      return count;
    },
    kindCounts(kind: string): { shown: number; accepted: number } {
      return kindCounts.get(kind) ?? { shown: 0, accepted: 0 };
    },
    dismissals: (dedupeKey: string): number => dismissals.get(dedupeKey)?.n ?? 0,
    suppress(scope: "kind" | "dedupe-key", key: string, until: number | null, source: string): void {
      suppress.run(scope, key, until, source);
    },
    release(scope: "kind" | "dedupe-key", key: string): void {
      release.run(scope, key);
    },
    isSuppressed: (scope: "kind" | "dedupe-key", key: string, now: number): boolean =>
      (suppressed.get(scope, key, now)?.n ?? 0) > 0,
  };
}
export type OutcomeTable = ReturnType<typeof createOutcomeTable>;
