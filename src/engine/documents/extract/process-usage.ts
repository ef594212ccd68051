import { readFile } from "node:fs/promises";

export interface ProcessUsage {
  cpuSeconds: number;
  residentBytes: number;
}

/** Ticks a second of /proc; 100 on every Linux that Node runs on. */
const ticksASecond = 100;
const pageBytes = 4_096;

/** Reads /proc/<pid>/stat; null when it does not have the form it has on Linux. */
export function parseProcStat(stat: string): ProcessUsage | null {
  // The name of the program stands in brackets and may hold anything, so fields are counted from the last bracket.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const user = Number(fields[11]);
  const system = Number(fields[12]);
  const pages = Number(fields[21]);
  if (![user, system, pages].every((value) => Number.isFinite(value))) return null;
  return { cpuSeconds: (user + system) / ticksASecond, residentBytes: pages * pageBytes };
}

/**
 * CPU time and memory of another process, read from outside so that it works while that process is in an endless
 * loop. Null where the system does not tell (not Linux) or the process is gone.
 */
export async function readProcessUsage(pid: number): Promise<ProcessUsage | null> {
  if (process.platform !== "linux") return null;
  try {
    return parseProcStat(await readFile(`/proc/${pid}/stat`, "latin1"));
  } catch {
    // The process has just ended; its exit is reported on its own way.
    return null;
  }
}
