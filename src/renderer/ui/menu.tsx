import { Check } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { DropdownMenu } from "radix-ui";
import type { ReactElement, ReactNode } from "react";

import { Icon } from "./icon.tsx";

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  align?: "start" | "end";
  label?: string;
  onOpenChange?: (open: boolean) => void;
  open?: boolean;
}

/** A menu below its button. It blocks nothing else and gives the focus back to its button. */
export function Menu({ trigger, children, align = "end", label, onOpenChange, open }: MenuProps) {
  return (
    <DropdownMenu.Root
      modal={false}
      {...(onOpenChange ? { onOpenChange } : {})}
      {...(open === undefined ? {} : { open })}
    >
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className="menu" align={align} sideOffset={4} collisionPadding={8} aria-label={label}>
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

interface MenuItemProps {
  children: ReactNode;
  icon?: LucideIcon;
  note?: string | undefined;
  shortcut?: string | undefined;
  disabled?: boolean;
  onSelect: () => void;
}

export function MenuItem({ children, icon, note, shortcut, disabled, onSelect }: MenuItemProps) {
  return (
    <DropdownMenu.Item disabled={disabled ?? false} onSelect={onSelect}>
      {icon ? <Icon of={icon} /> : null}
      <span>
        {children}
        {note ? <span className="menu-note">{note}</span> : null}
      </span>
      {shortcut ? <kbd className="push">{shortcut}</kbd> : null}
    </DropdownMenu.Item>
  );
}

interface MenuChoiceProps {
  children: ReactNode;
  chosen: boolean;
  note?: string | undefined;
  disabled?: boolean;
  /** One of several, or one of which many may be on. */
  kind?: "radio" | "check";
  onSelect: () => void;
}

/** An item that is on or off, with its tick in a column of its own. */
export function MenuChoice({ children, chosen, note, disabled, kind = "radio", onSelect }: MenuChoiceProps) {
  const content = (
    <>
      <span className="tick">{chosen ? <Icon of={Check} /> : null}</span>
      <span>
        {children}
        {note ? <span className="menu-note">{note}</span> : null}
      </span>
    </>
  );
  if (kind === "check") {
    return (
      <DropdownMenu.CheckboxItem
        checked={chosen}
        disabled={disabled ?? false}
        onSelect={(event) => {
          event.preventDefault();
          onSelect();
        }}
      >
        {content}
      </DropdownMenu.CheckboxItem>
    );
  }
  return (
    <DropdownMenu.Item role="menuitemradio" aria-checked={chosen} disabled={disabled ?? false} onSelect={onSelect}>
      {content}
    </DropdownMenu.Item>
  );
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <DropdownMenu.Label className="menu-label">{children}</DropdownMenu.Label>;
}

export function MenuLine() {
  return <DropdownMenu.Separator className="menu-line" />;
}
