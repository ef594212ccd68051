import type { Database } from "better-sqlite3";

import { canonicalJson, type Json, type Setup } from "./setup.ts";

/** What one question under one setup did; the JSON of its manifest has stable, sorted keys. */
export interface RunRow {
  id: number;
  setupId: string;
  question: string;
  manifest: { readonly [name: string]: Json };
  createdAt: number;
}

export interface RunTable {
  /** Stores the setup once, and a run of it that is still going on. */
  begin(setup: Setup, question: string, at: number): number;
  /** Sets the final setup and manifest of a run. */
  finish(id: number, setup: Setup, manifest: RunRow["manifest"]): void;
  find(id: number): (RunRow & { setup: Setup["record"] }) | null;
}

/** Runs and their setups in user.db; the caller opens the transaction. */
export function createRunTable(user: Database): RunTable {
  const addSetup = user.prepare("INSERT INTO setup (id, record) VALUES (?, ?) ON CONFLICT (id) DO NOTHING");
  const add = user.prepare("INSERT INTO run (setup_id, question, manifest, created_at) VALUES (?, ?, '{}', ?)");
  const update = user.prepare("UPDATE run SET setup_id = ?, manifest = ? WHERE id = ?");
  const find = user.prepare(
    `SELECT run.id, run.setup_id AS setupId, run.question, run.manifest, run.created_at AS createdAt, setup.record
     FROM run JOIN setup ON setup.id = run.setup_id WHERE run.id = ?`,
  );
  return {
    begin(setup, question, at) {
      addSetup.run(setup.id, canonicalJson(setup.record));
      return Number(add.run(setup.id, question, at).lastInsertRowid);
    },
    finish(id, setup, manifest) {
      addSetup.run(setup.id, canonicalJson(setup.record));
      update.run(setup.id, canonicalJson(manifest), id);
    },
    find(id) {
      const row = find.get(id) as (Omit<RunRow, "manifest"> & { manifest: string; record: string }) | undefined;
      if (row === undefined) return null;
      const { record, manifest, ...rest } = row;
      return {
        ...rest,
        manifest: JSON.parse(manifest) as RunRow["manifest"],
        setup: JSON.parse(record) as Setup["record"],
      };
    },
  };
}
