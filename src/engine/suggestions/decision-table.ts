import type { Database } from "better-sqlite3";

import type { PolicyCandidate } from "./policy.ts";

/** One open moment with at least one candidate, whether or not a card was shown. */
export interface DecisionRow {
  id: number;
  at: number;
  moment: string;
  surface: string;
  policy: string;
  context: Record<string, number>;
  candidates: PolicyCandidate[];
  actionId: number | null;
  propensity: number;
  probabilities: number[];
  seed: number;
  epsilon: number;
  threshold: number;
  budgetLeft: number;
}

interface RawRow {
  id: number;
  at: number;
  moment: string;
  surface: string;
  policy: string;
  context: string;
  candidates: string;
  action_id: number | null;
  propensity: number;
  action_probabilities: string;
  seed: number;
  epsilon: number;
  threshold: number;
  budget_left: number;
}

/** Log of decisions: enough of each to replay it from its seed. */
export function createDecisionTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO decision (at, moment, surface, policy, context, candidates, action_id, propensity, action_probabilities, seed, epsilon, threshold, budget_left)
     VALUES (@at, @moment, @surface, @policy, @context, @candidates, @actionId, @propensity, @probabilities, @seed, @epsilon, @threshold, @budgetLeft)`,
  );
  const all = database.prepare<[], RawRow>("SELECT * FROM decision ORDER BY id");
  return {
    add(row: Omit<DecisionRow, "id">): number {
      return Number(
        insert.run({
          ...row,
          context: JSON.stringify(row.context),
          candidates: JSON.stringify(row.candidates),
          probabilities: JSON.stringify(row.probabilities),
        }).lastInsertRowid,
      );
    },
    all(): DecisionRow[] {
      return all.all().map((raw) => ({
        id: raw.id,
        at: raw.at,
        moment: raw.moment,
        surface: raw.surface,
        policy: raw.policy,
        context: JSON.parse(raw.context) as Record<string, number>,
        candidates: JSON.parse(raw.candidates) as PolicyCandidate[],
        actionId: raw.action_id,
        propensity: raw.propensity,
        probabilities: JSON.parse(raw.action_probabilities) as number[],
        seed: raw.seed,
        epsilon: raw.epsilon,
        threshold: raw.threshold,
        budgetLeft: raw.budget_left,
      }));
    },
  };
}
