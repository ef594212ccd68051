import SqliteDatabase, { type Database } from "better-sqlite3";

import { migrate } from "./migrate.ts";

/** Every table with its columns, as one line each. */
function shapeOf(database: Database): string[] {
  return database
    .prepare(
      `SELECT t.name || ' ' || group_concat(c.name, ',' ORDER BY c.name) FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' GROUP BY t.name ORDER BY t.name`,
    )
    .pluck()
    .all() as string[];
}

/**
 * What the tables of a database at the newest version lack, or null. SQLite's own checks look at pages, not at names:
 * a flipped bit in the name of a column passes them all and breaks the first statement that needs it.
 */
export function schemaComplaint(database: Database, migrations: readonly string[]): string | null {
  const fresh = new SqliteDatabase(":memory:");
  try {
    migrate(fresh, migrations);
    const there = new Set(shapeOf(database));
    const missing = shapeOf(fresh).find((table) => !there.has(table));
    return missing === undefined ? null : `a table is not as it must be: ${missing.split(" ")[0]}`;
  } finally {
    fresh.close();
  }
}
