/** A checked sentence that carries a mark, with the top of its first line inside the answer, in pixels. */
export interface GutterSentence {
  index: number;
  support: "partly" | "unsupported";
  top: number;
}

export interface GutterMark {
  top: number;
  support: "partly" | "unsupported";
  sentences: number[];
}

/**
 * One mark a line: sentences that begin on the same line share it, and the worse verdict gives its shape.
 * Marks never touch: one that would overlap the mark above joins it.
 */
export function layoutGutter(sentences: readonly GutterSentence[], markHeight: number): GutterMark[] {
  const marks: GutterMark[] = [];
  for (const sentence of [...sentences].sort((a, b) => a.top - b.top || a.index - b.index)) {
    const last = marks.at(-1);
    if (last && sentence.top < last.top + markHeight) {
      last.sentences.push(sentence.index);
      if (sentence.support === "unsupported") last.support = "unsupported";
    } else {
      marks.push({ top: sentence.top, support: sentence.support, sentences: [sentence.index] });
    }
  }
  return marks;
}
