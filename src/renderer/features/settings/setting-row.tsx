import { Check } from "lucide-react";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

import { useApp } from "../../app/page.ts";
import { say } from "../../app/speech.ts";
import { t } from "../../strings/strings.ts";
import { Icon } from "../../ui/icon.tsx";

/** "Saved" beside the control for two seconds after its value changed, also spoken. */
function Saved({ value }: { value: unknown }) {
  const [known, setKnown] = useState(value);
  const [shown, setShown] = useState(false);
  if (known !== value) {
    setKnown(value);
    setShown(true);
  }
  useEffect(() => {
    if (!shown) return;
    say(t("common.saved"));
    const timer = setTimeout(() => setShown(false), 2_000);
    return () => clearTimeout(timer);
  }, [shown, value]);
  if (!shown) return null;
  return (
    <span className="state ok xs">
      {t("common.saved")}
      <Icon of={Check} />
    </span>
  );
}

interface SettingRowProps {
  name: string;
  note?: ReactNode;
  /** The stored value: when it changes, the row says "Saved". */
  value?: unknown;
  children?: ReactNode;
}

/** One setting: what it is, what it does, and its control at the right edge. */
export function SettingRow({ name, note, value, children }: SettingRowProps) {
  const known = useApp((state) => state.settings !== null);
  return (
    <div className="set">
      <div className="min-w-0">
        <h3>{name}</h3>
        {note ? <p className="num break-words">{note}</p> : null}
      </div>
      <div className="ctl">
        {value !== undefined && known ? <Saved value={value} /> : null}
        {children}
      </div>
    </div>
  );
}
