import type { ErrorCode, WireError } from "../../shared/error-codes.ts";
import { t } from "./strings.ts";
import type { StringKey } from "./strings.ts";

export type ErrorAction =
  | "try-again"
  | "ask-again"
  | "quotes-only"
  | "get-model"
  | "fewer-passages"
  | "new-chat"
  | "library"
  | "models";

export interface ErrorText {
  /** What happened. */
  what: string;
  /** What is safe. */
  safe: string;
  actions: ErrorAction[];
}

interface Known {
  what: StringKey;
  safe?: StringKey;
  actions: ErrorAction[];
}

const known: Partial<Record<ErrorCode, Known>> = {
  "model-missing": {
    what: "error.modelMissing",
    safe: "error.modelMissing.safe",
    actions: ["get-model", "quotes-only"],
  },
  "model-refused": { what: "error.modelRefused", safe: "error.modelFailed.safe", actions: ["models", "quotes-only"] },
  "model-failed": { what: "error.modelFailed", safe: "error.modelFailed.safe", actions: ["try-again", "quotes-only"] },
  "model-busy": { what: "error.modelBusy", safe: "error.modelFailed.safe", actions: ["try-again", "quotes-only"] },
  "out-of-memory": { what: "error.outOfMemory", safe: "error.outOfMemory.safe", actions: ["models", "quotes-only"] },
  "context-full": { what: "error.contextFull", safe: "error.contextFull.safe", actions: ["new-chat"] },
  "engine-gone": { what: "error.engineGone", safe: "error.engineGone.safe", actions: ["ask-again"] },
  "engine-dead": { what: "error.engineDead", safe: "error.engineDead.safe", actions: [] },
  "index-damaged": { what: "error.indexDamaged", safe: "error.indexDamaged.safe", actions: [] },
  "disk-full": { what: "error.diskFull", safe: "error.diskFull.safe", actions: ["try-again"] },
  "data-newer": { what: "error.dataNewer", safe: "error.dataNewer.safe", actions: [] },
  "folder-missing": { what: "error.folderMissing", safe: "error.folderMissing.safe", actions: ["library"] },
  "folder-unreadable": { what: "error.folderUnreadable", actions: ["library"] },
  "folder-inside-data": { what: "error.folderInsideData", actions: ["library"] },
  "consent-required": { what: "error.consentRequired", safe: "error.consentRequired.safe", actions: ["ask-again"] },
  "consent-expired": { what: "error.consentExpired", safe: "error.consentRequired.safe", actions: ["ask-again"] },
  "key-missing": { what: "error.keyMissing", safe: "error.consentRequired.safe", actions: ["models", "quotes-only"] },
  "cloud-unreachable": {
    what: "error.cloudUnreachable",
    safe: "error.cloudUnreachable.safe",
    actions: ["try-again", "quotes-only"],
  },
  "cloud-broken": { what: "error.cloudBroken", safe: "error.cloudBroken.safe", actions: ["try-again", "quotes-only"] },
  "cloud-refused": { what: "error.cloudRefused", safe: "error.cloudRefused.safe", actions: ["models", "quotes-only"] },
  "cloud-limit": { what: "error.cloudLimit", safe: "error.cloudLimit.safe", actions: ["try-again", "quotes-only"] },
  "link-refused": { what: "error.linkRefused", actions: [] },
  "question-empty": { what: "error.questionEmpty", actions: [] },
  "question-binary": { what: "error.questionBinary", actions: [] },
  internal: { what: "error.internal", safe: "error.internal.safe", actions: ["try-again"] },
};

function fact(error: WireError, name: string, otherwise: string): string {
  const value = error.data?.[name];
  return value === undefined || value === null ? otherwise : String(value);
}

/** What happened, what is safe and what can be done next. A code without a text of its own shows its message. */
export function errorText(error: WireError): ErrorText {
  const entry = known[error.code];
  if (!entry) return { what: error.message, safe: error.nextStep ?? "", actions: ["try-again"] };
  const facts = {
    host: fact(error, "host", t("error.theServer")),
    folder: fact(error, "folder", ""),
    files: fact(error, "files", ""),
    passages: fact(error, "passages", ""),
  };
  return { what: t(entry.what, facts), safe: entry.safe ? t(entry.safe, facts) : "", actions: entry.actions };
}
