import { describe, expect, it, onTestFinished } from "vitest";

import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import { closeLeftOpen, createLedger } from "../../../src/engine/trace/ledger-table.ts";
import { createFakeClock } from "../../support/fake-clock.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

function set() {
  const clock = createFakeClock();
  const store = openStore({ directory: temporaryFolder(), clock, log: silentLog });
  onTestFinished(() => store.close());
  let changes = 0;
  const ledger = createLedger(store.user, clock, () => (changes += 1));
  return { clock, store, ledger, changes: () => changes };
}

const row = { purpose: "answer", host: "api.example.com", documents: [{ name: "Lease.pdf", pages: [4] }], passages: 2 };

describe("createLedger", () => {
  it("keeps a request from before its first byte to its end", () => {
    const { clock, ledger, changes } = set();
    const id = ledger.open(row);
    const open = { id, at: clock.now(), ...row, bytesSent: 0, bytesReceived: 0, state: "open" };
    expect(ledger.list(10)).toEqual([open]);
    ledger.update(id, { bytesSent: 900, bytesReceived: 0 });
    expect(ledger.list(10)).toEqual([{ ...open, bytesSent: 900 }]);
    ledger.close(id, { bytesSent: 900, bytesReceived: 4_000 }, "complete");
    expect(ledger.list(10)).toEqual([{ ...open, bytesSent: 900, bytesReceived: 4_000, state: "complete" }]);
    expect(changes()).toBe(2);
  });

  it("lists the newest first, whatever the clock said, and no more than asked for", () => {
    const { clock, ledger } = set();
    const first = ledger.open(row);
    clock.advance(-5_000);
    const second = ledger.open(row);
    expect(ledger.list(10).map(({ id }) => id)).toEqual([second, first]);
    expect(ledger.list(1).map(({ id }) => id)).toEqual([second]);
  });

  it("never leaves a row open over a restart, and keeps its bytes", () => {
    const { store, ledger } = set();
    const id = ledger.open(row);
    ledger.update(id, { bytesSent: 12, bytesReceived: 34 });
    closeLeftOpen(store.user);
    expect(ledger.list(1)[0]).toMatchObject({ state: "failed", bytesSent: 12, bytesReceived: 34 });
  });
});
