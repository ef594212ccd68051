import type { LucideIcon } from "lucide-react";
import { Tooltip } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";

import { Icon } from "./icon.tsx";

type Level = "plain" | "filled" | "soft" | "ghost" | "danger";

interface ButtonProps extends Omit<ComponentProps<"button">, "children"> {
  level?: Level;
  small?: boolean;
  icon?: LucideIcon;
  /** Says why it does nothing; the button stays reachable so that the reason can be read. */
  disabledReason?: string | undefined;
  children?: ReactNode;
}

const levelClass: Record<Level, string> = {
  plain: "btn",
  filled: "btn filled",
  soft: "btn soft",
  ghost: "btn ghost",
  danger: "btn danger-fill",
};

/** A button with a text. Filled is used at most once in a view. */
export function Button(props: ButtonProps) {
  const { level = "plain", small, icon, disabledReason, children, className, onClick, ...rest } = props;
  const off = disabledReason !== undefined;
  return (
    <button
      type="button"
      {...rest}
      className={[levelClass[level], small ? "small" : "", className ?? ""].join(" ").trim()}
      aria-disabled={off || undefined}
      title={disabledReason ?? rest.title}
      onClick={off ? (event) => event.preventDefault() : onClick}
    >
      {icon ? <Icon of={icon} /> : null}
      {children}
    </button>
  );
}

interface IconButtonProps extends Omit<ComponentProps<"button">, "children"> {
  label: string;
  icon: LucideIcon;
  small?: boolean;
  hint?: string;
}

/** An icon alone, named by its label, which also stands in its tooltip. */
export function IconButton({ label, icon, small, hint, className, ...rest }: IconButtonProps) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          {...rest}
          className={`btn ghost icon ${small ? "small" : ""} ${className ?? ""}`.trim()}
        >
          <Icon of={icon} />
        </button>
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content className="tooltip" sideOffset={4} aria-hidden="true">
          {hint ? `${label} (${hint})` : label}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
