import type { ChatMessage } from "../model-types.ts";

/** A prompt as a scripted model understands it. */
export interface ReadPrompt {
  question: string;
  /** Text by source number. */
  sources: Map<number, string>;
}

/** A line that opens a source at its very start: "[1] …", "Source 1: …", "Passage [1]". */
const opening = /^(?:(?:source|passage|document) \[?|\[)(\d{1,3})\]?[:.)]?[^\S\n]*(.*)$/i;
const questionLine = /^question:\s*(.*)$/i;

/**
 * Finds question and numbered sources in the last message of the user. The question is what follows the last line
 * marked as one, else the last line. What stands beside a source's number is its title when more lines follow. A
 * fence, a line without a space that is there twice, belongs to no source.
 */
export function readPrompt(messages: readonly ChatMessage[]): ReadPrompt {
  const lines = (messages.findLast((message) => message.role === "user")?.text ?? "").split("\n");
  const asked = lines.findLastIndex((line) => questionLine.test(line));
  const marked = (questionLine.exec(lines[asked] ?? "")?.[1] ?? "").trim();
  const question =
    asked >= 0
      ? [marked, ...lines.slice(asked + 1)].join("\n").trim()
      : (lines.findLast((line) => line.trim() !== "") ?? "").trim();
  const isFence = (line: string): boolean =>
    /^\S{8,}$/.test(line) && lines.filter((other) => other === line).length > 1;

  const read = new Map<number, { title: string; lines: string[] }>();
  let current: { title: string; lines: string[] } | null = null;
  for (const line of lines.slice(0, asked >= 0 ? asked : lines.length)) {
    const opened = opening.exec(line);
    if (isFence(line)) current = null;
    else if (opened !== null && !read.has(Number(opened[1]))) {
      current = { title: opened[2] as string, lines: [] };
      read.set(Number(opened[1]), current);
    } else current?.lines.push(line);
  }
  const sources = new Map<number, string>();
  for (const [number, { title, lines }] of read) sources.set(number, lines.join("\n").trim() || title.trim());
  return { question, sources };
}

function wordsOf(text: string): Set<string> {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? [];
  // A poor stem, but the same for both sides.
  return new Set(words.map((word) => (word.length > 4 ? word.slice(0, Math.max(4, word.length - 2)) : word)));
}

export interface RankedSentence {
  source: number;
  text: string;
  /** Share of the question's words, 0 to 1. */
  share: number;
}

/** Sentences of the sources by the share of the question's words they hold, best first; ties keep their order. */
export function rankSentences(prompt: ReadPrompt): RankedSentence[] {
  const asked = wordsOf(prompt.question);
  const ranked: RankedSentence[] = [];
  for (const [source, text] of prompt.sources) {
    for (const sentence of text.split(/(?<=[.!?。])\s+|\n+/u)) {
      const trimmed = sentence.trim();
      if (trimmed.length < 12) continue;
      const own = wordsOf(trimmed);
      let shared = 0;
      for (const word of asked) if (own.has(word)) shared += 1;
      ranked.push({ source, text: trimmed, share: asked.size === 0 ? 0 : shared / asked.size });
    }
  }
  return ranked.sort((left, right) => right.share - left.share);
}
