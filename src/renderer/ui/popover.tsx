import { Popover as Base } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

/** A small panel at its button; Esc closes it and gives the focus back. */
export function Popover({ trigger, label, children }: { trigger: ReactElement; label: string; children: ReactNode }) {
  return (
    <Base.Root>
      <Base.Trigger asChild>{trigger}</Base.Trigger>
      <Base.Portal>
        <Base.Content className="popover" aria-label={label} sideOffset={4} collisionPadding={8} align="start">
          {children}
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}
