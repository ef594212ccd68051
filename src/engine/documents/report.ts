import type { ReportRow } from "./listing-table.ts";

function field(value: string | number | null): string {
  let text = String(value ?? "");
  // A spreadsheet runs a cell that begins like a formula; a file's name may be anything.
  if (typeof value === "string" && /^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** CSV (RFC 4180) with one line a path; the outcome of a path that waits is "waiting". */
export function reportCsv(rows: Iterable<ReportRow>): string {
  const lines = ["path,outcome,reason,pages,passages,language,milliseconds"];
  for (const row of rows) {
    lines.push(
      [row.path, row.outcome ?? "waiting", row.reason, row.pages, row.passages, row.language, row.milliseconds]
        .map(field)
        .join(","),
    );
  }
  return `${lines.join("\r\n")}\r\n`;
}
