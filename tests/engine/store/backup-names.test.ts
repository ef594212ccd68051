import { describe, expect, it } from "vitest";

import { backupName, backupsToDelete, backupTime } from "../../../src/engine/store/backup-names.ts";

const day = 86_400_000;
const end = Date.UTC(2026, 10, 30, 12);

describe("backup names", () => {
  it("carry their time to the millisecond and refuse other names", () => {
    expect(backupTime(backupName(end + 7))).toBe(end + 7);
    expect(backupTime("user.db")).toBeNull();
    expect(backupTime("user-2026-11-30.db")).toBeNull();
  });
});

describe("backupsToDelete", () => {
  it("keeps the newest of each of 7 days and of 4 weeks", () => {
    const names = Array.from({ length: 120 }, (_, index) => backupName(end - (index * day) / 2));
    const deleted = new Set(backupsToDelete(names));
    const kept = names.filter((name) => !deleted.has(name));
    const days = new Set(kept.map((name) => Math.floor((backupTime(name) as number) / day)));
    for (let back = 0; back < 7; back += 1) expect(days.has(Math.floor(end / day) - back)).toBe(true);
    expect(kept.length).toBeGreaterThanOrEqual(9);
    expect(kept.length).toBeLessThanOrEqual(11);
    expect(kept[0]).toBe(names[0]);
  });

  it("keeps everything when there is little, and never a stranger's file", () => {
    expect(backupsToDelete([backupName(end), backupName(end - day), "notes.txt"])).toEqual([]);
  });

  it("of two on one day keeps the newer", () => {
    expect(backupsToDelete([backupName(end), backupName(end + 5)])).toEqual([backupName(end)]);
  });
});
