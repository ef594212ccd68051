import { say } from "../app/speech.ts";
import { t } from "../strings/strings.ts";

/** The answer that a command means: the one with the focus, else the newest. */
export function focusedAnswer(): HTMLElement | null {
  const focused = document.activeElement?.closest<HTMLElement>("[data-answer]");
  if (focused) return focused;
  const all = document.querySelectorAll<HTMLElement>("[data-answer]");
  return all[all.length - 1] ?? null;
}

/** Presses a control of that answer, if it has it now. */
export function pressInAnswer(action: string): void {
  focusedAnswer()?.querySelector<HTMLElement>(`[data-act="${action}"]`)?.click();
}

/** Goes to the next or the previous citation; shows it in the panel when that is open. Wraps and says so. */
export function stepCitation(by: 1 | -1, panelOpen: boolean): void {
  const answer = focusedAnswer();
  const chips = [...(answer?.querySelectorAll<HTMLElement>("[data-chip]") ?? [])];
  if (chips.length === 0) return;
  const focused = chips.findIndex((chip) => chip === document.activeElement);
  const expanded = chips.findIndex((chip) => chip.getAttribute("aria-expanded") === "true");
  const from = focused >= 0 ? focused : expanded;
  const next = from < 0 ? (by > 0 ? 0 : chips.length - 1) : (from + by + chips.length) % chips.length;
  const chip = chips[next];
  if (!chip) return;
  chip.focus();
  // Not as a key press: the panel follows and the focus stays on the chip.
  if (panelOpen) chip.dispatchEvent(new MouseEvent("click", { bubbles: true, detail: 1 }));
  const wrapped = from >= 0 && ((by > 0 && next <= from) || (by < 0 && next >= from)) && chips.length > 1;
  say(`${wrapped ? `${t("chat.cite.first")}. ` : ""}${chip.getAttribute("aria-label") ?? ""}`);
}

/** F6: navigation, conversation, source, and round again. */
export function stepPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + by + panes.length) % panes.length];
  const target = next?.querySelector<HTMLElement>("[data-pane-focus]") ?? next;
  target?.focus();
}
