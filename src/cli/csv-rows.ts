/** Reads CSV (RFC 4180: quotes doubled inside quotes, line ends inside quotes kept) into rows of fields. */
export function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let field = "";
  let quoted = false;
  const endField = (): void => {
    row.push(field);
    field = "";
  };
  const endRow = (): void => {
    endField();
    rows.push(row);
    row = [];
  };
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index] as string;
    if (quoted) {
      if (character !== '"') field += character;
      else if (text[index + 1] === '"') {
        field += '"';
        index += 1;
      } else quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === ",") endField();
    else if (character === "\n") endRow();
    else if (character !== "\r") field += character;
  }
  if (field !== "" || row.length > 0) endRow();
  return rows;
}

/** The same with the first row as names of the fields. */
export function readCsvRecords(text: string): Record<string, string>[] {
  const [names, ...rows] = readCsv(text);
  return rows.map((row) => Object.fromEntries((names ?? []).map((name, column) => [name, row[column] ?? ""])));
}
