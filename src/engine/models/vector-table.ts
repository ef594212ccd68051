import Database from "better-sqlite3";

export interface VectorTable {
  find(key: Uint8Array, dimensions: number): Float32Array | null;
  add(rows: readonly { key: Uint8Array; vector: Float32Array }[]): void;
  close(): void;
}

/** A file of vectors by key. It can be made again at any time, so it is written without waiting for the disk. */
export function openVectorTable(file: string): VectorTable {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = OFF");
  // Another process may be writing its own vectors just now.
  database.pragma("busy_timeout = 30000");
  database.exec("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID");
  const select = database.prepare<[Uint8Array], { value: Buffer }>("SELECT value FROM vector WHERE key = ?");
  const insert = database.prepare<[Uint8Array, Buffer]>("INSERT OR IGNORE INTO vector (key, value) VALUES (?, ?)");
  return {
    find(key, dimensions) {
      const value = select.get(key)?.value;
      if (value === undefined || value.byteLength !== dimensions * 4) return null;
      // A copy, because the buffer of a row need not start at a multiple of four.
      return new Float32Array(Uint8Array.from(value).buffer);
    },
    add: database.transaction((rows: readonly { key: Uint8Array; vector: Float32Array }[]) => {
      for (const { key, vector } of rows) {
        insert.run(key, Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength));
      }
    }),
    close: () => void database.close(),
  };
}
