import type { Outcome } from "../../shared/schemas.ts";
import type { Box } from "../../shared/library-schemas.ts";

/** Raised when extraction of any format changes in a way that makes stored text stale. */
export const extractorVersion = 1;

export type BlockKind = "heading" | "paragraph" | "list-item" | "table-row" | "code" | "quote" | "caption";

/** What an extractor returns: a run of text that belongs together. Offsets are code points of the whole text. */
export interface Block {
  kind: BlockKind;
  start: number;
  end: number;
  /** 1-based; null where the format has no pages. */
  page: number | null;
  /** Depth of a heading, 1 to 6; 0 otherwise. */
  level: number;
}

export interface ExtractedPage {
  number: number;
  /** In points. */
  width: number;
  height: number;
  /** Span of the page in the whole text. */
  start: number;
  end: number;
}

/** A run of text with its rectangle on a page, in points from the top left; kept so that citations get boxes. */
export interface TextRun extends Box {
  page: number;
  start: number;
  end: number;
}

/** What the parser child gives back for one file. */
export interface Extraction {
  outcome: Extract<
    Outcome,
    "indexed" | "indexed-partly" | "no-text" | "encrypted" | "damaged" | "too-big" | "timeout" | "unsupported"
  >;
  /** A sentence a person understands, for every outcome but "indexed". */
  reason: string | null;
  title: string | null;
  /** BCP 47 primary tag as detected, null when unsure. */
  language: string | null;
  /** The whole text: NFC, "\n" line ends, no control or zero-width characters. For plain-text formats, the file itself. */
  text: string;
  textFormat: "markdown" | "plain" | "code";
  blocks: Block[];
  pages: ExtractedPage[];
  runs: TextRun[];
  /** Name of the extractor, e.g. "pdf", "docx". */
  extractor: string;
  /** Spans that a reader does not see (white, tiny, off the page); never used for answers. */
  hidden: { start: number; end: number }[];
}

/** A span of a document's text that is searched and cited; at most 1,000 characters. */
export interface PassageDraft {
  ordinal: number;
  start: number;
  end: number;
  page: number | null;
  /** Headings above it, outermost first, without the document's title. */
  headings: string[];
}

/** A stored passage with what the index needs of it. */
export interface StoredPassage {
  id: number;
  title: string;
  headings: string[];
  text: string;
  language: string | null;
}

/**
 * Where ingest writes a passage's terms, in the same transaction as the passage itself. Retrieval implements it;
 * documents only knows this shape, because documents stands left of retrieval.
 */
export interface PassageIndex {
  add(passages: readonly StoredPassage[]): void;
  remove(passageIds: readonly number[]): void;
  /** Text that the embedder gets for a passage. */
  embeddingText(passage: StoredPassage): string;
  /** Stores vectors of length 1, made by the model whose `EmbeddingModel.spaceId` is given; they replace older ones. */
  addVectors(rows: readonly { passageId: number; vector: Float32Array }[], spaceId: string): void;
  /** Up to `limit` passages that have no vector of this space yet, smallest ids first. */
  withoutVectors(spaceId: string, limit: number): number[];
}
