import type { Sentence } from "../../../shared/answer-schemas.ts";
import { unitIndex } from "../../ui/code-points.ts";

/** The small part of a syntax tree that is read and made here. */
export interface TreeNode {
  type: string;
  tagName?: string;
  value?: string;
  properties?: Record<string, unknown>;
  children?: TreeNode[];
  position?: { start: { offset?: number }; end: { offset?: number } };
}

/** A sentence in UTF-16 units of the whole answer. */
export interface MarkedSentence {
  index: number;
  start: number;
  end: number;
  support: Sentence["support"];
}

export function sentencesInUnits(text: string, sentences: readonly Sentence[]): MarkedSentence[] {
  return sentences.map((sentence, index) => ({
    index,
    start: unitIndex(text, sentence.start),
    end: unitIndex(text, sentence.end),
    support: sentence.support,
  }));
}

/**
 * Source index of each unit of a text node. They differ from the plain count where Markdown had an escape, an
 * entity or indentation, so each unit is looked for from where the last one was found.
 */
export function alignValue(value: string, source: string, from: number, to: number): number[] {
  const places: number[] = [];
  let at = from;
  for (const unit of value) {
    const found = source.indexOf(unit, at);
    const place = found >= 0 && found < to ? found : at;
    for (let part = 0; part < unit.length; part += 1) places.push(place + part);
    at = found >= 0 && found < to ? found + unit.length : at;
  }
  return places;
}

type Piece = { kind: "text"; text: string; place: number } | { kind: "cite"; number: number; place: number };

function piecesOf(node: TreeNode, source: string, offset: number): Piece[] {
  const value = node.value ?? "";
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? source.length;
  const places = to - from === value.length ? null : alignValue(value, source, from, to);
  const placeOf = (index: number): number => offset + (places ? (places[index] ?? to) : from + index);
  const pieces: Piece[] = [];
  let last = 0;
  for (const match of value.matchAll(/\[(\d{1,3})\]/g)) {
    if (match.index > last) pieces.push({ kind: "text", text: value.slice(last, match.index), place: placeOf(last) });
    pieces.push({ kind: "cite", number: Number(match[1]), place: placeOf(match.index) });
    last = match.index + match[0].length;
  }
  if (last < value.length) pieces.push({ kind: "text", text: value.slice(last), place: placeOf(last) });
  return pieces;
}

/** Cuts text pieces where a sentence begins or ends. */
function cutAtSentences(pieces: readonly Piece[], sentences: readonly MarkedSentence[]): Piece[] {
  const out: Piece[] = [];
  for (const piece of pieces) {
    if (piece.kind === "cite") {
      out.push(piece);
      continue;
    }
    const cuts = new Set<number>();
    for (const sentence of sentences) {
      for (const edge of [sentence.start, sentence.end]) {
        if (edge > piece.place && edge < piece.place + piece.text.length) cuts.add(edge - piece.place);
      }
    }
    let last = 0;
    for (const cut of [...cuts].sort((a, b) => a - b)) {
      out.push({ kind: "text", text: piece.text.slice(last, cut), place: piece.place + last });
      last = cut;
    }
    out.push({ kind: "text", text: piece.text.slice(last), place: piece.place + last });
  }
  return out;
}

function citeNode(number: number, sentence: number | null): TreeNode {
  const within = sentence === null ? {} : { dataWithin: String(sentence) };
  return { type: "element", tagName: "span", properties: { dataCite: String(number), ...within }, children: [] };
}

/** The last word before a chip, the chips and the full stop after them hang together on one line. */
function glueCitations(pieces: readonly Piece[], sentence: number | null): TreeNode[] {
  const nodes: TreeNode[] = [];
  for (let index = 0; index < pieces.length; index += 1) {
    const piece = pieces[index];
    if (!piece) continue;
    if (piece.kind === "text") {
      nodes.push({ type: "text", value: piece.text });
      continue;
    }
    const glued: TreeNode[] = [];
    const before = nodes.at(-1);
    if (before?.type === "text") {
      const word = /\S*[ \u00a0]?$/.exec(before.value ?? "")?.[0] ?? "";
      if (word !== "" && word.length <= 40) {
        before.value = (before.value ?? "").slice(0, -word.length);
        if (before.value === "") nodes.pop();
        glued.push({ type: "text", value: word });
      }
    }
    let next: Piece | undefined = piece;
    while (next?.kind === "cite") {
      glued.push(citeNode(next.number, sentence));
      index += 1;
      next = pieces[index];
    }
    const stop = next?.kind === "text" ? (/^[.,;:!?)\]”’"']+/.exec(next.text)?.[0] ?? "") : "";
    if (stop !== "") glued.push({ type: "text", value: stop });
    nodes.push({ type: "element", tagName: "span", properties: { className: ["cite"] }, children: glued });
    if (next?.kind === "text") {
      const rest = next.text.slice(stop.length);
      if (rest !== "") nodes.push({ type: "text", value: rest });
    } else {
      index -= 1;
    }
  }
  return nodes;
}

/**
 * A name of its own, which Markdown never makes: were it a span like a citation, a checked text would be drawn into
 * the elements of the unchecked one, and the browser would count words as moved that stand where they stood.
 */
function wrapSentence(nodes: TreeNode[], sentence: MarkedSentence): TreeNode {
  return {
    type: "element",
    tagName: "ins",
    properties: { dataSentence: String(sentence.index), dataSupport: sentence.support },
    children: nodes,
  };
}

function markText(node: TreeNode, source: string, offset: number, sentences: readonly MarkedSentence[]): TreeNode[] {
  const pieces = cutAtSentences(piecesOf(node, source, offset), sentences);
  const groups: { sentence: MarkedSentence | null; pieces: Piece[] }[] = [];
  for (const piece of pieces) {
    const sentence = sentences.find((one) => piece.place >= one.start && piece.place < one.end) ?? null;
    const last = groups.at(-1);
    if (last && last.sentence === sentence) last.pieces.push(piece);
    else groups.push({ sentence, pieces: [piece] });
  }
  return groups.flatMap((group) => {
    const nodes = glueCitations(group.pieces, group.sentence?.index ?? null);
    return group.sentence ? [wrapSentence(nodes, group.sentence)] : nodes;
  });
}

/** A sentence may lie in several nodes; what is said after it is said after the last one. */
function markLastPieces(tree: TreeNode): void {
  const last = new Map<unknown, TreeNode>();
  const visit = (node: TreeNode): void => {
    if (node.properties?.["dataSentence"] !== undefined) last.set(node.properties["dataSentence"], node);
    for (const child of node.children ?? []) visit(child);
  };
  visit(tree);
  for (const node of last.values()) node.properties = { ...node.properties, dataLast: "true" };
}

/**
 * Turns marks like [2] into citation nodes and wraps checked sentences, in place. `offset` is where the block
 * begins in the whole answer. Code is left alone.
 */
export function markAnswer(tree: TreeNode, source: string, offset: number, sentences: readonly MarkedSentence[]): void {
  const visit = (node: TreeNode): void => {
    if (!node.children || node.tagName === "code" || node.tagName === "pre") return;
    node.children = node.children.flatMap((child) => {
      if (child.type === "text") return markText(child, source, offset, sentences);
      visit(child);
      return [child];
    });
  };
  visit(tree);
  markLastPieces(tree);
}
