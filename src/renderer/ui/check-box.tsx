import { Check, Minus } from "lucide-react";
import type { ReactNode } from "react";

import { Icon } from "./icon.tsx";

interface CheckBoxProps {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  label?: string;
  /** Some of many. */
  partly?: boolean;
  tabIndex?: number;
}

export function CheckBox({ checked, onChange, children, label, partly, tabIndex }: CheckBoxProps) {
  return (
    <label className="check">
      <input
        type="checkbox"
        checked={checked}
        aria-label={label}
        tabIndex={tabIndex}
        ref={(element) => {
          if (element) element.indeterminate = partly === true && !checked;
        }}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <span className="box" aria-hidden="true">
        <Icon of={partly && !checked ? Minus : Check} />
      </span>
      {children}
    </label>
  );
}
