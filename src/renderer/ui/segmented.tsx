import { Check } from "lucide-react";

import { Icon } from "./icon.tsx";

interface Choice<Value extends string> {
  value: Value;
  label: string;
  disabledReason?: string | undefined;
}

interface SegmentedProps<Value extends string> {
  label: string;
  choices: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  small?: boolean;
}

/** Two or three choices side by side; the chosen one also carries a tick, because colour alone says nothing. */
export function Segmented<Value extends string>({ label, choices, value, onChange, small }: SegmentedProps<Value>) {
  return (
    <div className={small ? "seg small" : "seg"} role="group" aria-label={label}>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          aria-disabled={choice.disabledReason !== undefined || undefined}
          title={choice.disabledReason}
          onClick={() => (choice.disabledReason === undefined ? onChange(choice.value) : undefined)}
        >
          {choice.value === value ? <Icon of={Check} /> : null}
          {choice.label}
        </button>
      ))}
    </div>
  );
}
