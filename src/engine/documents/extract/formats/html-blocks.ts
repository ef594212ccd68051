import type { BlockKind } from "../../document-types.ts";
import { cleanInline, cleanText } from "../clean-text.ts";
import { ExtractionFailure } from "../extracted.ts";
import type { Span } from "../extracted.ts";
import { largestNesting } from "../limits.ts";
import type { TextBuilder } from "../text-builder.ts";
import { elementLook, hidingRules } from "./html-hidden.ts";
import type { HtmlElement, HtmlNode, Look } from "./html-hidden.ts";

const skipped = new Set(
  "head nav script style template noscript svg iframe object embed canvas audio video select textarea input".split(" "),
);
const blockLike = new Set(
  (
    "address article aside body center dd details dialog div dl dt fieldset figure footer form header hgroup html legend " +
    "main nav ol p section summary table tbody td tfoot th thead ul"
  ).split(" "),
);
const kinds: Record<string, BlockKind> = {
  li: "list-item",
  blockquote: "quote",
  figcaption: "caption",
  caption: "caption",
  dd: "list-item",
};

interface State {
  kind: BlockKind;
  level: number;
  hidden: boolean;
  white: boolean;
  onBackground: boolean;
  depth: number;
  pre: boolean;
  /** Within a cell everything is one line. */
  inRow: boolean;
  /** Number of the next item of the ordered list this lies in; null in a list without numbers. */
  list: { next: number } | null;
}

const start: State = {
  kind: "paragraph",
  level: 0,
  hidden: false,
  white: false,
  onBackground: false,
  depth: 0,
  pre: false,
  inRow: false,
  list: null,
};

interface CellPiece {
  text: string;
  hidden: boolean;
}

/** A cell that reaches down into the next rows; its words are said again there, so that each row stands for itself. */
interface ReachingCell {
  pieces: CellPiece[];
  rows: number;
}

const longestRepeatedCell = 200;
const widestTable = 200;

function span(element: HtmlElement, name: string): number {
  const value = Number(element.getAttribute(name) ?? "1");
  return Number.isInteger(value) && value > 1 ? Math.min(value, widestTable) : 1;
}

function nextMarker(state: State): string {
  if (state.list === null) return "• ";
  state.list.next += 1;
  return `${state.list.next - 1}. `;
}

function isElement(node: HtmlNode): node is HtmlElement {
  return node.nodeType === 1;
}

/** Turns a DOM into blocks of text: one walk, depth limited, nothing fetched and no script run. */
export class HtmlBlocks {
  readonly #builder: TextBuilder;
  readonly #rules: ReadonlyMap<string, Look>;
  #pieces: CellPiece[] = [];
  /** By column, for the table that is being read. */
  #reaching = new Map<number, ReachingCell>();
  #state: State = start;
  /** Bullet or number that the next words of a list item begin with. */
  #marker = "";

  constructor(builder: TextBuilder, styleSheets: string) {
    this.#builder = builder;
    this.#rules = hidingRules(styleSheets);
  }

  /** Adds the blocks of `root` to the builder. Throws `damaged` when elements lie too deep in each other. */
  add(root: HtmlElement): void {
    this.#element(root, start);
    this.#flush();
  }

  #flush(): void {
    const pieces = this.#pieces;
    this.#pieces = [];
    const { kind, level, pre } = this.#state;
    let text = "";
    const hidden: Span[] = [];
    for (const piece of pieces) {
      let cleaned = pre ? cleanText(piece.text) : cleanInline(piece.text);
      if (!pre && (text === "" || text.endsWith(" "))) cleaned = cleaned.trimStart();
      if (piece.hidden && cleaned.trim() !== "") hidden.push({ start: text.length, end: text.length + cleaned.length });
      text += cleaned;
    }
    text = pre ? text.replace(/^\n+/, "").trimEnd() : text.trimEnd();
    if (kind === "table-row") text = /[^\s|]/.test(text) ? text.replace(/(?: \|)+$/, "") : "";
    if (kind === "list-item" && text !== "" && this.#marker !== "") {
      for (const span of hidden) {
        span.start += this.#marker.length;
        span.end += this.#marker.length;
      }
      text = this.#marker + text;
      this.#marker = "";
    }
    const separator = kind === "table-row" || kind === "list-item" ? "\n" : "\n\n";
    const same = this.#builder.blocks.at(-1)?.kind === kind;
    this.#builder.addBlock(kind, text, { level, hidden, separator: same ? separator : "\n\n" });
  }

  /** Runs `inner` as a block of its own. */
  #block(state: State, inner: () => void): void {
    if (state.inRow && this.#state.inRow) {
      // Blocks inside a cell are parted by a space only.
      this.#pieces.push({ text: " ", hidden: false });
      inner();
      this.#pieces.push({ text: " ", hidden: false });
      return;
    }
    this.#flush();
    const outer = this.#state;
    this.#state = state;
    inner();
    this.#flush();
    this.#state = outer;
  }

  #children(element: HtmlElement, state: State): void {
    const { childNodes } = element;
    for (let index = 0; index < childNodes.length; index += 1) {
      const child = childNodes[index] as HtmlNode;
      if (isElement(child)) this.#element(child, state);
      else if (child.nodeType === 3) {
        this.#pieces.push({
          text: child.textContent ?? "",
          hidden: state.hidden || (state.white && !state.onBackground),
        });
      }
    }
  }

  /** Cells of earlier rows that reach into this one at `column` and after it; gives the next free column. */
  #repeat(column: number): number {
    let next = column;
    for (let cell = this.#reaching.get(next); cell !== undefined; cell = this.#reaching.get(next)) {
      if (next > 0) this.#pieces.push({ text: " | ", hidden: false });
      this.#pieces.push(...cell.pieces);
      cell.rows -= 1;
      if (cell.rows <= 0) this.#reaching.delete(next);
      next += 1;
    }
    return next;
  }

  #row(element: HtmlElement, state: State): void {
    const row: State = { ...state, kind: "table-row", level: 0, inRow: true };
    this.#block(row, () => {
      let column = 0;
      for (let index = 0; index < element.childNodes.length; index += 1) {
        const child = element.childNodes[index] as HtmlNode;
        if (!isElement(child)) continue;
        column = this.#repeat(column);
        if (column > 0) this.#pieces.push({ text: " | ", hidden: false });
        const before = this.#pieces.length;
        this.#element(child, row);
        const rows = span(child, "rowspan") - 1;
        const pieces = this.#pieces.slice(before);
        const length = pieces.reduce((sum, piece) => sum + piece.text.length, 0);
        if (rows > 0 && length <= longestRepeatedCell && column < widestTable) {
          this.#reaching.set(column, { pieces, rows });
        }
        column += span(child, "colspan");
      }
      this.#repeat(column);
    });
  }

  #element(element: HtmlElement, outer: State): void {
    const name = element.localName;
    if (skipped.has(name)) return;
    if (outer.depth > largestNesting) {
      throw new ExtractionFailure("damaged", "Its parts are nested too deeply in each other to be read.");
    }
    const look = elementLook(element, this.#rules);
    const state: State = {
      ...outer,
      depth: outer.depth + 1,
      hidden: outer.hidden || look.hides,
      white: outer.white || look.white,
      onBackground: outer.onBackground || look.background,
    };
    if (name === "table" && !state.inRow) this.#reaching.clear();
    if (name === "ol" || name === "ul") state.list = name === "ol" ? { next: span(element, "start") } : null;
    const heading = /^h([1-6])$/.exec(name)?.[1];
    // The way back from a note to its mark.
    if (name === "a" && element.textContent === "↑") return;
    if (name === "br") this.#pieces.push({ text: state.pre ? "\n" : " ", hidden: false });
    else if (name === "tr" && !state.inRow) this.#row(element, state);
    else if (name === "pre" && !state.inRow) {
      const code: State = { ...state, kind: "code", level: 0, pre: true };
      this.#block(code, () => this.#children(element, code));
    } else if (heading !== undefined) {
      const headed: State = { ...state, kind: "heading", level: Number(heading) };
      this.#block(headed, () => this.#children(element, headed));
    } else if (kinds[name] !== undefined) {
      const inner: State = { ...state, kind: kinds[name], level: 0 };
      this.#block(inner, () => {
        if (name === "li") this.#marker = nextMarker(state);
        this.#children(element, inner);
      });
    } else if (blockLike.has(name)) {
      // A paragraph inside a list item or a quote stays what it is in.
      this.#block(state, () => this.#children(element, state));
    } else {
      this.#children(element, state);
    }
  }
}
