import type { Database } from "better-sqlite3";

/** An OpenAI-compatible server that the user added. */
export interface ModelServer {
  id: number;
  label: string;
  baseUrl: string;
  model: string;
}

/** Servers added, oldest first; keys are never stored. */
export function openModelServers(user: Database): {
  list(): ModelServer[];
  add(server: Omit<ModelServer, "id">): ModelServer;
  remove(id: number): boolean;
} {
  const select = user.prepare<[], ModelServer>(
    "SELECT id, label, base_url AS baseUrl, model FROM model_server ORDER BY id",
  );
  const insert = user.prepare("INSERT INTO model_server (label, base_url, model) VALUES (?, ?, ?)");
  const remove = user.prepare("DELETE FROM model_server WHERE id = ?");
  return {
    list: () => select.all(),
    add(server) {
      const { lastInsertRowid } = insert.run(server.label, server.baseUrl, server.model);
      return { id: Number(lastInsertRowid), ...server };
    },
    remove: (id) => remove.run(id).changes > 0,
  };
}
