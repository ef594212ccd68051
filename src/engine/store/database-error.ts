import { tellsDamage } from "../platform/docent-error.ts";

/** SQLite's own code of an error, like "SQLITE_FULL"; null for any other error. */
export function sqliteCode(error: unknown): string | null {
  if (!(error instanceof Error) || error.name !== "SqliteError") return null;
  const code = (error as Error & { code?: unknown }).code;
  return typeof code === "string" ? code : null;
}

/** True when the bytes of the file are wrong, so that trying again can't help. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error);
  return code !== null && tellsDamage(code, (error as Error).message);
}

/** True when there was no room: what is stored stays, and the same write works once there is space. */
export function isFull(error: unknown): boolean {
  const code = sqliteCode(error);
  if (code !== null) return code === "SQLITE_FULL" || code === "SQLITE_IOERR_SHMSIZE";
  const system = (error as { code?: unknown } | null)?.code;
  return system === "ENOSPC" || system === "EDQUOT";
}
