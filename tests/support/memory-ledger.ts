import type { EgressEnd, EgressPurpose, Ledger } from "../../src/engine/platform/egress/egress-types.ts";

export interface MemoryRow extends EgressPurpose {
  host: string;
  bytesSent: number;
  bytesReceived: number;
  state: EgressEnd | "open";
}

/** A ledger that keeps its rows in memory, for tests of what writes into one. */
export function createMemoryLedger(): Ledger & { rows: MemoryRow[] } {
  const rows: MemoryRow[] = [];
  return {
    rows,
    open: (row) => rows.push({ ...row, bytesSent: 0, bytesReceived: 0, state: "open" }),
    update: (id, bytes) => void Object.assign(rows[id - 1] as MemoryRow, bytes),
    close: (id, bytes, state) => void Object.assign(rows[id - 1] as MemoryRow, bytes, { state }),
  };
}
