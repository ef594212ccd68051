import Database from "better-sqlite3";
import { expect, it } from "vitest";

import { userMigrations } from "../../../src/engine/store/migrations/index.ts";
import { migrate } from "../../../src/engine/store/migrate.ts";
import { defaultSettings, readSettings, writeSettings } from "../../../src/engine/store/setting-table.ts";

function userDatabase(): Database.Database {
  const database = new Database(":memory:");
  migrate(database, userMigrations);
  return database;
}

it("gives the defaults until something is set, and changes only what is named", () => {
  const user = userDatabase();
  expect(readSettings(user)).toEqual(defaultSettings);
  expect(writeSettings(user, { theme: "dark", textSize: 120 })).toEqual({
    ...defaultSettings,
    theme: "dark",
    textSize: 120,
  });
  writeSettings(user, { theme: "light" });
  expect(readSettings(user)).toEqual({ ...defaultSettings, theme: "light", textSize: 120 });
});

it("falls back to the default for a value that is damaged, unknown or out of range", () => {
  const user = userDatabase();
  const put = user.prepare("INSERT INTO setting (name, value) VALUES (?, ?)");
  put.run("theme", '"pink"');
  put.run("textSize", "not json");
  put.run("goneWithAnUpdate", "1");
  expect(readSettings(user)).toEqual(defaultSettings);
});
