import { t } from "../strings/strings.ts";

/** On or off, in words too. The label names what being on does. */
export function Switch({ label, on, onChange }: { label: string; on: boolean; onChange: (on: boolean) => void }) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label={label}
      className={on ? "switch on" : "switch"}
      onClick={() => onChange(!on)}
    >
      {t(on ? "common.on" : "common.off")}
      <i />
    </button>
  );
}
