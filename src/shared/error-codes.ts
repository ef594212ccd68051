/**
 * The closed list of errors that may cross a wire. An expected error has a code from here;
 * cancellation is `cancelled`; a bug in Docent is `internal` and nothing else is.
 */
export const errorCodes = [
  "invalid-input",
  "question-empty",
  "question-binary",
  "not-found",
  "cancelled",
  "engine-gone",
  "engine-dead",
  "index-damaged",
  "data-newer",
  "data-folder-locked",
  "disk-full",
  "folder-missing",
  "folder-unreadable",
  "folder-inside-data",
  "file-unreadable",
  "page-not-drawn",
  "model-missing",
  "model-refused",
  "model-failed",
  "model-busy",
  "out-of-memory",
  "context-full",
  "consent-required",
  "consent-expired",
  "key-missing",
  "cloud-unreachable",
  "cloud-broken",
  "cloud-refused",
  "cloud-limit",
  "link-refused",
  "not-available",
  "internal",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error as it crosses a wire: what happened, what to do next, and facts a message may name. */
export interface WireError {
  code: ErrorCode;
  message: string;
  nextStep?: string;
  data?: Record<string, string | number | boolean | null>;
}
