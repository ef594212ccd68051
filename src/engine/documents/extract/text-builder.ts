import type { BlockKind, ExtractedPage, TextRun } from "../document-types.ts";
import type { DraftBlock, Span } from "./extracted.ts";
import { tooMuchText } from "./limits.ts";

/** Collects the text of a document piece by piece, with its blocks; stops with `too-big` at the limit. */
export class TextBuilder {
  readonly blocks: DraftBlock[] = [];
  readonly hidden: Span[] = [];
  readonly runs: TextRun[] = [];
  readonly pages: ExtractedPage[] = [];
  readonly #limit: number;
  readonly #parts: string[] = [];
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get length(): number {
    return this.#length;
  }

  append(text: string): void {
    this.#length += text.length;
    if (this.#length > this.#limit) throw tooMuchText(this.#limit);
    this.#parts.push(text);
  }

  /** Adds a block; `separator` stands before it unless it is the first. Empty text adds nothing. */
  addBlock(
    kind: BlockKind,
    text: string,
    options: { level?: number; page?: number | null; separator?: string; hidden?: readonly Span[] } = {},
  ): void {
    if (text === "") return;
    if (this.#length > 0) this.append(options.separator ?? "\n\n");
    const start = this.#length;
    this.append(text);
    this.blocks.push({ kind, start, end: this.#length, page: options.page ?? null, level: options.level ?? 0 });
    for (const span of options.hidden ?? []) this.addHidden({ start: start + span.start, end: start + span.end });
  }

  /** Adjoining spans become one. */
  addHidden(span: Span): void {
    const last = this.hidden.at(-1);
    if (last !== undefined && span.start <= last.end + 2) last.end = Math.max(last.end, span.end);
    else if (span.end > span.start) this.hidden.push({ ...span });
  }

  text(): string {
    return this.#parts.join("");
  }
}
