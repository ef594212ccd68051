import { describe, expect, it } from "vitest";

import { DocentError, isCancellation, tellsDamage, toWireError } from "../../../src/engine/platform/docent-error.ts";
import { engineRoutes, typedStream } from "../../../src/engine/platform/routes.ts";
import type { LogFields } from "../../../src/engine/platform/log.ts";
import { createRouterClient } from "@orpc/server";

describe("toWireError", () => {
  it("keeps code, message, next step and data of an expected error", () => {
    const error = new DocentError("folder-missing", "Gone.", { nextStep: "Look again.", data: { folder: "Notes" } });
    expect(toWireError(error)).toEqual({
      code: "folder-missing",
      message: "Gone.",
      nextStep: "Look again.",
      data: { folder: "Notes" },
    });
  });

  it("says nothing of a bug's details", () => {
    const wire = toWireError(new Error("secret text of a document"));
    expect(wire.code).toBe("internal");
    expect(JSON.stringify(wire)).not.toContain("secret");
  });

  it("knows a cancellation", () => {
    const abort = new Error("x");
    abort.name = "AbortError";
    expect(isCancellation(abort)).toBe(true);
    expect(toWireError(abort).code).toBe("cancelled");
    expect(isCancellation(new Error("x"))).toBe(false);
  });
});

describe("routes", () => {
  const log = () => {
    const lines: { event: string; fields: LogFields | undefined }[] = [];
    return { lines, write: (_level: unknown, event: string, fields?: LogFields) => void lines.push({ event, fields }) };
  };

  it("turns a thrown bug into an internal error and writes it to the log", async () => {
    const book = log();
    const client = createRouterClient(
      {
        status: engineRoutes.status.handler(() => {
          throw new TypeError("x is undefined");
        }),
      },
      { context: { log: book } },
    );
    await expect(client.status({})).rejects.toMatchObject({ code: "DOCENT", data: { code: "internal" } });
    expect(book.lines[0]).toMatchObject({ event: "bug", fields: { route: "status" } });
  });

  it("types the error of a stream and ends a cancelled one quietly", async () => {
    const book = log();
    const failing = (error: Error) =>
      typedStream(
        (async function* () {
          yield 1;
          throw error;
        })(),
        book,
        "chat.ask",
      );
    const seen: number[] = [];
    await expect(
      (async () => {
        for await (const value of failing(new DocentError("model-failed", "It stopped."))) seen.push(value);
      })(),
    ).rejects.toMatchObject({ code: "DOCENT", data: { code: "model-failed" } });
    for await (const value of failing(new DocentError("cancelled", "Stopped."))) seen.push(value);
    expect(seen).toEqual([1, 1]);
  });
});

describe("tellsDamage", () => {
  it.each([
    ["SQLITE_CORRUPT", "", true],
    ["SQLITE_CORRUPT_VTAB", "", true],
    ["SQLITE_NOTADB", "", true],
    ["SQLITE_IOERR_SHORT_READ", "disk I/O error", true],
    ["SQLITE_IOERR", "disk I/O error", true],
    ["SQLITE_ERROR", "invalid fts5 file format (found 0, expected 4 or 5) - run 'rebuild'", true],
    ["SQLITE_ERROR", "no such table: x", false],
    ["SQLITE_IOERR_WRITE", "disk I/O error", false],
    ["SQLITE_FULL", "database or disk is full", false],
    ["SQLITE_BUSY", "database is locked", false],
  ])("%s %s: %s", (code, message, damaged) => {
    expect(tellsDamage(code, message)).toBe(damaged);
  });
});
