import type { Comparison } from "./compare.ts";
import type { EvaluationRow, EvaluationRun } from "./run-record.ts";
import type { Estimate } from "./statistics.ts";

/** Text of files and questions is foreign: nothing of it may become markup. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

const style = `
:root { color-scheme: light dark; font: 15px/1.5 system-ui, sans-serif; }
body { max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 0.5rem 0 1.5rem; }
th, td { text-align: left; padding: 0.2rem 0.8rem 0.2rem 0; vertical-align: top; border-bottom: 1px solid #8884; }
td.number { font-variant-numeric: tabular-nums; text-align: right; white-space: nowrap; }
details { border: 1px solid #8884; border-radius: 6px; padding: 0.4rem 0.8rem; margin: 0.5rem 0; }
blockquote { margin: 0.4rem 0; padding-left: 0.8rem; border-left: 3px solid #8886; white-space: pre-wrap; }
blockquote.right { border-left-color: #2a7; }
.quiet { opacity: 0.75; }
`;

const number = (value: number): string => value.toFixed(3);

function table(head: readonly string[], rows: readonly (readonly string[])[], numericFrom = 1): string {
  const cells = (row: readonly string[]): string =>
    row.map((cell, index) => `<td${index >= numericFrom ? ' class="number"' : ""}>${escapeHtml(cell)}</td>`).join("");
  return `<table><thead><tr>${head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("")}</tr></thead><tbody>${rows.map((row) => `<tr>${cells(row)}</tr>`).join("")}</tbody></table>`;
}

const estimateCells = (item: Estimate): string[] => [
  number(item.value),
  `${number(item.low)} to ${number(item.high)}`,
  String(item.n),
];

/** The rows with the lowest values of the main metric; of equal ones the first by id, so that the list is stable. */
export function worstRows(run: EvaluationRun, count = 20): EvaluationRow[] {
  const main = run.gated[0];
  if (main === undefined) return [];
  const sign = main.better === "higher" ? 1 : -1;
  return run.rows
    .filter((row) => row.values[main.metric] !== undefined)
    .sort((a, b) => {
      const difference = sign * ((a.values[main.metric] as number) - (b.values[main.metric] as number));
      return difference || (a.id < b.id ? -1 : 1);
    })
    .slice(0, count);
}

function worstSection(run: EvaluationRun): string {
  const items = worstRows(run).map((row) => {
    const values = Object.entries(row.values)
      .map(([name, value]) => `${name} ${number(value)}`)
      .join(" · ");
    const found = row.found
      .map(
        (item) =>
          `<p class="quiet">${escapeHtml(item.label)}${item.right ? " · holds the evidence" : ""}</p><blockquote${item.right ? ' class="right"' : ""}>${escapeHtml(item.text)}</blockquote>`,
      )
      .join("");
    return `<details><summary>${escapeHtml(row.question)} <span class="quiet">${escapeHtml(values)}</span></summary><p class="quiet">${escapeHtml(row.id)}</p><p>Expected: ${escapeHtml(row.expected)}</p>${found}</details>`;
  });
  return `<h2>The ${items.length} lowest by ${escapeHtml(run.gated[0]?.metric ?? "")}</h2>${items.join("")}`;
}

function comparisonSection(comparison: Comparison): string {
  const changes =
    comparison.changes.length === 0
      ? "<p>Both runs had the same setup.</p>"
      : table(
          ["field", "before", "now"],
          comparison.changes.map((change) => [change.field, change.oldValue, change.newValue]),
          9,
        );
  const rows = comparison.metrics.map((item) => [
    item.metric,
    number(item.oldValue),
    number(item.newValue),
    number(item.difference),
    `${number(item.low)} to ${number(item.high)}`,
    `${item.wins} / ${item.losses} / ${item.ties}`,
    item.sentence,
  ]);
  return `<h2>Against ${escapeHtml(comparison.oldRun)}: ${comparison.label}</h2>${changes}${table(["metric", "before", "now", "difference", "95 % interval", "wins / losses / ties", "reading"], rows)}`;
}

function slicesSection(run: EvaluationRun): string {
  const names = Object.keys(run.slices);
  if (names.length === 0) return "";
  const rows = names.flatMap((slice) =>
    Object.entries(run.slices[slice] ?? {}).map(([metric, item]) => [slice, metric, ...estimateCells(item)]),
  );
  return `<h2>By part</h2>${table(["part", "metric", "value", "95 % interval", "n"], rows, 2)}`;
}

const facts = (record: Record<string, unknown>): string =>
  table(
    ["field", "value"],
    Object.entries(record).map(([name, value]) => [name, String(value)]),
    9,
  );

/**
 * One HTML page that needs nothing else: no script, no remote load (its own policy forbids them), every foreign
 * text escaped. Shows values with intervals, the comparison, parts, and the lowest 20 questions with what was found.
 */
export function reportHtml(run: EvaluationRun, comparison: Comparison | null): string {
  const metrics = Object.entries(run.metrics).map(([name, item]) => [name, ...estimateCells(item)]);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(run.title)} · evaluation</title>
<style>${style}</style>
</head>
<body>
<h1>${escapeHtml(run.title)}</h1>
<p class="quiet">Run ${escapeHtml(run.run)} · ${escapeHtml(run.startedAt)} · ${run.rows.length} questions · ${escapeHtml(run.slice)} · ${run.seconds.toFixed(0)} s</p>
<p>Intervals: 95 %, by drawing whole documents 10,000 times; shares of 0 or 1 by Wilson's formula.</p>
${table(["metric", "value", "95 % interval", "n"], metrics)}
${comparison === null ? "" : comparisonSection(comparison)}
${slicesSection(run)}
${worstSection(run)}
<h2>Setup ${escapeHtml(run.setupId)}</h2>
${facts(run.setup)}
<h2>Facts of this run</h2>
${facts(run.facts)}
</body>
</html>
`;
}
