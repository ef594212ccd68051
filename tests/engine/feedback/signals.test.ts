import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

import { afterEach, beforeEach, describe, expect, it } from "vitest";

import { createSignals } from "../../../src/engine/feedback/signals.ts";
import { systemClock } from "../../../src/engine/platform/clock.ts";
import { silentLog } from "../../../src/engine/platform/log.ts";
import { openStore } from "../../../src/engine/store/store.ts";
import type { Store } from "../../../src/engine/store/store.ts";

/** Every file below a folder that holds `needle`, by its bytes. */
function filesHolding(folder: string, needle: string): string[] {
  const bytes = Buffer.from(needle);
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return filesHolding(file, needle);
    return readFileSync(file).includes(bytes) ? [file] : [];
  });
}

let directory: string;
let store: Store;
let learning: boolean;
let run: number;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), "docent-signals-"));
  store = openStore({ directory, clock: systemClock, log: silentLog });
  learning = true;
  store.user.prepare("INSERT INTO setup (id, record) VALUES ('abc', '{}')").run();
  run = Number(
    store.user.prepare("INSERT INTO run (setup_id, question, manifest, created_at) VALUES ('abc', 'q', '{}', 1)").run()
      .lastInsertRowid,
  );
});

afterEach(() => {
  store.close();
  rmSync(directory, { recursive: true });
});

const signals = () => createSignals({ store, clock: systemClock, learning: () => learning });

describe("signals", () => {
  it("lists newest first with the total, and pages", () => {
    const part = signals();
    for (const value of ["1", "2", "3"]) part.record({ runId: run, type: "citation-opened", value, surface: "chat" });
    const { total, signals: rows } = part.list(2);
    expect(total).toBe(3);
    expect(rows.map((row) => row.value)).toEqual(["3", "2"]);
    expect(part.list(2, rows[1]?.id).signals.map((row) => row.value)).toEqual(["1"]);
  });

  it("refuses a run that is not stored", () => {
    expect(() => signals().record({ runId: 99, type: "copy", value: null, surface: "chat" })).toThrow(/not stored/);
  });

  it("stores nothing while learning is off", () => {
    learning = false;
    signals().record({ runId: run, type: "copy", value: null, surface: "chat" });
    expect(signals().list(10).total).toBe(0);
  });

  it("exports JSON Lines, oldest first, with the setup of the run", () => {
    const part = signals();
    part.record({ runId: run, type: "good", value: null, surface: "chat" });
    part.record({ runId: run, type: "copy", value: "markdown", surface: "quick-prompt" });
    const rows = part
      .export()
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.map((row) => row["type"])).toEqual(["good", "copy"]);
    expect(rows[0]).toMatchObject({ runId: run, setupId: "abc" });
  });

  it("forgets so that no byte of it is found again, in the database, its log or a backup", async () => {
    const canaries = ["canary-reason-7f3a", "canary-question-91bd", "canary-snippet-55e0", "canary-rating-1c2d"];
    const part = signals();
    part.record({ runId: run, type: "bad", value: canaries[0] as string, surface: "chat" });
    const conversation = Number(
      store.user
        .prepare("INSERT INTO conversation (title, created_at, updated_at, sequence) VALUES ('t', 1, 1, 1)")
        .run().lastInsertRowid,
    );
    store.user
      .prepare(
        "INSERT INTO message (conversation_id, role, text, body, state, run_id, created_at) VALUES (?, 'answer', 'kept words', ?, 'complete', ?, 1)",
      )
      .run(conversation, JSON.stringify({ mode: "quote", rating: { value: "bad", reason: canaries[3] } }), run);
    store.user
      .prepare(
        "INSERT INTO open_question (answer_id, run_id, conversation_id, question, asked_at) VALUES (1, ?, ?, ?, 1)",
      )
      .run(run, conversation, canaries[1]);
    store.user
      .prepare(
        `INSERT INTO suggestion (kind, dedupe_key, created_at, expires_at, state, detector, detector_version, confidence, reason_code, reason_arguments, evidence)
         VALUES ('late-answer', 'k', 1, 2, 'ready', 'd', 1, 1, 'r', '{}', ?)`,
      )
      .run(JSON.stringify([{ snippet: canaries[2] }]));
    await store.backup();
    for (const canary of canaries) expect(filesHolding(directory, canary).length).toBeGreaterThan(0);

    expect(await part.removeAll()).toBe(3);

    for (const canary of canaries) expect(filesHolding(directory, canary)).toEqual([]);
    expect(part.list(10).total).toBe(0);
    const kept = store.user.prepare("SELECT text, body FROM message").get() as { text: string; body: string };
    expect(kept.text).toBe("kept words");
    expect(JSON.parse(kept.body)).toEqual({ mode: "quote", rating: null });
    // The backup still is one: it opens and holds what was not learned.
    expect(filesHolding(path.join(directory, "backups"), "kept words").length).toBe(1);
  });
});
