import type { LucideIcon } from "lucide-react";

/** An icon beside a text that says the same; assistive technology does not see it. */
export function Icon({ of: Shape, className }: { of: LucideIcon; className?: string }) {
  return <Shape aria-hidden="true" className={className ? `i ${className}` : "i"} strokeWidth={1.75} />;
}
