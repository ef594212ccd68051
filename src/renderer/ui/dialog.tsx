import { Dialog as Base } from "radix-ui";
import type { ReactNode } from "react";

interface DialogProps {
  open: boolean;
  onClose: () => void;
  title: string;
  /** One sentence or more above the body; read out when the dialog opens. */
  description?: ReactNode;
  children?: ReactNode;
  actions: ReactNode;
  wide?: boolean;
  testId?: string;
}

/** A dialog that keeps the focus inside and gives it back to its opener. Esc closes it. */
export function Dialog({ open, onClose, title, description, children, actions, wide, testId }: DialogProps) {
  return (
    <Base.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Base.Portal>
        <Base.Overlay className="overlay" />
        <Base.Content
          className={wide ? "dialog wide" : "dialog"}
          data-testid={testId}
          {...(wide
            ? {
                // A long text is read from its beginning: no control inside it takes the focus at once.
                onOpenAutoFocus: (event: Event) => {
                  event.preventDefault();
                  (event.target as HTMLElement).focus();
                },
              }
            : {})}
          {...(description ? {} : { "aria-describedby": undefined })}
        >
          <Base.Title>{title}</Base.Title>
          <div className="dialog-body" {...(wide ? { tabIndex: 0, role: "group", "aria-label": title } : {})}>
            {description ? (
              <Base.Description asChild>
                <div>{description}</div>
              </Base.Description>
            ) : null}
            {children}
          </div>
          <div className="dialog-acts">{actions}</div>
        </Base.Content>
      </Base.Portal>
    </Base.Root>
  );
}
