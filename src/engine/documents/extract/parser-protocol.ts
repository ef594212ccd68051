import type { Extraction } from "../document-types.ts";

/** What the engine asks of the parser child. One request at a time; bytes, never a path. */
export type ParserRequest =
  | { kind: "extract"; id: number; name: string; bytes: Uint8Array }
  | { kind: "picture"; id: number; bytes: Uint8Array; page: number; widthPixels: number };

/** What it answers. `bug` is for the log: an error that a reader threw without meaning to, without text of the file. */
export type ParserReply =
  | { kind: "ready" }
  | { kind: "extraction"; id: number; extraction: Extraction; bug: string | null }
  | { kind: "picture"; id: number; png: Uint8Array }
  | { kind: "picture-failed"; id: number; code: "not-found" | "page-not-drawn"; message: string };

/** True for a message that has the shape of a reply; anything else from a child is dropped. */
export function isParserReply(message: unknown): message is ParserReply {
  if (typeof message !== "object" || message === null || !("kind" in message)) return false;
  const { kind } = message;
  if (kind === "ready") return true;
  const { id } = message as { id?: unknown };
  return (
    Number.isInteger(id) &&
    ((kind === "extraction" && "extraction" in message) ||
      (kind === "picture" && (message as { png?: unknown }).png instanceof Uint8Array) ||
      kind === "picture-failed")
  );
}
