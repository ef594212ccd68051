import type { Database } from "better-sqlite3";

/** Conversations that were deleted before a time; they are only hidden until they are purged. */
export function createDeletedConversationTable(user: Database) {
  const before = user.prepare<[number], number>("SELECT id FROM conversation WHERE deleted_at < ? ORDER BY id").pluck();
  return { before: (at: number): number[] => before.all(at) };
}

/**
 * Statements that remove conversations with all that holds their words, for the database and for each of its backups.
 * By id, because an older backup does not know yet that they were deleted; ids are never used again.
 */
export function purgeStatements(ids: readonly number[]): string[] {
  const list = ids.map((id) => String(Math.trunc(id))).join(", ");
  const runs = `SELECT message.run_id FROM message WHERE message.conversation_id IN (${list})`;
  return [
    `DELETE FROM signal WHERE run_id IN (${runs})`,
    `DELETE FROM run WHERE id IN (${runs})`,
    `DELETE FROM suggestion WHERE json_extract(reason_arguments, '$.conversationId') IN (${list})`,
    `DELETE FROM open_question WHERE conversation_id IN (${list})`,
    `DELETE FROM message WHERE conversation_id IN (${list})`,
    `DELETE FROM conversation WHERE id IN (${list})`,
  ];
}
