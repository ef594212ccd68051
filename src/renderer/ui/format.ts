const locale = "en-GB";
const day = 86_400_000;

const numberFormat = new Intl.NumberFormat(locale);
const dateFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "short", year: "2-digit" });
const longDateFormat = new Intl.DateTimeFormat(locale, { day: "numeric", month: "long", year: "numeric" });
const timeFormat = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });

export function formatNumber(value: number): string {
  return numberFormat.format(value);
}

/** "3 May 24", for lists. */
export function formatDate(at: number): string {
  return dateFormat.format(at).replace(/^0/, "");
}

/** "3 May 2024", for sentences and copies. */
export function formatLongDate(at: number): string {
  return longDateFormat.format(at);
}

export function formatTime(at: number): string {
  return timeFormat.format(at);
}

function startOfDay(at: number): number {
  return new Date(at).setHours(0, 0, 0, 0);
}

/** Whole days between two moments by the calendar: 0 is the same day. */
export function daysBetween(earlier: number, later: number): number {
  return Math.round((startOfDay(later) - startOfDay(earlier)) / day);
}

/** "today" or a short date. */
export function formatDay(at: number, now: number): string {
  return daysBetween(at, now) === 0 ? "today" : formatDate(at);
}

/** "184 KB", powers of 1,000 as file managers show them, one digit below 10. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${formatNumber(bytes)} B`;
  const units = ["KB", "MB", "GB", "TB"];
  let value = bytes;
  let unit = -1;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${value < 10 ? value.toFixed(1) : formatNumber(Math.round(value))} ${units[unit] ?? ""}`;
}

/** "34 ms", "2.1 s", "12 s", "3 min". */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1_000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  if (seconds < 90) return `${Math.round(seconds)} s`;
  return `${Math.round(seconds / 60)} min`;
}
