import type { TextModel } from "../models/model-types.ts";
import type { FoundEvidence } from "./find-evidence.ts";
import type { Writing } from "./write-answer.ts";

/** What the steps of an answer have made so far; the answer is stored from it however they end. */
export interface Progress {
  found: FoundEvidence | null;
  model: TextModel | null;
  writing: Writing | null;
}
