const namePattern = /^user-(\d{4})-(\d{2})-(\d{2})T(\d{2})-(\d{2})-(\d{2})-(\d{3})Z\.db$/;

/** File name of a backup made at a wall-clock time in milliseconds; names sort by time. */
export function backupName(milliseconds: number): string {
  return `user-${new Date(milliseconds).toISOString().replaceAll(/[:.]/g, "-")}.db`;
}

/** When a backup was made, from its name; null for a name that is not a backup's. */
export function backupTime(name: string): number | null {
  const match = namePattern.exec(name);
  if (match === null) return null;
  const [year, month, day, hour, minute, second, millisecond] = match.slice(1).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

const dayMilliseconds = 86_400_000;

/** Backups to delete: all but the newest of each of the last `days` days and `weeks` weeks that have one. */
export function backupsToDelete(names: readonly string[], days = 7, weeks = 4): string[] {
  const newestFirst = names.filter((name) => backupTime(name) !== null).sort((left, right) => (left < right ? 1 : -1));
  const kept = new Set<string>();
  const keepNewestOfEach = (period: number, count: number): void => {
    const seen = new Set<number>();
    for (const name of newestFirst) {
      const slot = Math.floor((backupTime(name) as number) / period);
      if (seen.has(slot)) continue;
      if (seen.size === count) break;
      seen.add(slot);
      kept.add(name);
    }
  };
  keepNewestOfEach(dayMilliseconds, days);
  keepNewestOfEach(7 * dayMilliseconds, weeks);
  return newestFirst.filter((name) => !kept.has(name));
}
