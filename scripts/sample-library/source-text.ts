/** A piece of a source text; the sources know only what the documents need. */
export type Piece =
  | { kind: "title" | "heading" | "paragraph" | "bullet"; text: string }
  | { kind: "table"; rows: string[][] }
  | { kind: "page-break" };

function cellsOf(line: string): string[] {
  return line
    .replace(/^\||\|$/g, "")
    .split("|")
    .map((cell) => cell.trim());
}

/** Reads the small markup of the sources: "#", "##", "-", "|", "---" and paragraphs parted by empty lines. */
export function parseSource(source: string): Piece[] {
  const pieces: Piece[] = [];
  let paragraph: string[] = [];
  const flush = (): void => {
    if (paragraph.length > 0) pieces.push({ kind: "paragraph", text: paragraph.join(" ") });
    paragraph = [];
  };
  for (const line of source.split("\n")) {
    const last = pieces.at(-1);
    if (line.startsWith("|")) {
      flush();
      if (last?.kind === "table") last.rows.push(cellsOf(line));
      else pieces.push({ kind: "table", rows: [cellsOf(line)] });
    } else if (line.startsWith("## ")) {
      flush();
      pieces.push({ kind: "heading", text: line.slice(3) });
    } else if (line.startsWith("# ")) {
      flush();
      pieces.push({ kind: "title", text: line.slice(2) });
    } else if (line.startsWith("- ")) {
      flush();
      pieces.push({ kind: "bullet", text: line.slice(2) });
    } else if (line === "---") {
      flush();
      pieces.push({ kind: "page-break" });
    } else if (line.trim() === "") {
      flush();
    } else {
      paragraph.push(line.trim());
    }
  }
  flush();
  return pieces;
}

/** The text of the title line; a source without one is a mistake. */
export function titleOf(pieces: readonly Piece[]): string {
  const title = pieces.find((piece) => piece.kind === "title");
  if (title?.kind !== "title") throw new Error("A source has no title.");
  return title.text;
}
