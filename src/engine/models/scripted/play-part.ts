import { rankSentences, type ReadPrompt } from "./prompt-reading.ts";
import type { ScriptPart } from "./script-schema.ts";

type TextPart = Extract<ScriptPart, { do: "say" | "quote" | "obey" }>;

/** Another number of the same length and form; never the same one. */
function changeNumbers(text: string): string {
  return text.replace(/\d/g, (digit) => String((Number(digit) + 3) % 10));
}

function marker(cite: Extract<ScriptPart, { do: "quote" }>["cite"], source: number, prompt: ReadPrompt): string {
  const numbers = [...prompt.sources.keys()];
  switch (cite) {
    case "right":
      return ` [${source}]`;
    case "other":
      return ` [${numbers.find((number) => number > source) ?? numbers.find((number) => number !== source) ?? 9}]`;
    case "unknown":
      return ` [${Math.max(...numbers, 0) + 90}]`;
    case "none":
      return "";
  }
}

/** Marker before the full stop, as careful models write it. */
function cited(text: string, mark: string): string {
  const end = /[.!?]$/.exec(text)?.[0] ?? "";
  return `${text.slice(0, text.length - end.length)}${mark}${end || "."}`;
}

/** The text of a part for this prompt. */
export function textOf(part: TextPart, prompt: ReadPrompt): string {
  switch (part.do) {
    case "say":
      return part.text;
    case "quote": {
      const ranked = rankSentences(prompt).filter(
        (sentence) => sentence.share >= part.atLeast && (part.source === "best" || sentence.source === part.source),
      );
      if (ranked.length === 0) return part.otherwise;
      return ranked
        .slice(0, part.sentences)
        .map(({ text, source }) =>
          cited(part.changeNumbers ? changeNumbers(text) : text, marker(part.cite, source, prompt)),
        )
        .join(" ");
    }
    case "obey": {
      const pattern = new RegExp(part.pattern, "iu");
      for (const text of prompt.sources.values()) {
        const found = pattern.exec(text)?.[1];
        if (found !== undefined) return found.trim();
      }
      return part.otherwise;
    }
  }
}
