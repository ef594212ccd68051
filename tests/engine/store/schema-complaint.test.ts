import SqliteDatabase from "better-sqlite3";
import { expect, test } from "vitest";

import { indexMigrations, userMigrations } from "../../../src/engine/store/migrations/index.ts";
import { migrate } from "../../../src/engine/store/migrate.ts";
import { schemaComplaint } from "../../../src/engine/store/schema-complaint.ts";

for (const [name, migrations] of [
  ["index", indexMigrations],
  ["user", userMigrations],
] as const) {
  test(`a sound ${name} database has nothing to complain about, however it was used`, () => {
    const database = new SqliteDatabase(":memory:");
    migrate(database, migrations);
    database.exec("ANALYZE");
    expect(schemaComplaint(database, migrations)).toBeNull();
    database.close();
  });
}

test("a flipped letter in a column's name and a missing table are found", () => {
  const database = new SqliteDatabase(":memory:");
  migrate(database, indexMigrations);
  database.exec("ALTER TABLE content RENAME COLUMN blocks TO bmocks");
  expect(schemaComplaint(database, indexMigrations)).toBe("a table is not as it must be: content");
  database.exec("ALTER TABLE content RENAME COLUMN bmocks TO blocks");
  expect(schemaComplaint(database, indexMigrations)).toBeNull();
  database.exec("DROP TABLE passage_vector");
  expect(schemaComplaint(database, indexMigrations)).toBe("a table is not as it must be: passage_vector");
  database.close();
});
