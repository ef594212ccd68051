import type { Database } from "better-sqlite3";

export type FolderState = "live" | "polling" | "missing" | "unreadable";

export interface FolderRow {
  id: number;
  path: string;
  name: string;
  paused: boolean;
  state: FolderState;
  /** Device number of its file system when it was last walked. */
  device: string | null;
  readAt: number | null;
}

export interface FolderTable {
  all(): FolderRow[];
  get(id: number): FolderRow | null;
  insert(path: string, name: string): FolderRow;
  rename(id: number, name: string): void;
  setPaused(id: number, paused: boolean): void;
  setState(id: number, state: FolderState): void;
  setWalked(id: number, readAt: number, device: string): void;
  remove(id: number): void;
}

/** Rows of the folders that the user has added. */
export function createFolderTable(index: Database): FolderTable {
  const columns = "id, path, name, paused, state, device, read_at AS readAt";
  const all = index.prepare(`SELECT ${columns} FROM folder ORDER BY id`);
  const get = index.prepare(`SELECT ${columns} FROM folder WHERE id = ?`);
  // Not RETURNING with get(): an error of the commit itself (a full disk) would stay unseen there.
  const insert = index.prepare("INSERT INTO folder (path, name) VALUES (?, ?)");
  const rename = index.prepare("UPDATE folder SET name = ? WHERE id = ?");
  const setPaused = index.prepare("UPDATE folder SET paused = ? WHERE id = ?");
  const setState = index.prepare("UPDATE folder SET state = ? WHERE id = ?");
  const setWalked = index.prepare("UPDATE folder SET read_at = ?, device = ? WHERE id = ?");
  const remove = index.prepare("DELETE FROM folder WHERE id = ?");
  const toRow = (row: unknown): FolderRow => {
    const raw = row as Omit<FolderRow, "paused"> & { paused: number };
    return { ...raw, paused: raw.paused !== 0 };
  };
  return {
    all: () => all.all().map(toRow),
    get(id) {
      const row = get.get(id);
      return row === undefined ? null : toRow(row);
    },
    insert: (path, name) => toRow(get.get(insert.run(path, name).lastInsertRowid)),
    rename: (id, name) => void rename.run(name, id),
    setPaused: (id, paused) => void setPaused.run(paused ? 1 : 0, id),
    setState: (id, state) => void setState.run(state, id),
    setWalked: (id, readAt, device) => void setWalked.run(readAt, device, id),
    remove: (id) => void remove.run(id),
  };
}
