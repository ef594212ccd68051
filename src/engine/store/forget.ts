import Database from "better-sqlite3";

import { backupComplaint, listBackups, syncPath } from "./backup.ts";

/**
 * Runs deletions on user data so that nothing of the rows is left to be found: in the database, its log, and every
 * backup, which would otherwise bring the rows back. Returns the number of backups cleaned; damaged ones are left as they are.
 */
export function forgetEverywhere(user: Database.Database, backupFolder: string, statements: readonly string[]): number {
  user.transaction(() => {
    for (const statement of statements) user.prepare(statement).run();
  })();
  user.pragma("wal_checkpoint(TRUNCATE)");
  let backupsCleaned = 0;
  for (const { file } of listBackups(backupFolder)) {
    if (backupComplaint(file) !== null) continue;
    const backup = new Database(file, { fileMustExist: true });
    try {
      const tables = new Set(
        backup
          .prepare<[], { name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'")
          .all()
          .map((row) => row.name),
      );
      backup.pragma("secure_delete = ON");
      backup.transaction(() => {
        for (const statement of statements) {
          const table = /^(?:DELETE FROM|UPDATE) (\w+)/.exec(statement)?.[1];
          // A backup from before a migration may not have the table yet.
          if (table !== undefined && tables.has(table)) backup.prepare(statement).run();
        }
      })();
      backup.exec("VACUUM");
      backupsCleaned += 1;
    } finally {
      backup.close();
    }
    syncPath(file);
  }
  return backupsCleaned;
}
