import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";

import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";

import { silentLog } from "../../../src/engine/platform/log.ts";
import { backupComplaint, listBackups } from "../../../src/engine/store/backup.ts";
import { indexMigrations, userMigrations } from "../../../src/engine/store/migrations/index.ts";
import { openStore, type Store, type StoreOptions } from "../../../src/engine/store/store.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const open: Store[] = [];
afterEach(() => {
  for (const store of open.splice(0)) store.close();
});

function start(directory: string, options: Partial<StoreOptions> = {}): Store {
  const store = openStore({ directory, clock: createFakeClock(), log: silentLog, ...options });
  open.push(store);
  return store;
}

function addSetting(store: Store, name: string): void {
  store.user.prepare("INSERT INTO setting (name, value) VALUES (?, '1')").run(name);
}

function settingNames(store: Store): string[] {
  return store.user.prepare("SELECT name FROM setting ORDER BY name").pluck().all() as string[];
}

describe("openStore", () => {
  it("sets every safety pragma and loads the vector functions", () => {
    const store = start(temporaryFolder());
    const read = (name: string) => [
      store.index.pragma(name, { simple: true }),
      store.user.pragma(name, { simple: true }),
    ];
    expect(read("journal_mode")).toEqual(["wal", "wal"]);
    expect(read("synchronous")).toEqual([1, 2]);
    expect(read("foreign_keys")).toEqual([1, 1]);
    expect(read("trusted_schema")).toEqual([0, 0]);
    expect(read("cell_size_check")).toEqual([1, 1]);
    expect(read("secure_delete")).toEqual([1, 1]);
    expect(read("mmap_size")[0]).toBeGreaterThan(0);
    expect(read("mmap_size")[1]).toBe(0);
    expect(read("user_version")).toEqual([indexMigrations.length, userMigrations.length]);
    expect(store.index.prepare("SELECT vec_version()").pluck().get()).toMatch(/^v0/);
    expect(store.notices).toEqual([]);
    expect(store.readOnly).toBe(false);
  });

  it("refuses a second opener and lets it in after the first has closed", () => {
    const directory = temporaryFolder();
    const first = start(directory);
    expect(() => start(directory)).toThrow(expect.objectContaining({ code: "data-folder-locked" }));
    first.close();
    expect(() => start(directory)).not.toThrow();
  });

  it("keeps what was written over a restart and removes the marker of a running process", () => {
    const directory = temporaryFolder();
    const first = start(directory);
    addSetting(first, "kept");
    expect(existsSync(path.join(directory, "running"))).toBe(true);
    first.close();
    expect(existsSync(path.join(directory, "running"))).toBe(false);
    expect(settingNames(start(directory))).toEqual(["kept"]);
  });

  it("opens data of a newer program read-only, with a notice and without a change", () => {
    const directory = temporaryFolder();
    start(directory).close();
    const file = path.join(directory, "user.db");
    const newer = new Database(file);
    newer.pragma(`user_version = ${userMigrations.length + 1}`);
    newer.close();
    const store = start(directory);
    expect(store.readOnly).toBe(true);
    expect(store.notices.join()).toMatch(/newer Docent.*read-only/);
    expect(() => addSetting(store, "no")).toThrow(/readonly/);
    expect(() => store.index.exec("DELETE FROM folder")).toThrow(/readonly/);
    expect(settingNames(store)).toEqual([]);
  });

  it("reports a data folder that can't be made as unreadable", () => {
    const folder = temporaryFolder();
    writeFileSync(path.join(folder, "file"), "");
    expect(() => start(path.join(folder, "file", "data"))).toThrow(
      expect.objectContaining({ code: "folder-unreadable" }),
    );
  });
});

describe("migrations", () => {
  const second = [...userMigrations, "ALTER TABLE setting ADD COLUMN note TEXT"];

  it("backs user data up before it is changed", async () => {
    const directory = temporaryFolder();
    const first = start(directory);
    addSetting(first, "old");
    first.close();
    expect(listBackups(path.join(directory, "backups"))).toEqual([]);
    const store = start(directory, { migrations: { index: indexMigrations, user: second } });
    expect(store.user.pragma("user_version", { simple: true })).toBe(second.length);
    expect(settingNames(store)).toEqual(["old"]);
    const backups = listBackups(path.join(directory, "backups"));
    expect(backups).toHaveLength(1);
    const copy = new Database(backups[0]?.file, { readonly: true });
    expect(copy.pragma("user_version", { simple: true })).toBe(userMigrations.length);
    copy.close();
  });

  it("leaves the old version whole when a migration fails half-way", () => {
    const directory = temporaryFolder();
    start(directory).close();
    const broken = [...userMigrations, "ALTER TABLE setting ADD COLUMN note TEXT; SELECT no_such_function()"];
    expect(() => start(directory, { migrations: { index: indexMigrations, user: broken } })).toThrow(
      /no_such_function/,
    );
    const store = start(directory);
    const columns = (store.user.pragma("table_info(setting)") as { name: string }[]).map((column) => column.name);
    expect(columns).toEqual(["name", "value"]);
    expect(store.user.pragma("user_version", { simple: true })).toBe(userMigrations.length);
  });
});

describe("damage", () => {
  function tear(file: string): void {
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 0, 4_096);
    writeFileSync(file, bytes);
  }

  it("makes a damaged index anew, keeps the damaged file and leaves user data alone", () => {
    const directory = temporaryFolder();
    const first = start(directory);
    addSetting(first, "kept");
    first.index.exec("INSERT INTO folder (path, name) VALUES ('/x', 'x')");
    first.close();
    tear(path.join(directory, "index.db"));
    const store = start(directory);
    expect(store.notices.join()).toMatch(/index was damaged/);
    expect(store.index.prepare("SELECT count(*) FROM folder").pluck().get()).toBe(0);
    expect(settingNames(store)).toEqual(["kept"]);
    expect(readdirSync(path.join(directory, "damaged")).some((name) => name.startsWith("index-"))).toBe(true);
  });

  it("restores damaged user data from the newest good backup and keeps the damaged file", async () => {
    const directory = temporaryFolder();
    const clock = createFakeClock();
    const first = start(directory, { clock });
    addSetting(first, "a");
    await first.backup();
    clock.advance(1_000);
    addSetting(first, "b");
    await first.backup();
    clock.advance(86_400_000);
    addSetting(first, "c");
    first.close();
    const newest = listBackups(path.join(directory, "backups"))[0]?.file as string;
    tear(path.join(directory, "user.db"));
    expect(backupComplaint(newest)).toBeNull();
    const restored = start(directory);
    expect(restored.notices.join()).toMatch(/restored from the backup of 20/);
    expect(settingNames(restored).slice(0, 2)).toEqual(["a", "b"]);
    expect(readdirSync(path.join(directory, "damaged")).some((name) => name.startsWith("user-"))).toBe(true);
  });

  it("passes over a backup that is itself damaged", async () => {
    const directory = temporaryFolder();
    const clock = createFakeClock();
    const first = start(directory, { clock });
    addSetting(first, "a");
    await first.backup();
    clock.advance(86_400_000 * 2);
    addSetting(first, "b");
    await first.backup();
    first.close();
    const backups = listBackups(path.join(directory, "backups"));
    tear(backups[0]?.file as string);
    tear(path.join(directory, "user.db"));
    expect(settingNames(start(directory))).toEqual(["a"]);
  });

  it("says so when there was no backup yet", () => {
    const directory = temporaryFolder();
    start(directory).close();
    tear(path.join(directory, "user.db"));
    const store = start(directory);
    expect(store.notices.join()).toMatch(/no backup yet/);
    expect(settingNames(store)).toEqual([]);
  });

  it("restores user data that a cut-off repair has left missing, and a fresh folder gets no notice", async () => {
    const directory = temporaryFolder();
    const first = start(directory);
    expect(first.notices).toEqual([]);
    addSetting(first, "kept");
    await first.backup();
    first.close();
    // As after a kill between moving the damaged file away and putting the copy in its place.
    mkdirSync(path.join(directory, "damaged"));
    renameSync(path.join(directory, "user.db"), path.join(directory, "damaged", "user-x.db"));
    writeFileSync(path.join(directory, "user.db-wal"), "of the damaged one");
    const store = start(directory);
    expect(settingNames(store)).toEqual(["kept"]);
    expect(store.notices.join()).toMatch(/missing and were restored from the backup of 20/);
    store.close();
    expect(start(directory).notices).toEqual([]);
  });

  it("leaves damaged user data where it is when there is no room for the copy", async () => {
    const directory = temporaryFolder();
    const first = start(directory);
    addSetting(first, "kept");
    await first.backup();
    first.close();
    tear(path.join(directory, "user.db"));
    // The copy can't be written: its name leads to a folder that is not there.
    symlinkSync(path.join(directory, "nowhere", "x"), path.join(directory, "user.db.restoring"));
    expect(() => start(directory)).toThrow(/ENOENT/);
    expect(existsSync(path.join(directory, "user.db"))).toBe(true);
    expect(settingNames(start(directory))).toEqual(["kept"]);
  });

  it("finds damage inside after an unclean end, and an index that a read has marked", () => {
    const directory = temporaryFolder();
    const first = start(directory);
    const insert = first.index.prepare("INSERT INTO folder (path, name) VALUES (?, ?)");
    for (let count = 0; count < 500; count += 1) insert.run(`/${count}/${"x".repeat(100)}`, "name");
    first.close();
    const file = path.join(directory, "index.db");
    const bytes = readFileSync(file);
    for (let page = 20; page * 4_096 < bytes.length; page += 1) bytes.fill(0xff, page * 4_096, page * 4_096 + 64);
    writeFileSync(file, bytes);
    writeFileSync(path.join(directory, "running"), "");
    const second = start(directory);
    expect(second.notices.join()).toMatch(/index was damaged/);
    second.markIndexDamaged();
    second.close();
    const third = start(directory);
    expect(third.notices.join()).toMatch(/index was damaged/);
    third.close();
    expect(start(directory).notices).toEqual([]);
    // What was moved aside holds text, and goes with the first good start.
    expect(readdirSync(path.join(directory, "damaged"))).toEqual([]);
  });
});

describe("backups", () => {
  it("makes one a day while running, each whole, and none when the last is younger", () => {
    const directory = temporaryFolder();
    const clock = createFakeClock();
    start(directory, { clock });
    const folder = path.join(directory, "backups");
    clock.advance(60_000);
    expect(listBackups(folder)).toHaveLength(1);
    clock.advance(20 * 3_600_000);
    expect(listBackups(folder)).toHaveLength(1);
    clock.advance(4 * 3_600_000);
    expect(listBackups(folder)).toHaveLength(2);
    for (const backup of listBackups(folder)) expect(backupComplaint(backup.file)).toBeNull();
    expect(readdirSync(folder).every((name) => name.endsWith("Z.db"))).toBe(true);
  });
});
