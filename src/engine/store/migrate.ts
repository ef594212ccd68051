import type { Database } from "better-sqlite3";

/** No program is this far ahead: such a version number is a damaged header. */
const impossibleLead = 1_000;

export type MigrationResult = "current" | "migrated" | "newer";

export class DamagedVersionError extends Error {
  constructor(version: number) {
    super(`impossible version ${version}`);
    this.name = "DamagedVersionError";
  }
}

/** The version a database stands at: how many migrations it has seen. */
export function versionOf(database: Database): number {
  return database.pragma("user_version", { simple: true }) as number;
}

/**
 * Brings a database to the newest version, one transaction a migration, so that a kill leaves either the old or the
 * new version and never something between. A database from a newer program is left as it is.
 */
export function migrate(database: Database, migrations: readonly string[]): MigrationResult {
  const version = versionOf(database);
  if (version < 0 || version > migrations.length + impossibleLead) throw new DamagedVersionError(version);
  if (version > migrations.length) return "newer";
  if (version === migrations.length) return "current";
  for (let next = version; next < migrations.length; next += 1) {
    const sql = migrations[next] as string;
    database
      .transaction(() => {
        database.exec(sql);
        database.pragma(`user_version = ${next + 1}`);
      })
      .immediate();
  }
  return "migrated";
}
