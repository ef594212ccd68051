import type { Database } from "better-sqlite3";

import type { Conversation } from "../../shared/answer-schemas.ts";

export interface ConversationTable {
  add(title: string, at: number): number;
  /** null when there is none or it is deleted. */
  find(id: number): Conversation | null;
  /** Pinned first, then by last use; `search` looks in titles, questions, answers and their quotes. */
  list(search: string): Conversation[];
  touch(id: number, at: number): void;
  rename(id: number, title: string): boolean;
  pin(id: number, pinned: boolean): boolean;
  setDeleted(id: number, deletedAt: number | null): boolean;
  setModel(id: number, modelId: string | null, cloudConsent: string | null): void;
  setCloudSent(id: number): void;
  setFolders(id: number, folderIds: readonly number[]): void;
  count(): number;
}

type Row = Omit<Conversation, "pinned" | "folderIds" | "cloudSent"> & {
  pinned: number;
  folderIds: string;
  cloudSent: number;
};

const columns = `id, title, pinned, model_id AS modelId, cloud_consent AS cloudConsent, cloud_sent AS cloudSent,
  folder_ids AS folderIds, created_at AS createdAt, updated_at AS updatedAt,
  (SELECT COUNT(*) FROM message WHERE conversation_id = conversation.id AND role = 'question') AS questions`;

function fromRow({ pinned, folderIds, cloudSent, ...rest }: Row): Conversation {
  return {
    ...rest,
    pinned: pinned === 1,
    folderIds: JSON.parse(folderIds) as number[],
    cloudSent: cloudSent === 1,
  };
}

/** Conversations in user.db. Order of use is a counter, because clocks jump. */
export function createConversationTable(user: Database): ConversationTable {
  const nextSequence = "(SELECT COALESCE(MAX(sequence), 0) + 1 FROM conversation)";
  const add = user.prepare(
    `INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES (?, ?, ?, ${nextSequence})`,
  );
  const find = user.prepare(`SELECT ${columns} FROM conversation WHERE id = ? AND deleted_at IS NULL`);
  const list = user.prepare(
    `SELECT ${columns} FROM conversation
     WHERE deleted_at IS NULL AND (@pattern = '%%' OR title LIKE @pattern ESCAPE '\\' OR EXISTS (
       SELECT 1 FROM message WHERE conversation_id = conversation.id
       AND (text LIKE @pattern ESCAPE '\\' OR EXISTS (
         SELECT 1 FROM json_each(message.body, '$.quotes') WHERE value ->> 'text' LIKE @pattern ESCAPE '\\'))))
     ORDER BY pinned DESC, sequence DESC LIMIT 2000`,
  );
  const touch = user.prepare(`UPDATE conversation SET updated_at = ?, sequence = ${nextSequence} WHERE id = ?`);
  const rename = user.prepare("UPDATE conversation SET title = ? WHERE id = ? AND deleted_at IS NULL");
  const pin = user.prepare("UPDATE conversation SET pinned = ? WHERE id = ? AND deleted_at IS NULL");
  const setDeleted = user.prepare("UPDATE conversation SET deleted_at = ? WHERE id = ?");
  const setModel = user.prepare(
    // Another model is another host: what was allowed for the old one is not allowed for the new one.
    `UPDATE conversation SET cloud_sent = CASE WHEN cloud_consent IS @consent THEN cloud_sent ELSE 0 END,
     model_id = @modelId, cloud_consent = @consent WHERE id = @id`,
  );
  const setCloudSent = user.prepare("UPDATE conversation SET cloud_sent = 1 WHERE id = ?");
  const setFolders = user.prepare("UPDATE conversation SET folder_ids = ? WHERE id = ?");
  const count = user.prepare("SELECT COUNT(*) FROM conversation WHERE deleted_at IS NULL").pluck();
  return {
    add: (title, at) => Number(add.run(title, at, at).lastInsertRowid),
    find(id) {
      const row = find.get(id) as Row | undefined;
      return row === undefined ? null : fromRow(row);
    },
    list(search) {
      const pattern = `%${search.trim().replaceAll(/[\\%_]/g, "\\$&")}%`;
      return (list.all({ pattern }) as Row[]).map((row) => fromRow(row));
    },
    touch: (id, at) => void touch.run(at, id),
    rename: (id, title) => rename.run(title, id).changes > 0,
    pin: (id, pinned) => pin.run(pinned ? 1 : 0, id).changes > 0,
    setDeleted: (id, deletedAt) => setDeleted.run(deletedAt, id).changes > 0,
    setModel: (id, modelId, consent) => void setModel.run({ id, modelId, consent }),
    setCloudSent: (id) => void setCloudSent.run(id),
    setFolders: (id, folderIds) => void setFolders.run(JSON.stringify(folderIds), id),
    count: () => count.get() as number,
  };
}
