import type { BlockKind, ExtractedPage, Extraction, TextRun } from "../document-types.ts";

/** A block while it is made; offsets are UTF-16 indices and become code points at the end. */
export interface DraftBlock {
  kind: BlockKind;
  start: number;
  end: number;
  page: number | null;
  level: number;
}

export interface Span {
  start: number;
  end: number;
}

/** What one format gives. All offsets are UTF-16 indices of `text`. */
export interface Extracted {
  /** Not null: only a part could be read, and this says which. */
  partly: string | null;
  title: string | null;
  text: string;
  textFormat: Extraction["textFormat"];
  blocks: DraftBlock[];
  pages: ExtractedPage[];
  runs: TextRun[];
  hidden: Span[];
}

interface ExtractorInput {
  name: string;
  bytes: Uint8Array;
  /** Most characters of text that this file may give. */
  textLimit: number;
}

/** One format: a name for the database and the one function. It throws `ExtractionFailure` for a file it can't read. */
export interface Extractor {
  readonly name: string;
  extract(input: ExtractorInput): Promise<Extracted>;
}

/** The expected ends of a file that give no text, with the sentence that the library shows. */
export class ExtractionFailure extends Error {
  readonly outcome: Exclude<Extraction["outcome"], "indexed" | "indexed-partly">;
  readonly reason: string;

  constructor(outcome: ExtractionFailure["outcome"], reason: string, cause?: unknown) {
    super(reason, { cause });
    this.name = "ExtractionFailure";
    this.outcome = outcome;
    this.reason = reason;
  }
}
