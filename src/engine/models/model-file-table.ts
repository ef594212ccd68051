import type { Database } from "better-sqlite3";

/** A model file of the user's, in its own place on the disk. */
export interface ModelFile {
  id: number;
  name: string;
  path: string;
  sha256: string;
  sizeBytes: number;
  license: string | null;
  contextTokens: number | null;
  /** Why it is not opened any more; null while it is. */
  quarantined: string | null;
}

/** Model files added, oldest first. Adding a path again replaces what was known of it and lifts its quarantine. */
export function openModelFiles(user: Database): {
  list(): ModelFile[];
  add(file: Omit<ModelFile, "id" | "quarantined">): ModelFile;
  quarantine(id: number, reason: string): void;
  remove(id: number): boolean;
} {
  const columns = `id, name, path, sha256, size_bytes AS sizeBytes, license, context_tokens AS contextTokens, quarantined`;
  const select = user.prepare<[], ModelFile>(`SELECT ${columns} FROM model_file ORDER BY id`);
  const byPath = user.prepare<[string], ModelFile>(`SELECT ${columns} FROM model_file WHERE path = ?`);
  const insert = user.prepare(
    `INSERT INTO model_file (name, path, sha256, size_bytes, license, context_tokens) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (path) DO UPDATE SET name = excluded.name, sha256 = excluded.sha256,
       size_bytes = excluded.size_bytes, license = excluded.license, context_tokens = excluded.context_tokens,
       quarantined = NULL`,
  );
  const quarantine = user.prepare("UPDATE model_file SET quarantined = ? WHERE id = ?");
  const remove = user.prepare("DELETE FROM model_file WHERE id = ?");
  return {
    list: () => select.all(),
    add(file) {
      insert.run(file.name, file.path, file.sha256, file.sizeBytes, file.license, file.contextTokens);
      return byPath.get(file.path) as ModelFile;
    },
    quarantine: (id, reason) => void quarantine.run(reason, id),
    remove: (id) => remove.run(id).changes > 0,
  };
}
