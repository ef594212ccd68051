import type { Database } from "better-sqlite3";

import type { LedgerRow } from "../../shared/feedback-schemas.ts";
import type { Clock } from "../platform/clock.ts";
import { DocentError } from "../platform/docent-error.ts";
import type { Ledger } from "../platform/egress/egress-types.ts";

interface Row {
  id: number;
  at: number;
  purpose: string;
  host: string;
  bytes_sent: number;
  bytes_received: number;
  state: LedgerRow["state"];
  documents: string;
  passages: number;
}

/**
 * The privacy ledger: every request that left, newest first. `onChange` hears of each row opened and closed. In data
 * that is read-only `open` throws DocentError data-newer, so that nothing leaves without its row.
 */
export function createLedger(
  user: Database,
  clock: Clock,
  onChange: () => void = () => undefined,
  readOnly = false,
): Ledger & { list(limit: number): LedgerRow[] } {
  const insert = user.prepare(
    "INSERT INTO egress (at, purpose, host, state, documents, passages) VALUES (?, ?, ?, 'open', ?, ?)",
  );
  const bytes = user.prepare("UPDATE egress SET bytes_sent = ?, bytes_received = ? WHERE id = ?");
  const end = user.prepare("UPDATE egress SET bytes_sent = ?, bytes_received = ?, state = ? WHERE id = ?");
  const select = user.prepare<[number], Row>("SELECT * FROM egress ORDER BY id DESC LIMIT ?");
  return {
    open({ purpose, host, documents, passages }) {
      if (readOnly) {
        throw new DocentError("data-newer", "This data was written by a newer Docent. Nothing was sent.");
      }
      const { lastInsertRowid } = insert.run(clock.now(), purpose, host, JSON.stringify(documents), passages);
      onChange();
      return Number(lastInsertRowid);
    },
    update: (id, { bytesSent, bytesReceived }) => void bytes.run(bytesSent, bytesReceived, id),
    close(id, { bytesSent, bytesReceived }, state) {
      end.run(bytesSent, bytesReceived, state, id);
      onChange();
    },
    list: (limit) =>
      select.all(limit).map((row) => ({
        id: row.id,
        at: row.at,
        purpose: row.purpose,
        host: row.host,
        bytesSent: row.bytes_sent,
        bytesReceived: row.bytes_received,
        state: row.state,
        documents: JSON.parse(row.documents) as LedgerRow["documents"],
        passages: row.passages,
      })),
  };
}

/** Marks rows that a killed process left open; called once at start, before anything is sent. */
export function closeLeftOpen(user: Database): void {
  user.prepare("UPDATE egress SET state = 'failed' WHERE state = 'open'").run();
}
