export interface Block {
  /** UTF-16 index of the block in the whole text. */
  offset: number;
  text: string;
}

const fence = /^ {0,3}(`{3,}|~{3,})/;
const listItem = /^ {0,3}(?:[-*+]|\d{1,9}[.)]) /;

/**
 * Cuts Markdown at blank lines into blocks that can be drawn by themselves: fenced code stays whole, and so does a
 * list with blank lines between its items. While a text grows, all blocks but the last stay the same.
 */
export function splitBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let start = -1;
  let end = 0;
  let open: string | null = null;
  let blank = false;
  let at = 0;
  const close = (): void => {
    if (start >= 0) blocks.push({ offset: start, text: markdown.slice(start, end) });
    start = -1;
  };
  for (const line of markdown.split("\n")) {
    const mark = fence.exec(line)?.[1];
    const empty = open === null && line.trim() === "";
    if (empty) {
      blank = true;
    } else {
      const list = start >= 0 && listItem.test(markdown.slice(start, start + 16));
      const goesOn = list && (listItem.test(line) || /^\s{2,}\S/.test(line));
      if (blank && open === null && !goesOn) close();
      if (start < 0) start = at;
      blank = false;
      end = at + line.length;
      if (mark && open === null) open = mark;
      else if (mark && open !== null && mark.startsWith(open)) open = null;
    }
    at += line.length + 1;
  }
  close();
  return blocks;
}
